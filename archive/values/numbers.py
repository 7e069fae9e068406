"""Whole numbers as people and programs write them into addresses, forms and files."""

from typing import TypeVar

T = TypeVar("T")
_COUNTED = 8
"""Digits: no page, second, year or version of ours has more, and every column holds them."""
_KEPT = 18
"""Digits: more may be no number of 64 bits, and no database can be asked for it."""


def whole_number(text: str, otherwise: T) -> int | T:
    """Return what `text` counts, in plain digits; `otherwise` of anything else."""
    return _read(text, _COUNTED, otherwise)


def long_number(text: str, otherwise: T) -> int | T:
    """The same of a row's key, bytes or milliseconds, which have more digits."""
    return _read(text, _KEPT, otherwise)


def _read(text: str, most: int, otherwise: T) -> int | T:
    is_one = text.isascii() and text.isdecimal() and len(text) <= most
    return int(text) if is_one else otherwise
