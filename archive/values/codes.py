"""Reference codes as they stand in addresses."""

import re

from archive.values.text import fold

CODE_MAX_LENGTH = 80
_SEPARATORS = re.compile(r"[\s./\\_–—:,;+-]+")
_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")


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
