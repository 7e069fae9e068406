"""What is done with works. What vetting makes of a work, `vetting` writes."""

from archive.works.actions.climbing import NotPossible, Paper, advance, follow_vetting, mark_legacy
from archive.works.actions.describing import add_compiler, add_manuscript, describe_work, show
from archive.works.actions.entering import (
    CodeTaken,
    NotAStart,
    NotInTheWork,
    cite_record,
    enter_work,
)

__all__ = [
    "CodeTaken",
    "NotAStart",
    "NotInTheWork",
    "NotPossible",
    "Paper",
    "add_compiler",
    "add_manuscript",
    "advance",
    "cite_record",
    "describe_work",
    "enter_work",
    "follow_vetting",
    "mark_legacy",
    "show",
]
