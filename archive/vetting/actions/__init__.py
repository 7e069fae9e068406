"""What is done in a round of vetting."""

from archive.vetting.actions.conclusions import conclude
from archive.vetting.actions.councils import begin_review, form_council, replace_member
from archive.vetting.actions.opinions import hand_in_opinion, save_opinion
from archive.vetting.actions.submissions import (
    complete_dossier,
    resume_round,
    return_dossier,
    submit_record,
    suspend_round,
    withdraw_round,
)

__all__ = [
    "begin_review",
    "complete_dossier",
    "conclude",
    "form_council",
    "hand_in_opinion",
    "replace_member",
    "resume_round",
    "return_dossier",
    "save_opinion",
    "submit_record",
    "suspend_round",
    "withdraw_round",
]
