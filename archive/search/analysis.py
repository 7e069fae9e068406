"""From text to index terms: one way for every engine, for queries and for highlighting.

A word is kept twice. Its *marked* form is canonical (`hoà` = `hòa`, `kỹ` = `kĩ`) and keeps its
marks; its *folded* form has none. Neighbours make *pairs*, folded: most Vietnamese words are two
syllables, so a pair is what a phrase of two looks up and what ranks a passage that has both
side by side above one that has them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from archive.values import text as vietnamese

VERSION = 1
"""Raised whenever the same text would give other terms; an index of another version is stale."""

# Stands between texts that do not continue one another, so that no phrase runs across.
GAP = "|"
LONGEST_TERM = 60

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


@lru_cache(maxsize=200_000)
def forms(word: str) -> Forms:
    """Return the forms of one word; `word` holds neither spaces nor hyphens."""
    marked = vietnamese.index_form(word)[:LONGEST_TERM]
    return Forms(marked, vietnamese.fold(marked)[:LONGEST_TERM])


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
        return [forms(word) for word in _PLAIN_WORD.findall(text)]
    return [forms(word) for word, _, _ in vietnamese.words(text)]


def pair(first: str, second: str) -> str:
    return f"{first}_{second}"


@dataclass(frozen=True, slots=True)
class Streams:
    """The terms of one field in their order; `marked[i]` and `folded[i]` stand at one place."""

    marked: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)

    def pairs(self) -> list[str]:
        return [pair(a, b) for a, b in pairwise(self.folded) if a != GAP and b != GAP]

    def extend(self, other: Streams) -> None:
        """Put the terms of `other` after these, with a gap between."""
        if self.marked and other.marked:
            self.marked.append(GAP)
            self.folded.append(GAP)
        self.marked.extend(other.marked)
        self.folded.extend(other.folded)


def analyse(texts: Iterable[str]) -> Streams:
    """Return the terms of several texts as one field; no phrase runs from one into the next."""
    streams = Streams()
    for text in texts:
        if found := word_forms(text):
            marked, folded = zip(*found, strict=True)
            streams.extend(Streams(list(marked), list(folded)))
    return streams
