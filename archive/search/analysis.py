"""From text to index terms: one way for every engine, for queries and for highlighting.

A word is kept twice. Its *marked* form is canonical (`hoà` = `hòa`, `kỹ` = `kĩ`) and keeps its
marks; its *folded* form has none. Neighbours make *pairs*, folded: most Vietnamese words are two
syllables, so a pair is what a phrase of two looks up and what ranks a passage that has both
side by side above one that has them apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from archive.values import text as vietnamese

VERSION = 5
"""Raised whenever the same text would give other terms; an index of another version is stale."""

# Stands between texts that do not continue one another, so that no phrase runs across.
GAP = "|"
LONGEST_TERM = 60
MOST_KNOWN = 300_000


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


Made = TypeVar("Made")


class Known(dict[str, Made]):
    """What was made of the words met so far: a language has not many, and OCR's noise is let go."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> Made:
        made = self._make(word)
        if len(word) <= LONGEST_TERM:
            if len(self) >= MOST_KNOWN:
                self.clear()
            self[word] = made
        return made


def _forms_of(word: str) -> Forms:
    marked = vietnamese.index_form(word)[:LONGEST_TERM]
    return Forms(marked, vietnamese.fold(marked)[:LONGEST_TERM])


_known = Known(_forms_of)


def forms(word: str) -> Forms:
    """Return the forms of one word; `word` holds neither spaces nor hyphens."""
    return _known[word]


def tokens(text: str) -> list[Token]:
    """Return the words of `text` with their places."""
    return [Token(*_known[word], start, end) for word, start, end in vietnamese.words(text)]


def word_forms(text: str) -> list[Forms]:
    """Return the words of `text` without their places."""
    return [_known[word] for word, _, _ in vietnamese.words(text)]


def pair(first: str, second: str) -> str:
    return f"{first}_{second}"
