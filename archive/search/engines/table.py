"""What is known of each record entry beside its words, held in memory by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from heapq import nsmallest
from itertools import chain
from typing import Any, NamedTuple

from archive.search.engines import protocol as ask
from archive.search.engines.scoring import Bm25


class Row(NamedTuple):
    """One record entry without its words. `lengths` are its fields' numbers of words."""

    record_key: str
    audiences: tuple[str, ...]
    unless: tuple[str, ...]
    facets: dict[str, tuple[str, ...]]
    date_from: int
    date_to: int
    added: int
    lengths: dict[str, int]

    @classmethod
    def of(cls, entry: ask.RecordEntry) -> Row:
        return cls(
            entry.record_key,
            tuple(sorted(entry.audiences)),
            tuple(sorted(entry.unless)),
            {name: tuple(values) for name, values in entry.facets.items() if values},
            entry.date_from,
            entry.date_to,
            entry.added,
            {name: len(streams) for name, streams in entry.fields.items()},
        )

    def packed(self) -> tuple[Any, ...]:
        """Return the row as plain tuples and dictionaries, to be stored."""
        return tuple(self)

    @classmethod
    def unpacked(cls, packed: tuple[Any, ...]) -> Row:
        return cls(*packed)


class RecordTable:
    """The rows of one state of the index, and what is asked of them."""

    def __init__(self, rows: Iterable[tuple[int, Row]]) -> None:
        self.rows = dict(rows)
        self.allowed = lru_cache(maxsize=64)(self._allowed)
        self.bm25 = lru_cache(maxsize=32)(self._bm25)

    def count_keys(self) -> int:
        return len({row.record_key for row in self.rows.values()})

    def dated(self, first: int | None, last: int | None, among: Collection[int]) -> Iterator[int]:
        for number in among:
            row = self.rows[number]
            if row.date_to == ask.NO_DATE_TO:
                continue
            if (first is None or row.date_to >= first) and (last is None or row.date_from <= last):
                yield number

    def tagged(self, facet: str, values: Collection[str], among: Collection[int]) -> Iterator[int]:
        wanted = frozenset(values)
        for number in among:
            if not wanted.isdisjoint(self.rows[number].facets.get(facet, ())):
                yield number

    def keyed(self, record_keys: Collection[str], among: Collection[int]) -> Iterator[int]:
        wanted = frozenset(record_keys)
        return (number for number in among if self.rows[number].record_key in wanted)

    def ranked(self, found: Mapping[int, float], sort: ask.Sort, most: int) -> list[int]:
        """Return the first of what was found in the order asked for; keys settle what is equal."""
        rows = self.rows

        def place(number: int) -> tuple[float, str]:
            row = rows[number]
            match sort:
                case ask.Sort.RELEVANCE:
                    return -found[number], row.record_key
                case ask.Sort.OLDEST:
                    return row.date_from, row.record_key
                case ask.Sort.LATEST:
                    return -row.date_to, row.record_key
                case ask.Sort.NEWEST:
                    return -row.added, row.record_key

        return nsmallest(most, found, key=place)

    def facets(
        self, found: Collection[int], names: Collection[str]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        facets = [self.rows[number].facets for number in found] if names else []
        return {
            name: by_count(Counter(chain.from_iterable(f.get(name, ()) for f in facets)).items())
            for name in names
        }

    def _allowed(self, viewer: frozenset[str]) -> frozenset[int]:
        return frozenset(
            number
            for number, row in self.rows.items()
            if ask.matches_viewer(row.audiences, row.unless, viewer)
        )

    def _bm25(self, field: str) -> Bm25:
        return Bm25({number: row.lengths.get(field, 0) for number, row in self.rows.items()})


def by_count(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return facet values, most frequent first, equal ones in the order of their names."""
    return tuple(sorted(counts, key=lambda item: (-item[1], item[0])))
