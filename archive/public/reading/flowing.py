"""Letting the lines of a page flow: a line that only ended because the paper did goes on."""

from __future__ import annotations

FULL = 0.75
"""A line at least this much of the longest one reached the margin."""


def flowing(text: str) -> str:
    """Return `text` with the line breaks of the paper as spaces and those of the author kept.

    Only spaces take the place of line breaks, so every word stays where it was.
    """
    lines = text.split("\n")
    longest = max(map(len, lines))
    pieces = []
    for number, line in enumerate(lines):
        goes_on = (
            number + 1 < len(lines)
            and len(line) >= FULL * longest
            and bool(lines[number + 1].strip())
            and not line.rstrip().endswith((".", ":", ";", "!", "?"))
        )
        pieces.append(line + (" " if goes_on else "\n"))
    return "".join(pieces)[:-1]
