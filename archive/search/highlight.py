"""Finding the words of a query in a text, and cutting out the stretch that shows them best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from archive.search.analysis import Forms, Known, forms
from archive.search.likely import is_plain, words_from
from archive.values import text as vietnamese
from archive.values.text import fold

SNIPPET = 200
"""Letters shown around what is found; some forty words."""
LEAD = 40
"""Letters shown before the first of it."""

_APART = "\x1e"
_BETWEEN = re.compile(rf"(?:[^\w{_APART}]|_)*")
"""Stands between two words side by side: no letter, and not what parts one text from another."""
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Slot:
    """The words that may stand in one place, by their marked or by their folded form."""

    marked: frozenset[str]
    folded: frozenset[str]

    def takes(self, word: Forms) -> bool:
        return word.marked in self.marked or word.folded in self.folded


Pattern = tuple[Slot, ...]
"""Words that must stand side by side; mostly one."""


class Piece(NamedTuple):
    """A stretch of text, and whether it is what was looked for."""

    text: str
    is_found: bool


class Found(NamedTuple):
    """A match: from which to before which letter, and of which pattern."""

    start: int
    end: int
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

        sounds = {fold(marked) for marked in self._marked} | set(self._folded)
        self._firsts = {sound[0] for sound in sounds}
        self._standing = Known(self._stands_for)

    def find(self, text: str) -> list[Found]:
        """Return where the patterns stand in `text`, in order, none over another."""
        words = sorted(self._words_in(text))
        found: list[Found] = []
        after = 0
        for place, (start, _, standing) in enumerate(words):
            if start < after:
                continue
            for rank in sorted(rank for rank, nth in standing if nth == 0):
                number = self._by_length[rank]
                length = len(self._patterns[number])
                if length == 1 or _stands(text, words[place : place + length], rank, length):
                    after = words[place + length - 1][1]
                    found.append(Found(start, after, number))
                    break
        return found

    def find_in_each(self, texts: Sequence[str]) -> list[list[Found]]:
        """Return `find` of each text, quicker for texts by the thousand."""
        whole = _APART.join(texts)
        if whole.count(_APART) != len(texts) - 1:
            return [self.find(text) for text in texts]
        found: list[list[Found]] = [[] for _ in texts]
        number, begin = 0, 0
        for start, end, pattern in self.find(whole):
            while start > begin + len(texts[number]):
                begin += len(texts[number]) + 1
                number += 1
            found[number].append(Found(start - begin, end - begin, pattern))
        return found

    def _words_in(self, text: str) -> Iterator[_Word]:
        """Yield the words of `text` looked for, in any order, with what each may stand for."""
        standing = self._standing
        if is_plain(text):
            for letter in self._firsts:
                for match in words_from(letter).finditer(text):
                    if stands := standing[match[0]]:
                        yield *match.span(), stands
        elif self._firsts:
            for word, start, end in vietnamese.words(text):
                if stands := standing[word]:
                    yield start, end, stands

    def _stands_for(self, word: str) -> _Standing:
        marked, folded = forms(word)
        return self._marked.get(marked, _NOTHING) | self._folded.get(folded, _NOTHING)


_Word = tuple[int, int, _Standing]


def _stands(text: str, words: list[_Word], rank: int, length: int) -> bool:
    """Tell whether `words` are all of a pattern, side by side."""
    return (
        len(words) == length
        and all((rank, nth) in words[nth][2] for nth in range(1, length))
        and all(are_side_by_side(text, a[1], b[0]) for a, b in pairwise(words))
    )


def are_side_by_side(text: str, end: int, start: int) -> bool:
    """Tell whether no word stands between the place where one ends and that where one starts."""
    return _BETWEEN.fullmatch(text, end, start) is not None


def borne(found: Iterable[Found]) -> int:
    """Return how many of the patterns are among what was found."""
    return len({match.pattern for match in found})


def mark(text: str, matcher: Matcher) -> list[Piece]:
    """Return the whole text in pieces, with what was found marked."""
    return pieces_at(text, matcher.find(text))


def snippet(text: str, matcher: Matcher) -> list[Piece]:
    """Return the stretch of some forty words where most of the patterns stand closest.

    Empty when none stands anywhere. What is left out at either end shows as an ellipsis.
    """
    return excerpt(text, matcher.find(text)).pieces


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
    found: list[Found]
    best: Found | None = None
    worth: Worth = NOTHING_SHOWN

    @cached_property
    def patterns(self) -> int:
        return borne(self.found)

    @cached_property
    def pieces(self) -> list[Piece]:
        if self.best is None:
            return []
        start = _begin(self.text, self.best.start)
        # What begins within what is shown is shown to its end.
        reach = max(m.end for m in self.found if start <= m.start < start + SNIPPET)
        end = _end(self.text, start, reach)
        shown = [match for match in self.found if start <= match.start < end]
        pieces = pieces_at(self.text, shown, start, end)
        if start:
            pieces.insert(0, Piece("… ", False))
        if end < len(self.text):
            pieces.append(Piece(" …", False))
        return pieces


def _begin(text: str, first: int) -> int:
    """Return where a snippet begins that leads to the letter `first`: at a word if there is one."""
    if first <= LEAD:
        return 0
    blank = _BLANK.search(text, first - LEAD, first)
    return blank.end() if blank else first - LEAD


def _end(text: str, start: int, reach: int) -> int:
    """Return where a snippet ends that begins at `start` and reaches to `reach` at least."""
    end = max(start + SNIPPET, reach)
    if end >= len(text):
        return len(text)
    blanks = [blank.start() for blank in _BLANK.finditer(text, reach, end + 1)]
    return blanks[-1] if blanks else end


def excerpt(text: str, found: list[Found]) -> Excerpt:
    """Return the snippet of a text and how much of what was looked for the text bears."""
    if not found:
        return Excerpt(text, [])
    worths = _worths(text, found)
    best = worths.index(max(worths))
    return Excerpt(text, found, found[best], worths[best])


def _worths(text: str, found: list[Found]) -> list[Worth]:
    """Return for each match what a snippet shows that begins with it."""
    patterns = [match.pattern for match in found]
    pairs = [
        (a.pattern, b.pattern)
        if a.pattern != b.pattern and are_side_by_side(text, a.end, b.start)
        else None
        for a, b in pairwise(found)
    ]
    worths: list[Worth] = []
    after = 0
    for at, match in enumerate(found):
        end = match.start + SNIPPET - LEAD
        while after < len(found) and found[after].start < end:
            after += 1
        neighbours = set(pairs[at : after - 1]) - {None}
        worths.append(Worth(len(set(patterns[at:after])), len(neighbours), after - at))
    return worths


def pieces_at(
    text: str, found: Iterable[Found], start: int = 0, end: int | None = None
) -> list[Piece]:
    """Return the text from `start` to before `end` in pieces, with what is found marked."""
    pieces, place = [], start
    end = len(text) if end is None else end
    for match in found:
        if match.start > place:
            pieces.append(Piece(text[place : match.start], False))
        pieces.append(Piece(text[match.start : match.end], True))
        place = match.end
    if place < end:
        pieces.append(Piece(text[place:end], False))
    return pieces
