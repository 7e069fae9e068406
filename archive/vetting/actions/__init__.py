"""What is done in a round of vetting."""

from archive.vetting.actions.comments import add_comment, answer_comment, drop_comment
from archive.vetting.actions.conclusions import conclude
from archive.vetting.actions.corrections import issue_document, resubmit, send_back
from archive.vetting.actions.councils import begin_review, form_council, replace_member
from archive.vetting.actions.disclosures import disclose
from archive.vetting.actions.meetings import count_ballot, record_meeting
from archive.vetting.actions.opinions import hand_in_opinion, save_opinion
from archive.vetting.actions.packing import ask_for_dossier, stop_dossier
from archive.vetting.actions.papers import file_paper, log_obstacle
from archive.vetting.actions.submissions import (
    complete_dossier,
    resume_round,
    return_dossier,
    submit_record,
    submit_work,
    suspend_round,
    withdraw_round,
)

__all__ = [
    "add_comment",
    "answer_comment",
    "ask_for_dossier",
    "begin_review",
    "complete_dossier",
    "conclude",
    "count_ballot",
    "disclose",
    "drop_comment",
    "file_paper",
    "form_council",
    "hand_in_opinion",
    "issue_document",
    "log_obstacle",
    "record_meeting",
    "replace_member",
    "resubmit",
    "resume_round",
    "return_dossier",
    "save_opinion",
    "send_back",
    "stop_dossier",
    "submit_record",
    "submit_work",
    "suspend_round",
    "withdraw_round",
]
