"""Compiled histories and chronicles, their versions and milestones, the sources they cite."""

from archive.works.models.parts import Compiler, Manuscript, Milestone, Passage
from archive.works.models.works import Citation, FormerWorkCode, Work, WorkKind, WorkStage

__all__ = [
    "Citation",
    "Compiler",
    "FormerWorkCode",
    "Manuscript",
    "Milestone",
    "Passage",
    "Work",
    "WorkKind",
    "WorkStage",
]
