"""What vetting knows: procedures, rounds, councils, opinions, conclusions."""

from archive.vetting.models.council import CouncilDecision, Seat, SeatRole
from archive.vetting.models.procedures import (
    Certainty,
    Competence,
    Procedure,
    Provision,
    ProvisionKind,
    SubjectKind,
)
from archive.vetting.models.reviews import Conclusion, Corroboration, Opinion
from archive.vetting.models.rounds import Round, RoundQuerySet, Stage, Verdict

__all__ = [
    "Certainty",
    "Competence",
    "Conclusion",
    "Corroboration",
    "CouncilDecision",
    "Opinion",
    "Procedure",
    "Provision",
    "ProvisionKind",
    "Round",
    "RoundQuerySet",
    "Seat",
    "SeatRole",
    "Stage",
    "SubjectKind",
    "Verdict",
]
