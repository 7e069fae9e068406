"""Finding the words of a query in a text, and cutting out the stretch that shows them best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from archive.search.analysis import LONGEST_TERM, Forms, Token, spans, tokens
from archive.search.streams import words_in
from archive.values.text import fold

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


_Standing = frozenset[tuple[int, int]]
"""What a word may stand for: which patterns, and the how manieth word of each."""
_NOTHING: _Standing = frozenset()


class Matcher:
    """The patterns of one query, to be found in one text after another."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = patterns
        # Longer ones go first, so that none stands over another that says more.
        self._by_length = sorted(range(len(patterns)), key=lambda number: -len(patterns[number]))
        self._marked: dict[str, _Standing] = {}
        self._folded: dict[str, _Standing] = {}
        for rank, number in enumerate(self._by_length):
            for place, slot in enumerate(patterns[number]):
                for known, words in ((self._marked, slot.marked), (self._folded, slot.folded)):
                    for word in words:
                        known[word] = known.get(word, _NOTHING) | {(rank, place)}
        # Most words of a text stand for nothing: one look tells it of all but a few.
        self._sounds = {fold(marked)[:LONGEST_TERM] for marked in self._marked} | set(self._folded)

    def find(self, words: Iterable[Token]) -> list[Found]:
        """Return where the patterns stand among the words, in order, none over another."""
        return self._find([Forms(word.marked, word.folded) for word in words])

    def find_in(self, text: str) -> tuple[list[Found], int]:
        """Return where the patterns stand among the words of a text, and how many words it has."""
        words = words_in(text)
        return self._find(words), len(words)

    def _find(self, words: Iterable[Forms]) -> list[Found]:
        found: list[Found] = []
        by_marks, without, sounds = self._marked, self._folded, self._sounds
        standing = {
            place: by_marks.get(marked, _NOTHING) | without.get(folded, _NOTHING)
            for place, (marked, folded) in enumerate(words)
            if folded in sounds
        }
        after = 0
        for place, patterns in standing.items():
            for rank in (
                sorted(rank for rank, nth in patterns if nth == 0) if place >= after else ()
            ):
                number = self._by_length[rank]
                length = len(self._patterns[number])
                if all((rank, n) in standing.get(place + n, _NOTHING) for n in range(1, length)):
                    after = place + length
                    found.append(Found(place, after, number))
                    break
        return found


def mark(text: str, matcher: Matcher) -> list[Piece]:
    """Return the whole text in pieces, with what was found marked."""
    words = tokens(text)
    places = [(word.start, word.end) for word in words]
    return _pieces(text, places, matcher.find(words), 0, len(text))


def snippet(text: str, matcher: Matcher) -> list[Piece]:
    """Return the stretch of about forty words where most of the patterns stand closest.

    Empty when none stands anywhere. What is left out at either end shows as an ellipsis.
    """
    return excerpt(text, matcher).pieces


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
        shown = [
            Found(match.first - first, match.after - first, match.pattern)
            for match in self.found
            if first <= match.first < after
        ]
        places = list(
            islice(spans(self.text, first), max([after - first, *(m.after for m in shown)]))
        )
        start = places[0][0] if first else 0
        end = places[after - first - 1][1] if after < self.words else len(self.text)
        pieces = _pieces(self.text, places, shown, start, end)
        if first:
            pieces.insert(0, Piece("… ", False))
        if after < self.words:
            pieces.append(Piece(" …", False))
        return pieces


def excerpt(text: str, matcher: Matcher) -> Excerpt:
    """Return the snippet of a text and how much of what was looked for the text bears."""
    found, words = matcher.find_in(text)
    if not found:
        return Excerpt(text, words, [])
    worth, best = max(
        ((_worth(found, at), match) for at, match in enumerate(found)),
        key=lambda each: (each[0], -each[1].first),
    )
    return Excerpt(text, words, found, best, worth)


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
