"""Whole numbers as people and programs write them into addresses, forms and files."""

from typing import TypeVar

T = TypeVar("T")
MOST_COUNTED = 99_999_999
"""No page, second, year or version of ours is more, and every column holds it."""
_LONGEST = 18
"""Digits: more may be no number of 64 bits, and no database can be asked for it."""


def whole_number(text: str, otherwise: T) -> int | T:
    """Return what `text` counts, in plain digits; `otherwise` of anything else."""
    return _read(text, len(str(MOST_COUNTED)), otherwise)


def long_number(text: str, otherwise: T) -> int | T:
    """The same of a row's key, bytes or milliseconds, which have more digits."""
    return _read(text, _LONGEST, otherwise)


def _read(text: str, most: int, otherwise: T) -> int | T:
    is_one = text.isascii() and text.isdecimal() and len(text) <= most
    return int(text) if is_one else otherwise
