"""Whole numbers as people and programs write them into addresses and forms."""

from typing import TypeVar

T = TypeVar("T")
_MOST_DIGITS = 8
"""More would be no page, second or year of ours, and may be none the database can hold."""


def whole_number(text: str, otherwise: T) -> int | T:
    """Return the number that `text` is, in plain digits; `otherwise` of anything else."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_one else otherwise
