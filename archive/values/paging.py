"""Plain text in pages: a book of one page can be neither read on a screen nor cited."""

from __future__ import annotations

import re

LONGEST = 6_000
"""Letters of a text that stays one page: some two sheets typed on both sides."""
_SHORTEST, _USUAL = 1_500, 3_000

_ENDS = (
    re.compile(r"\n[ \t]*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])\s"),
    re.compile(r"\s"),
)
"""Where a page may end, the best first: a paragraph, a line, a sentence, a word."""


def pages_of(text: str) -> list[str]:
    """Return `text` in pages, at least one: as it is divided itself, by form feeds, and what is
    still longer than `LONGEST` into pages of 1,500 to 3,000 letters.

    The same text always has the same pages; together they are all of it but the form feeds.
    """
    pages = [page for part in text.split("\f") for page in _divided(part)]
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return pages


def _divided(part: str) -> list[str]:
    pages, start = [], 0
    while len(part) - start > LONGEST:
        end = _end(part, start + _SHORTEST, start + _USUAL)
        pages.append(part[start:end])
        start = end
    return [*pages, part[start:]]


def _end(text: str, least: int, most: int) -> int:
    """Return where a page ends that is to end between two places."""
    for kind in _ENDS:
        if found := [match.end() for match in kind.finditer(text, least, most)]:
            return found[-1]
    return most
