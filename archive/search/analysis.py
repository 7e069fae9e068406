"""From text to index terms: one way for every engine, for queries and for highlighting.

A word is kept twice. Its *marked* form is canonical (`hoà` = `hòa`, `kỹ` = `kĩ`) and keeps its
marks; its *folded* form has none. Neighbours make *pairs*, folded: most Vietnamese words are two
syllables, so a pair is what a phrase of two looks up and what ranks a passage that has both
side by side above one that has them apart.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, Self

from archive.values import text as vietnamese

VERSION = 1
"""Raised whenever the same text would give other terms; an index of another version is stale."""

# Stands between texts that do not continue one another, so that no phrase runs across.
GAP = "|"
LONGEST_TERM = 60
MOST_KNOWN = 500_000

_PLAIN_WORD = re.compile(r"[^\W_]+")
_UNPLAIN = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060]")


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
        found = self[word] = Forms(marked, vietnamese.fold(marked)[:LONGEST_TERM])
        return found


_known = _Known()


def forms(word: str) -> Forms:
    """Return the forms of one word; `word` holds neither spaces nor hyphens."""
    return _known[word]


def tokens(text: str) -> list[Token]:
    """Return the words of `text` with their places."""
    found = []
    for word, start, end in vietnamese.words(text):
        marked, folded = forms(word)
        found.append(Token(marked, folded, start, end))
    return found


def word_forms(text: str) -> list[Forms]:
    """Return the words of `text` without their places; what indexing needs, and quicker."""
    if unicodedata.is_normalized("NFC", text) and not _UNPLAIN.search(text):
        return [_known[word] for word in _PLAIN_WORD.findall(text)]
    return [_known[word] for word, _, _ in vietnamese.words(text)]


def pair(first: str, second: str) -> str:
    return f"{first}_{second}"


class _Numbers(dict[str, int]):
    """A number for every folded word, the same on every machine and every day."""

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_KNOWN:
            self.clear()
        found = self[word] = zlib.crc32(word.encode())
        return found


_numbers = _Numbers()
_CODES = [f"{code:x}" for code in range(2**16)]


def pair_code(first: str, second: str) -> str:
    """Return one of 65,536 codes for a pair of folded words.

    A dictionary of all pairs costs more than all the rest of an index. Where a code only ranks,
    or says where to look closer, it does not matter that two pairs may share one.
    """
    return _CODES[(_numbers[first] * 31 + _numbers[second]) & 0xFFFF]


class Streams:
    """The terms of one field in their order; `marked[i]` and `folded[i]` stand at one place."""

    __slots__ = ("_parts", "_texts", "folded", "marked")

    def __init__(self, marked: Sequence[str] = (), folded: Sequence[str] = ()) -> None:
        self.marked = marked
        self.folded = folded
        self._parts: tuple[Streams, ...] = ()
        self._texts: tuple[str, str, str] | None = None

    @classmethod
    def joined(cls, parts: Iterable[Streams]) -> Self:
        """Return several streams as one, with a gap between each and the next."""
        kept = tuple(part for part in parts if part.marked)
        marked: list[str] = []
        folded: list[str] = []
        for part in kept:
            if marked:
                marked.append(GAP)
                folded.append(GAP)
            marked += part.marked
            folded += part.folded
        whole = cls(marked, folded)
        whole._parts = kept
        return whole

    def texts(self) -> tuple[str, str, str]:
        """Return marked words, folded words and pair codes, each with a blank between.

        What a page and its record both need is put together once.
        """
        if self._texts is None:
            if self._parts:
                each = [part.texts() for part in self._parts]
                marked, folded, pairs = zip(*each, strict=True)
                self._texts = _GAPPED.join(marked), _GAPPED.join(folded), " ".join(pairs)
            else:
                numbers = [_numbers[word] for word in self.folded]
                codes = [_CODES[(a * 31 + b) & 0xFFFF] for a, b in pairwise(numbers)]
                self._texts = " ".join(self.marked), " ".join(self.folded), " ".join(codes)
        return self._texts


_GAPPED = f" {GAP} "


def analyse(texts: Iterable[str]) -> Streams:
    """Return the terms of several texts as one field; no phrase runs from one into the next."""
    parts = []
    for text in texts:
        if found := word_forms(text):
            marked, folded = zip(*found, strict=True)
            parts.append(Streams(marked, folded))
    return parts[0] if len(parts) == 1 else Streams.joined(parts)
