"""The terms of a field in their order, in the writings that the engines ask for.

A text is cut up by C alone, at its blanks, with one look-up for each piece: filling an index
consists of little else.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable
from typing import Self

from archive.search.analysis import (
    GAP,
    Forms,
    Known,
    forms,
    word_forms,
)
from archive.search.spelling import spelt
from archive.values.text import HAN

_PARTING = '.,:;()"-–/'
"""What mostly stands beside a word and parts it from the next."""
_AROUND = "!?[]'“”‘’«»…"
"""What stands there now and then."""

_HAN = re.compile(f"[{HAN}]")

SOUNDS = 256
_SOUND_LETTERS = [chr(0x100 + number) for number in range(SOUNDS)]


def sound(folded: str) -> str:
    """Return one of 256 letters for a folded word, the same on every machine and day.

    Two of them are a pair. A dictionary of all pairs costs more than all the rest of an index;
    where a pair only ranks, or says where to look closer, two may share one writing.
    """
    return _SOUND_LETTERS[(zlib.crc32(folded.encode()) * 0x9E3779B1 >> 16) % SOUNDS]


def pair_code(first: str, second: str) -> str:
    """Return how a pair of folded words stands in `Streams.terms`."""
    return sound(first) + sound(second)


Pair = tuple[str, str]


def _pieces_of(text: str) -> list[str]:
    """Return what stands between the blanks and commonest signs of `text`; most are one word."""
    for sign in _PARTING:
        text = text.replace(sign, " ")
    return text.split()


def _words_of(piece: str) -> list[Forms]:
    bare = piece.strip(_AROUND)
    # Letters and digits alone are one word, unless they are yet to be composed or Han.
    return [forms(bare)] if bare.isalnum() and not _HAN.search(bare) else word_forms(bare)


class _Writing(Known[Pair]):
    """How pieces met so far are written in two ways.

    Words stand with blanks between in the first way, with `second_between` in the second.
    """

    def __init__(self, write: Callable[[Forms], Pair], second_between: str) -> None:
        super().__init__(lambda piece: self._joined(map(write, _words_of(piece))))
        self._between = second_between

    def of(self, text: str) -> Pair:
        """Return the words of `text` in both ways."""
        return self._joined(map(self.__getitem__, _pieces_of(text)))

    def _joined(self, written: Iterable[Pair]) -> Pair:
        one, two = tuple(zip(*written, strict=True)) or ((), ())
        return " ".join(one), self._between.join(two)


_TERMS = _Writing(lambda word: (spelt(word), sound(word.folded)), "")
_FORMS = _Writing(lambda word: (word.marked, word.folded), " ")


class Streams:
    """The terms of one field, written when first asked for; engines ask for different ones."""

    __slots__ = ("_forms", "_parts", "_terms", "_text")

    def __init__(self, text: str = "") -> None:
        self._text = text
        self._parts: tuple[Streams, ...] = ()
        # Kept, because a page is written for itself and again for its record.
        self._terms: list[Pair] | None = None
        self._forms: tuple[list[str], list[str]] | None = None

    @classmethod
    def joined(cls, parts: Iterable[Streams]) -> Self:
        """Return several streams as one; no phrase runs from one into the next."""
        whole = cls()
        whole._parts = tuple(parts)
        return whole

    @property
    def terms(self) -> list[Pair]:
        """Each text that has words, in two writings: the terms of `spelling` with blanks between,
        and one letter for each word, of which two neighbours are a pair (`pair_code`).
        """
        if self._terms is None:
            if self._parts:
                self._terms = [pair for part in self._parts for pair in part.terms]
            else:
                written = _TERMS.of(self._text)
                self._terms = [written] if written[1] else []
        return self._terms

    @property
    def marked(self) -> list[str]:
        """The marked words, with `GAP` between one text and the next."""
        return self._as_forms()[0]

    @property
    def folded(self) -> list[str]:
        """The folded words; word by word they stand where `marked` has the marked ones."""
        return self._as_forms()[1]

    def _as_forms(self) -> tuple[list[str], list[str]]:
        if self._forms is None:
            if not self._parts:
                marked, folded = _FORMS.of(self._text)
                self._forms = marked.split(), folded.split()
            else:
                whole: tuple[list[str], list[str]] = [], []
                for part in filter(len, self._parts):
                    for words, more in zip(whole, part._as_forms(), strict=True):
                        if words:
                            words.append(GAP)
                        words += more
                self._forms = whole
        return self._forms

    def __len__(self) -> int:
        """Return the number of terms, gaps included."""
        return len(self.marked)


def analyse(texts: Iterable[str]) -> Streams:
    """Return the terms of several texts as one field; no phrase runs from one into the next."""
    return Streams.joined(map(Streams, texts))
