"""Two versions of a text side by side: which paragraphs differ, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Above this many words a changed paragraph is marked as a whole: comparing words is quadratic.
MOST_WORDS = 1500
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A run of words; `changed` where the other version does not have them."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class Row:
    """One paragraph that differs; a side without it has no number and no pieces."""

    before_number: int | None
    before: tuple[Piece, ...]
    after_number: int | None
    after: tuple[Piece, ...]


def compare(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Return the paragraphs that differ, numbered from 1 in each version, in reading order."""
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    return [
        row
        for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes()
        if tag != "equal"
        for row in _block(before, range(a_from, a_to), after, range(b_from, b_to))
    ]


def _block(before: Sequence[str], left: range, after: Sequence[str], right: range) -> Iterator[Row]:
    """Pair the paragraphs of one changed stretch, first with first; what is left stands alone."""
    for step in range(max(len(left), len(right))):
        a = left[step] if step < len(left) else None
        b = right[step] if step < len(right) else None
        if a is not None and b is not None:
            old, new = _words(before[a], after[b])
            yield Row(a + 1, old, b + 1, new)
        elif a is not None:
            yield Row(a + 1, (Piece(before[a], True),), None, ())
        elif b is not None:
            yield Row(None, (), b + 1, (Piece(after[b], True),))


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(a), len(b)) > MOST_WORDS:
        return (Piece(old, True),), (Piece(new, True),)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a_from, a_to, b_from, b_to in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        changed = tag != "equal"
        if a_to > a_from:
            left.append(Piece("".join(a[a_from:a_to]), changed))
        if b_to > b_from:
            right.append(Piece("".join(b[b_from:b_to]), changed))
    return tuple(left), tuple(right)
