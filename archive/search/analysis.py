"""From text to index terms: one way for every engine, for queries and for highlighting.

A word is kept twice. Its *marked* form is canonical (`hoà` = `hòa`, `kỹ` = `kĩ`) and keeps its
marks; its *folded* form has none. Neighbours make *pairs*, folded: most Vietnamese words are two
syllables, so a pair is what a phrase of two looks up and what ranks a passage that has both
side by side above one that has them apart.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import xor
from typing import NamedTuple, Self
from unicodedata import is_normalized

from archive.values import text as vietnamese

VERSION = 2
"""Raised whenever the same text would give other terms; an index of another version is stale."""

# Stands between texts that do not continue one another, so that no phrase runs across.
GAP = "|"
LONGEST_TERM = 60
MOST_KNOWN = 300_000

# What `values.text.words` does, for text that has nothing to compose and nothing invisible.
PLAIN_WORD = re.compile(r"[^\W_]+")
UNPLAIN = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060]")


class Forms(NamedTuple):
    """The two forms one word is indexed in."""

    marked: str
    folded: str

    @property
    def is_unmarked(self) -> bool:
        return self.marked == self.folded


class Token(NamedTuple):
    """A word of a text, in both forms, and where it stands in the text as given."""

    marked: str
    folded: str
    start: int
    end: int


class _Known(dict[str, Forms]):
    """The forms of the words met so far: a language has not many, and OCR's noise is let go."""

    def __missing__(self, word: str) -> Forms:
        if len(self) >= MOST_KNOWN:
            self.clear()
        marked = vietnamese.index_form(word)[:LONGEST_TERM]
        found = Forms(marked, vietnamese.fold(marked)[:LONGEST_TERM])
        if len(word) <= LONGEST_TERM:
            self[word] = found
        return found


_known = _Known()


def forms(word: str) -> Forms:
    """Return the forms of one word; `word` holds neither spaces nor hyphens."""
    return _known[word]


def tokens(text: str) -> list[Token]:
    """Return the words of `text` with their places."""
    if is_normalized("NFC", text) and not UNPLAIN.search(text):
        return [Token(*_known[match.group()], *match.span()) for match in PLAIN_WORD.finditer(text)]
    return [Token(*_known[word], start, end) for word, start, end in vietnamese.words(text)]


def word_forms(text: str) -> list[Forms]:
    """Return the words of `text` without their places."""
    return [_known[word] for word, _, _ in vietnamese.words(text)]


def pair(first: str, second: str) -> str:
    return f"{first}_{second}"


_CODES = [f"{code:x}" for code in range(2**16)]


def pair_code(first: str, second: str) -> str:
    """Return one of 65,536 codes for a pair of folded words, the same on every machine and day.

    A dictionary of all pairs costs more than all the rest of an index. Where a code only ranks,
    or says where to look closer, it does not matter that two pairs may share one.
    """
    return _CODES[_as_first(first) ^ _as_second(second)]


def _as_first(word: str) -> int:
    return (zlib.crc32(word.encode()) * 0x9E3779B1 >> 16) & 0xFFFF


def _as_second(word: str) -> int:
    return zlib.crc32(word.encode()) & 0xFFFF


class _Piece(NamedTuple):
    """What stands between two blanks of a text, ready to be indexed; mostly it is one word.

    Several words have a blank between. `first` is the half of a pair's code that its last word
    gives to the next piece, `second` the half its first word takes; `within` are the codes of
    the pairs inside it, each with a blank after.
    """

    marked: str
    folded: str
    first: int
    second: int
    within: str


_AROUND = ".,;:!?()[]\"'“”‘’«»–-…/"
"""What mostly stands beside a word and is none of it."""


class _Pieces(dict[str, _Piece | None]):
    """The pieces met so far; None is one without a word.

    A text is then cut up by C alone, at its blanks, with one look-up for each piece: four times
    as fast as word by word, and filling an index consists of little else.
    """

    def __missing__(self, text: str) -> _Piece | None:
        bare = text.strip(_AROUND)
        found = (_piece(text) if bare == text else self[bare]) if bare else None
        if len(text) <= LONGEST_TERM:
            if len(self) >= MOST_KNOWN:
                self.clear()
            self[text] = found
        return found


def _piece(text: str) -> _Piece | None:
    # Letters and digits alone are one word, unless they are yet to be composed.
    words = [_known[text]] if text.isalnum() else word_forms(text)
    if not words:
        return None
    if len(words) == 1:
        ((marked, folded),) = words
        return _Piece(marked, folded, _as_first(folded), _as_second(folded), "")
    several = [word.folded for word in words]
    return _Piece(
        " ".join(word.marked for word in words),
        " ".join(several),
        _as_first(several[-1]),
        _as_second(several[0]),
        "".join(f"{pair_code(a, b)} " for a, b in pairwise(several)),
    )


_pieces = _Pieces()


class Streams:
    """The terms of one field in their order, in both forms and as codes of pairs.

    `marked_text` and `folded_text` have a blank between terms; term by term they stand at one
    place. `pair_codes` are in no order.
    """

    __slots__ = ("_parts", "_pieces", "folded_text", "marked_text", "pair_codes")

    def __init__(self, text: str = "") -> None:
        self._parts: tuple[Streams, ...] = ()
        self._pieces: tuple[str, ...] = ()
        self.marked_text = self.folded_text = self.pair_codes = ""
        pieces = list(filter(None, map(_pieces.__getitem__, text.split())))
        if pieces:
            self._pieces, folded, first, second, within = zip(*pieces, strict=True)
            self.marked_text = " ".join(self._pieces)
            self.folded_text = " ".join(folded)
            between = " ".join(map(_CODES.__getitem__, map(xor, first, second[1:])))
            self.pair_codes = "".join(within) + between

    @classmethod
    def joined(cls, parts: Iterable[Streams]) -> Self:
        """Return several streams as one, with a gap between each and the next."""
        whole = cls()
        whole._parts = kept = tuple(part for part in parts if part)
        whole.marked_text = _GAPPED.join([part.marked_text for part in kept])
        whole.folded_text = _GAPPED.join([part.folded_text for part in kept])
        whole.pair_codes = " ".join([part.pair_codes for part in kept])
        return whole

    def __bool__(self) -> bool:
        return bool(self.marked_text)

    def __len__(self) -> int:
        """Return the number of terms, gaps included."""
        return self.folded_text.count(" ") + 1 if self else 0

    @property
    def marked(self) -> list[str]:
        return self.marked_text.split()

    @property
    def folded(self) -> list[str]:
        return self.folded_text.split()

    def pieces(self) -> Iterator[tuple[str, ...]]:
        """Yield the marked words part by part, some of them several words with a blank between.

        For counting: there is no need to cut up again what was just put together.
        """
        yield self._pieces
        for part in self._parts:
            yield from part.pieces()


_GAPPED = f" {GAP} "


def analyse(texts: Iterable[str]) -> Streams:
    """Return the terms of several texts as one field; no phrase runs from one into the next."""
    parts = [Streams(text) for text in texts]
    return parts[0] if len(parts) == 1 else Streams.joined(parts)
