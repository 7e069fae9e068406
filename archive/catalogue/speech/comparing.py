"""Two versions of a transcript side by side: what was left, changed, put in, taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from archive.catalogue.speech.cues import Cue

Piece = tuple[str, bool]
_WORD = re.compile(r"\s+|[^\s]+")
# Words are compared one by one only in stretches people speak in one breath.
_MOST_WORDS = 3_000


@dataclass(frozen=True)
class Row:
    """One line of the comparison: the stretch of either version, changed words told apart."""

    old: Cue | None
    new: Cue | None
    old_pieces: tuple[Piece, ...] = ()
    new_pieces: tuple[Piece, ...] = ()

    @property
    def is_same(self) -> bool:
        return self.old is not None and self.new is not None and not self.old_pieces


def compare(old: Sequence[Cue], new: Sequence[Cue]) -> list[Row]:
    """Return both versions in rows; stretches said alike stand beside each other."""
    keys_old, keys_new = ([(cue.speaker, cue.text) for cue in cues] for cues in (old, new))
    matcher = SequenceMatcher(None, keys_old, keys_new, autojunk=False)
    rows: list[Row] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            rows += map(Row, old[old_from:old_to], new[new_from:new_to])
        else:
            rows += _changed(old[old_from:old_to], new[new_from:new_to])
    return rows


def changes(rows: Sequence[Row], *, around: int = 1) -> list[Row]:
    """Return the rows that differ, with so many of those around them."""
    kept = {
        near
        for place, row in enumerate(rows)
        if not row.is_same
        for near in range(place - around, place + around + 1)
    }
    return [row for place, row in enumerate(rows) if place in kept]


def _changed(old: Sequence[Cue], new: Sequence[Cue]) -> Iterator[Row]:
    for before, after in zip_longest(old, new):
        one, other = _pieces(_said(before), _said(after))
        yield Row(before, after, one, other)


def _said(cue: Cue | None) -> str:
    if cue is None:
        return ""
    return f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces, and of each whether the other has it not."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if len(one) + len(other) > _MOST_WORDS:
        return ((old, True),), ((new, True),)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if a < b:
            left.append(("".join(one[a:b]), tag != "equal"))
        if c < d:
            right.append(("".join(other[c:d]), tag != "equal"))
    return tuple(left), tuple(right)
