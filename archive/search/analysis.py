"""From text to index terms: one way for every engine, for queries and for highlighting.

A word is kept twice. Its *marked* form is canonical (`hoà` = `hòa`, `kỹ` = `kĩ`) and keeps its
marks; its *folded* form has none. Neighbours make *pairs*, folded: most Vietnamese words are two
syllables, so a pair is what a phrase of two looks up and what ranks a passage that has both
side by side above one that has them apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple, TypeVar
from unicodedata import is_normalized

from archive.values import text as vietnamese
from archive.values.text import WORD

VERSION = 4
"""Raised whenever the same text would give other terms; an index of another version is stale."""

# Stands between texts that do not continue one another, so that no phrase runs across.
GAP = "|"
LONGEST_TERM = 60
MOST_KNOWN = 300_000

# What `values.text.words` does, for text that has nothing to compose and nothing invisible.
PLAIN_WORD = re.compile(r"[^\W_]+")
_UNPLAIN = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060]")
# So many words at the beginning of a text are passed in one step of the machine's.
_STRIDE = 8
_SEVERAL_WORDS = re.compile(rf"(?>[\W_]*+(?>{WORD.pattern})){{{_STRIDE}}}")


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
    if is_plain(text):
        return [Token(*_known[match.group()], *match.span()) for match in PLAIN_WORD.finditer(text)]
    return [Token(*_known[word], start, end) for word, start, end in vietnamese.words(text)]


def spans(text: str, skipped: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where each word of `text` begins and ends, without the first ones `skipped`."""
    place, left = 0, skipped
    while left >= _STRIDE and (several := _SEVERAL_WORDS.match(text, place)):
        place, left = several.end(), left - _STRIDE
    return islice((match.span() for match in WORD.finditer(text, place)), left, None)


def is_plain(text: str) -> bool:
    """Tell whether words of `text` can be cut by `PLAIN_WORD`: every letter is composed."""
    return is_normalized("NFC", text) and not _UNPLAIN.search(text)


def word_forms(text: str) -> list[Forms]:
    """Return the words of `text` without their places."""
    return [_known[word] for word, _, _ in vietnamese.words(text)]


def pair(first: str, second: str) -> str:
    return f"{first}_{second}"
