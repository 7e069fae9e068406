"""Whom to meet, how urgently, and what came of it."""

from archive.collecting.models.meetings import Appointment, Campaign, CampaignTarget, Outcome
from archive.collecting.models.papers import PaperKind, PaperTemplate
from archive.collecting.models.witnesses import Degree, Status, Witness

__all__ = [
    "Appointment",
    "Campaign",
    "CampaignTarget",
    "Degree",
    "Outcome",
    "PaperKind",
    "PaperTemplate",
    "Status",
    "Witness",
]
