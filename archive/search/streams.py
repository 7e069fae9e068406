"""The terms of a field in their order, in the writings that the engines ask for.

A text is cut up by C alone, at its blanks, with one look-up for each piece: filling an index
consists of little else.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Self

from archive.search.analysis import (
    GAP,
    LONGEST_TERM,
    MOST_KNOWN,
    Forms,
    forms,
    word_forms,
)
from archive.search.spelling import spelt

_AROUND = ".,;:!?()[]\"'“”‘’«»–-…/"
"""What mostly stands beside a word and is none of it."""

_GAPPED = f" {GAP} "

SOUNDS = 256
_FIRST_SOUND = 0x100
NO_SOUND = "\u00ff"
"""Stands between texts that do not continue one another."""


def sound(folded: str) -> str:
    """Return one of 256 letters for a folded word, the same on every machine and day.

    Two of them are a pair. A dictionary of all pairs costs more than all the rest of an index;
    where a pair only ranks, or says where to look closer, two may share one writing.
    """
    return chr(_FIRST_SOUND + (zlib.crc32(folded.encode()) * 0x9E3779B1 >> 16) % SOUNDS)


def pair_code(first: str, second: str) -> str:
    """Return how a pair of folded words stands in `Streams.sounds`."""
    return sound(first) + sound(second)


class _Writing(dict[str, str]):
    """How pieces met so far are written in one way: mostly a piece is one word, or none."""

    def __init__(self, write: Callable[[Forms], str], between: str) -> None:
        super().__init__()
        self._write, self._between = write, between

    def __missing__(self, piece: str) -> str:
        bare = piece.strip(_AROUND)
        if bare != piece:
            written = self[bare]
        else:
            # Letters and digits alone are one word, unless they are yet to be composed.
            words = [forms(piece)] if piece.isalnum() else word_forms(piece)
            written = self._between.join(map(self._write, words))
        if len(piece) <= LONGEST_TERM:
            if len(self) >= MOST_KNOWN:
                self.clear()
            self[piece] = written
        return written

    def of(self, pieces: list[str]) -> str:
        return self._between.join(map(self.__getitem__, pieces))


_MARKED = _Writing(attrgetter("marked"), " ")
_FOLDED = _Writing(attrgetter("folded"), " ")
_SPELT = _Writing(spelt, " ")
_SOUNDS = _Writing(lambda word: sound(word.folded), "")


class Streams:
    """The terms of one field, written when first asked for; engines ask for different ones."""

    __slots__ = ("_parts", "_pieces", "_sounds", "_spelt")

    def __init__(self, text: str = "") -> None:
        self._pieces = text.split()
        self._parts: tuple[Streams, ...] = ()
        self._spelt: str | None = None
        self._sounds: str | None = None

    @classmethod
    def joined(cls, parts: Iterable[Streams]) -> Self:
        """Return several streams as one, with a gap between each and the next."""
        whole = cls()
        whole._parts = tuple(filter(None, parts))
        return whole

    @property
    def spelt(self) -> str:
        """The terms of `spelling`, with blanks between."""
        # Kept, because a page is written for itself and again for its record.
        if self._spelt is None:
            self._spelt = (
                _GAPPED.join([part.spelt for part in self._parts])
                if self._parts
                else _SPELT.of(self._pieces)
            )
        return self._spelt

    @property
    def sounds(self) -> str:
        """One letter for each word; two neighbours are a pair (`pair_code`)."""
        if self._sounds is None:
            self._sounds = (
                NO_SOUND.join([part.sounds for part in self._parts])
                if self._parts
                else _SOUNDS.of(self._pieces)
            )
        return self._sounds

    @property
    def marked(self) -> list[str]:
        return self._written(_MARKED)

    @property
    def folded(self) -> list[str]:
        """The folded words; word by word they stand where `marked` has the marked ones."""
        return self._written(_FOLDED)

    def _written(self, writing: _Writing) -> list[str]:
        if not self._parts:
            return writing.of(self._pieces).split()
        words: list[str] = []
        for part in self._parts:
            if words:
                words.append(GAP)
            words += part._written(writing)
        return words

    def __bool__(self) -> bool:
        return bool(self._parts) or any(map(_SOUNDS.__getitem__, self._pieces))

    def __len__(self) -> int:
        """Return the number of terms, gaps included."""
        gaps = max(len(self._parts) - 1, 0)
        return len(self.sounds) if not self._parts else gaps + sum(map(len, self._parts))


def analyse(texts: Iterable[str]) -> Streams:
    """Return the terms of several texts as one field; no phrase runs from one into the next."""
    parts = [Streams(text) for text in texts]
    return parts[0] if len(parts) == 1 else Streams.joined(parts)
