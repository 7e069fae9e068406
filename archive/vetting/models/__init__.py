"""What vetting knows: procedures, rounds, dossiers, councils, opinions, conclusions, answers."""

from archive.vetting.models.afterwards import Disclosure, Reminder
from archive.vetting.models.corrections import Answer, Resubmission, VettingDocument
from archive.vetting.models.council import CouncilDecision, Seat, SeatRole
from archive.vetting.models.dossiers import Obstacle, ObstacleKind, Paper, PaperState
from archive.vetting.models.meetings import Attendance, Ballot, Meeting, Slip
from archive.vetting.models.packings import Packing
from archive.vetting.models.procedures import (
    Certainty,
    Competence,
    Procedure,
    Provision,
    ProvisionKind,
    SubjectKind,
)
from archive.vetting.models.reviews import (
    Comment,
    CommentKind,
    Conclusion,
    Corroboration,
    Opinion,
    Weight,
)
from archive.vetting.models.rounds import Round, RoundQuerySet, Stage, Verdict

__all__ = [
    "Answer",
    "Attendance",
    "Ballot",
    "Certainty",
    "Comment",
    "CommentKind",
    "Competence",
    "Conclusion",
    "Corroboration",
    "CouncilDecision",
    "Disclosure",
    "Meeting",
    "Obstacle",
    "ObstacleKind",
    "Opinion",
    "Packing",
    "Paper",
    "PaperState",
    "Procedure",
    "Provision",
    "ProvisionKind",
    "Reminder",
    "Resubmission",
    "Round",
    "RoundQuerySet",
    "Seat",
    "SeatRole",
    "Slip",
    "Stage",
    "SubjectKind",
    "Verdict",
    "VettingDocument",
    "Weight",
]
