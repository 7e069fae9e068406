"""File names as people and scanners give them: made harmless, and put in a reader's order."""

from __future__ import annotations

import re
import unicodedata

from archive.values.text import sort_key

MAX_NAME_BYTES = 255
_DIGITS = re.compile(r"(\d+)")
# Dots and every sort of space: at its ends a name must show something.
_EDGES = "." + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def clean_name(name: str) -> str:
    """Return the last part of a name, in NFC, without what could mislead an eye or a program.

    A name is never used as a path: it is only shown, and offered again on download.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    # Cc: NUL and the like; Cf: marks that turn the direction of writing; Cs: half letters.
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return _cut(name).strip(_EDGES) or "_"


def natural_key(name: str) -> str:
    """Return a key that puts `trang 2` before `trang 10`, in Vietnamese order otherwise."""
    parts = _DIGITS.split(name)
    return "".join(
        # A number's length before it: longer numbers are greater, and no number is too long.
        f"{len(part.lstrip('0')):03}{part.lstrip('0')}" if index % 2 else sort_key(part)
        for index, part in enumerate(parts)
    )[:1024]


def _cut(name: str) -> str:
    """Shorten to 255 bytes of UTF-8, between letters and before the extension."""
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        stem, extension = name, ""
    room = MAX_NAME_BYTES - len((dot + extension).encode()) if extension else MAX_NAME_BYTES
    return stem.encode()[:room].decode("utf-8", "ignore") + (dot + extension if extension else "")
