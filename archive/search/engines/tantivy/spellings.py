"""Under which terms a word stands in an index, and what each of them counts."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import NamedTuple

import tantivy

from archive.search.engines import protocol as ask
from archive.search.engines.scoring import idf
from archive.search.spelling import beginning, spelt_marked


class Spelling(NamedTuple):
    """A term, what an occurrence of it counts, and how many documents hold it."""

    term: str
    weight: float
    holding: int


class Spellings:
    """The spellings under which words stand in one state of an index."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._count = max(searcher.num_docs, 1)
        self.of = lru_cache(maxsize=8192)(self._of)

    def _of(self, field: str, layer: ask.Layer, word: str) -> tuple[Spelling, ...]:
        if layer is ask.Layer.FOLDED:
            return self._of_folded(field, word)
        term = spelt_marked(word)
        return (Spelling(term, 1.0, self._searcher.doc_freq(field, term)),)

    def _of_folded(self, field: str, folded: str) -> tuple[Spelling, ...]:
        """Return the spellings of a folded word, each weighed as if they were one word.

        Else the rarest way of writing it would count most.
        """
        # What is deleted and not yet merged away is still counted by the words it had.
        found = [
            (term, min(holding, self._count))
            for term, holding in self._searcher.terms_with_prefix(field, beginning(folded))
        ]
        none = prod(1 - holding / self._count for _, holding in found)
        together = idf(self._count, round(self._count * (1 - none)))
        return tuple(
            Spelling(term, together / idf(self._count, holding), holding) for term, holding in found
        )
