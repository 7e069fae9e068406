"""Reference codes as they stand in addresses, and the natural order of numbered names."""

import re

from archive.values.text import fold, sort_key

CODE_MAX_LENGTH = 80
_SEPARATORS = re.compile(r"[\s./\\_–—:,;+-]+")
_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_DIGITS = re.compile(r"(\d{1,18})")


class InvalidCode(ValueError):
    """The text cannot be made a reference code without guessing."""


def normalise_code(text: str) -> str:
    """The address-safe form of a reference code: `LĐ.P012/H034/0007` → `LD-P012-H034-0007`.

    Raises InvalidCode when nothing is left, when it is longer than CODE_MAX_LENGTH or when it
    holds signs other than letters, digits and separators.
    """
    code = _SEPARATORS.sub("-", fold(text)).strip("-").upper()
    if len(code) > CODE_MAX_LENGTH or not _CODE.fullmatch(code):
        raise InvalidCode(text)
    return code


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that puts `trang 9.jpg` before `trang 10.jpg`, words in Vietnamese order."""
    parts = [part for part in _DIGITS.split(text) if part]
    return tuple(
        (0, int(part), part)
        if part.isdecimal()
        else (1, int(part[0].isalnum()), sort_key(part) + part)
        for part in parts
    )
