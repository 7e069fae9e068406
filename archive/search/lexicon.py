"""The index's own words as one viewer may look them up.

The words of closed records stand in the vocabulary too. As long as all that a beginning or a
mistyped word may stand for is looked for, that tells nothing: what is found is the viewer's. Where
it is too much, which words are taken and that some are not would depend on what is closed. So they
are taken in an order that no record has a part in, and only those count that stand where the viewer
may look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from archive.search.engines import protocol as ask
from archive.search.engines.protocol import Layer, Reader
from archive.search.vocabulary import Vocabulary

MOST_VARIANTS = 60
TOGETHER = 64
"""Words the index is asked about at once."""


class Chosen(NamedTuple):
    """Words something may stand for, and whether there are others."""

    words: tuple[str, ...]
    is_cut: bool


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary of one state of the index, and who looks into it."""

    vocabulary: Vocabulary
    reader: Reader
    audiences: frozenset[str]

    def starting(self, *prefixes: str, most: int) -> Chosen:
        """Return the folded words that begin with one of the folded `prefixes`."""
        several = [self.vocabulary.starting_folded(prefix) for prefix in dict.fromkeys(prefixes)]
        return self._chosen(Layer.FOLDED, tuple(dict.fromkeys(sum(several, ()))), most)

    def starting_marked(self, prefix: str, *, most: int) -> Chosen:
        """Return the marked words that begin with a prefix typed with marks, or without any."""
        return self._chosen(Layer.MARKED, self.vocabulary.starting_marked(prefix), most)

    def near(self, folded: str, *, most: int) -> Chosen:
        """Return the folded words one letter away, and the word itself."""
        return self._chosen(Layer.FOLDED, self.vocabulary.near(folded), most)

    def variants(self, folded: str) -> tuple[str, ...]:
        """Return the marked words that are `folded` without their marks."""
        return self._chosen(Layer.MARKED, self.vocabulary.variants(folded), MOST_VARIANTS).words

    def standing(self, layer: Layer, words: Sequence[str]) -> Iterator[str]:
        """Yield those of `words` that stand in a record of the viewer's, in their order."""
        for start in range(0, len(words), TOGETHER):
            some = tuple(words[start : start + TOGETHER])
            stand = self.reader.standing(
                ask.WordQuery(layer=layer, words=some, audiences=self.audiences)
            )
            yield from (word for word in some if word in stand)

    def _chosen(self, layer: Layer, words: tuple[str, ...], most: int) -> Chosen:
        if len(words) <= most:
            return Chosen(words, False)
        taken = tuple(islice(self.standing(layer, words), most + 1))
        return Chosen(taken[:most], len(taken) > most)
