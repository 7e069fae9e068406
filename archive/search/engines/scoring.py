"""BM25 as Lucene and Tantivy write it, so that every engine ranks by the same formula."""

from __future__ import annotations

from collections.abc import Mapping
from math import log1p

K1 = 1.2
B = 0.75


def idf(count: int, holding: int) -> float:
    """Return the weight of a term that `holding` of `count` documents hold."""
    return log1p((count - holding + 0.5) / (holding + 0.5))


class Bm25:
    """The formula over one field; `lengths` are the numbers of words of its documents."""

    def __init__(self, lengths: Mapping[int, int]) -> None:
        self._count = len(lengths)
        mean = sum(lengths.values()) / self._count if self._count else 1.0
        self._norms = {
            number: K1 * (1 - B + B * length / (mean or 1.0)) for number, length in lengths.items()
        }

    def idf(self, holding: int) -> float:
        """Return the weight of a term that `holding` documents hold."""
        return idf(self._count, holding)

    def saturation(self, occurrences: float, number: int) -> float:
        """Return what so many occurrences in document `number` count, from 0 to K1 + 1."""
        return occurrences * (K1 + 1) / (occurrences + self._norms[number])
