"""Finding the words of a query in a text, and cutting out the stretch that shows them best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.search.analysis import Forms, Token, tokens

SNIPPET_WORDS = 40
LEAD_WORDS = 8


@dataclass(frozen=True)
class Slot:
    """The words that may stand in one place, by their marked or by their folded form."""

    marked: frozenset[str]
    folded: frozenset[str]

    def takes(self, token: Token | Forms) -> bool:
        return token.marked in self.marked or token.folded in self.folded


Pattern = tuple[Slot, ...]
"""Words that must stand side by side; mostly one."""


class Piece(NamedTuple):
    """A stretch of text, and whether it is what was looked for."""

    text: str
    is_found: bool


class Found(NamedTuple):
    """A match: from which to before which token, and of which pattern."""

    first: int
    after: int
    pattern: int


def find(text: list[Token], patterns: list[Pattern]) -> list[Found]:
    """Return where the patterns stand in the text, in order, none over another."""
    found: list[Found] = []
    by_length = sorted(range(len(patterns)), key=lambda number: -len(patterns[number]))
    begins = _by_first_word([patterns[number] for number in by_length])
    place = 0
    while place < len(text):
        for rank in _begun_by(text[place], begins):
            pattern = patterns[by_length[rank]]
            if place + len(pattern) <= len(text) and all(
                slot.takes(text[place + step]) for step, slot in enumerate(pattern)
            ):
                found.append(Found(place, place + len(pattern), by_length[rank]))
                place += len(pattern) - 1
                break
        place += 1
    return found


def _by_first_word(patterns: list[Pattern]) -> dict[str, list[int]]:
    """Return which patterns each word may begin: most words of a text begin none."""
    begins: dict[str, list[int]] = {}
    for rank, (first, *_) in enumerate(patterns):
        for word in first.marked | first.folded:
            begins.setdefault(word, []).append(rank)
    return begins


def _begun_by(token: Token, begins: dict[str, list[int]]) -> Sequence[int]:
    marked, folded = begins.get(token.marked, ()), begins.get(token.folded, ())
    return sorted({*marked, *folded}) if marked and folded else marked or folded


def mark(text: str, patterns: list[Pattern]) -> list[Piece]:
    """Return the whole text in pieces, with what was found marked."""
    words = tokens(text)
    return _pieces(text, words, find(words, patterns), 0, len(text))


def snippet(text: str, patterns: list[Pattern]) -> list[Piece]:
    """Return the stretch of about forty words where most of the patterns stand closest.

    Empty when none stands anywhere. What is left out at either end shows as an ellipsis.
    """
    return excerpt(text, patterns).pieces


class Excerpt(NamedTuple):
    """A snippet, and how many of the patterns stand anywhere in the whole text."""

    pieces: list[Piece]
    patterns: int


def excerpt(text: str, patterns: list[Pattern]) -> Excerpt:
    """Return the snippet of a text and how much of what was looked for the text bears."""
    words = tokens(text)
    found = find(words, patterns)
    if not found:
        return Excerpt([], 0)
    best = max(found, key=lambda match: (_worth(found, match), -match.first))
    first = max(0, best.first - LEAD_WORDS)
    after = min(len(words), first + SNIPPET_WORDS)
    start = words[first].start if first else 0
    end = words[after - 1].end if after < len(words) else len(text)
    pieces = _pieces(text, words, [m for m in found if first <= m.first < after], start, end)
    if first:
        pieces.insert(0, Piece("… ", False))
    if after < len(words):
        pieces.append(Piece(" …", False))
    return Excerpt(pieces, len({match.pattern for match in found}))


def _worth(found: list[Found], start: Found) -> tuple[int, int]:
    """Return how many patterns, and how many matches, a snippet that begins here shows."""
    near = [m for m in found if start.first <= m.first < start.first + SNIPPET_WORDS - LEAD_WORDS]
    return len({match.pattern for match in near}), len(near)


def _pieces(text: str, words: list[Token], found: list[Found], start: int, end: int) -> list[Piece]:
    spans = [(words[match.first].start, words[match.after - 1].end) for match in found]
    return pieces_at(text, spans, start, end)


def pieces_at(
    text: str, spans: Iterable[tuple[int, int]], start: int = 0, end: int | None = None
) -> list[Piece]:
    """Return the text from `start` to before `end` in pieces, with what stands at `spans` found."""
    pieces, place = [], start
    end = len(text) if end is None else end
    for from_, to in spans:
        if from_ > place:
            pieces.append(Piece(text[place:from_], False))
        pieces.append(Piece(text[from_:to], True))
        place = to
    if place < end:
        pieces.append(Piece(text[place:end], False))
    return pieces
