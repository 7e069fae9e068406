"""What is done with works. What vetting makes of a work, `vetting` writes."""

from archive.works.actions.climbing import NotPossible, Paper, advance, follow_vetting, mark_legacy
from archive.works.actions.describing import add_compiler, add_manuscript, describe_work
from archive.works.actions.entering import (
    CodeTaken,
    NotAStart,
    NotInTheWork,
    cite_record,
    enter_work,
)
from archive.works.actions.showing import change_code, show

__all__ = [
    "CodeTaken",
    "NotAStart",
    "NotInTheWork",
    "NotPossible",
    "Paper",
    "add_compiler",
    "add_manuscript",
    "advance",
    "change_code",
    "cite_record",
    "describe_work",
    "enter_work",
    "follow_vetting",
    "mark_legacy",
    "show",
]
