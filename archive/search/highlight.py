"""Finding the words of a query in a text, and cutting out the stretch that shows them best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from archive.search.analysis import Forms, Token, spans, tokens
from archive.search.streams import Streams

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


def find(text: Sequence[Token], patterns: list[Pattern]) -> list[Found]:
    """Return where the patterns stand in the text, in order, none over another."""
    return _find([word.marked for word in text], [word.folded for word in text], patterns)


def _find(marked: list[str], folded: list[str], patterns: list[Pattern]) -> list[Found]:
    """Find in a text given as its marked and its folded words."""
    found: list[Found] = []
    by_length = sorted(range(len(patterns)), key=lambda number: -len(patterns[number]))
    begins = _by_first_word([patterns[number] for number in by_length])
    # Most words of a text begin none of the patterns: those that may are picked out first.
    places = {place for place, word in enumerate(marked) if word in begins}
    places.update(place for place, word in enumerate(folded) if word in begins)
    after = 0
    for place in sorted(places):
        if place < after:
            continue
        for rank in _begun_by(marked[place], folded[place], begins):
            number = by_length[rank]
            end = place + len(patterns[number])
            words = zip(patterns[number], marked[place:end], folded[place:end], strict=False)
            if end <= len(marked) and all(slot.takes(Forms(m, f)) for slot, m, f in words):
                found.append(Found(place, end, number))
                after = end
                break
    return found


def _by_first_word(patterns: list[Pattern]) -> dict[str, list[int]]:
    """Return which patterns each word may begin: most words of a text begin none."""
    begins: dict[str, list[int]] = {}
    for rank, (first, *_) in enumerate(patterns):
        for word in first.marked | first.folded:
            begins.setdefault(word, []).append(rank)
    return begins


def _begun_by(marked: str, folded: str, begins: dict[str, list[int]]) -> list[int]:
    return sorted({*begins.get(marked, ()), *begins.get(folded, ())})


def mark(text: str, patterns: list[Pattern]) -> list[Piece]:
    """Return the whole text in pieces, with what was found marked."""
    words = tokens(text)
    places = [(word.start, word.end) for word in words]
    return _pieces(text, places, find(words, patterns), 0, len(text))


def snippet(text: str, patterns: list[Pattern]) -> list[Piece]:
    """Return the stretch of about forty words where most of the patterns stand closest.

    Empty when none stands anywhere. What is left out at either end shows as an ellipsis.
    """
    return excerpt(text, patterns).pieces


class Worth(NamedTuple):
    """What a snippet shows: how many patterns, how many side by side, how many matches."""

    patterns: int
    neighbours: int
    matches: int


NOTHING_SHOWN = Worth(0, 0, 0)


@dataclass(frozen=True)
class Excerpt:
    """The snippet of a text: `patterns` says how many of them stand anywhere in the whole text,
    `worth` what the snippet shows. It is cut out when it is first shown."""

    text: str
    words: int
    found: list[Found]
    best: Found | None = None
    worth: Worth = NOTHING_SHOWN

    @cached_property
    def patterns(self) -> int:
        return len({match.pattern for match in self.found})

    @cached_property
    def pieces(self) -> list[Piece]:
        if self.best is None:
            return []
        first = max(0, self.best.first - LEAD_WORDS)
        after = min(self.words, first + SNIPPET_WORDS)
        # Matches may reach over the end. Places in the text are only asked for what is shown.
        shown = [match for match in self.found if first <= match.first < after]
        last = max([after, *(match.after for match in shown)])
        places = list(islice(spans(self.text), last))
        start = places[first][0] if first else 0
        end = places[after - 1][1] if after < self.words else len(self.text)
        pieces = _pieces(self.text, places, shown, start, end)
        if first:
            pieces.insert(0, Piece("… ", False))
        if after < self.words:
            pieces.append(Piece(" …", False))
        return pieces


def excerpt(text: str, patterns: list[Pattern]) -> Excerpt:
    """Return the snippet of a text and how much of what was looked for the text bears."""
    words = Streams(text)
    marked = words.marked
    found = _find(marked, words.folded, patterns)
    if not found:
        return Excerpt(text, len(marked), [])
    worth, best = max(
        ((_worth(found, at), match) for at, match in enumerate(found)),
        key=lambda each: (each[0], -each[1].first),
    )
    return Excerpt(text, len(marked), found, best, worth)


def _worth(found: list[Found], at: int) -> Worth:
    """Return what a snippet that begins with the match `at` shows."""
    end = found[at].first + SNIPPET_WORDS - LEAD_WORDS
    near = list(takewhile(lambda match: match.first < end, islice(found, at, None)))
    neighbours = {
        (a.pattern, b.pattern) for a, b in pairwise(near) if a.after == b.first
        and a.pattern != b.pattern
    }  # fmt: skip
    return Worth(len({match.pattern for match in near}), len(neighbours), len(near))


def _pieces(
    text: str, places: list[tuple[int, int]], found: list[Found], start: int, end: int
) -> list[Piece]:
    """Return the text from `start` to `end` in pieces; `places` are those of its words."""
    shown = [(places[match.first][0], places[match.after - 1][1]) for match in found]
    return pieces_at(text, shown, start, end)


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
