"""Answering questions: list by list, joined by whole sets, scored as they are joined."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.search.engines import protocol as ask
from archive.search.engines.scoring import Bm25
from archive.search.engines.table import RecordTable, Row
from archive.search.engines.whoosh.postings import Shelf

Scores = dict[int, float]


class WhooshReader:
    """One state of the index. Whoosh's files know one place at a time, hence the lock."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._records = Shelf(folder / "records")
        self._passages = Shelf(folder / "passages")
        self._table = RecordTable(
            (number, Row.unpacked(row)) for number, row in self._records.rows()
        )
        self._passage_rows = dict(self._passages.rows())
        lengths = {number: row[2] for number, row in self._passage_rows.items()}
        self._passage_bm25 = Bm25(lengths)
        self._kept_standing = lru_cache(maxsize=1024)(self._standing)

    def count_records(self) -> int:
        return self._table.count_keys()

    def count_passages(self) -> int:
        return len(self._passage_rows)

    def words(self) -> Iterable[str]:
        with self._lock:
            return self._records.words("all")

    def search(self, query: ask.Query) -> ask.Answer:
        with self._lock:
            allowed = self._allowed(query)
            found = self._evaluate(query.must, allowed)
            if query.sort is ask.Sort.RELEVANCE:
                for node, weight in query.should:
                    for number, score in self._evaluate(node, found.keys()).items():
                        found[number] += weight * score
        hits = self._table.ranked(found, query.sort, query.offset + query.limit)[query.offset :]
        tally = ask.Tally(len(found), self._table.facets(found, query.facets))
        return ask.Answer(
            tuple(ask.Hit(self._table.rows[n].record_key, found[n]) for n in hits), lambda: tally
        )

    def standing(self, query: ask.WordQuery) -> frozenset[str]:
        return self._kept_standing(query)

    def _standing(self, query: ask.WordQuery) -> frozenset[str]:
        with self._lock:
            allowed = self._allowed(query)
            return frozenset(
                word
                for word in query.words
                if self._records.stands("all", query.layer, word, allowed)
            )

    def passages(self, query: ask.PassageQuery) -> Mapping[str, tuple[ask.PassageHit, ...]]:
        with self._lock:
            numbers = {
                number
                for key in query.record_keys
                for number in self._passages.raw("record", key).ids
                if not query.audiences.isdisjoint(self._passage_rows[number][3])
            }
            scores: Scores = defaultdict(float)
            for node, weight in query.any_of:
                if isinstance(node, ask.Words):
                    for number, score in self._words(
                        self._passages, node, numbers, self._passage_bm25
                    ).items():
                        scores[number] += weight * score
        found: dict[str, list[ask.PassageHit]] = defaultdict(list)
        for number in sorted(scores, key=lambda n: (-scores[n], n)):
            record_key, key, _, _ = self._passage_rows[number]
            if len(found[record_key]) < query.per_record:
                found[record_key].append(ask.PassageHit(key, scores[number]))
        return {key: tuple(hits) for key, hits in found.items()}

    def _allowed(self, query: ask.Query | ask.WordQuery) -> Set[int]:
        """Return the entries that are the viewer's and that the filters leave."""
        allowed: Set[int] = self._table.allowed(query.audiences)
        for node in query.filters:
            allowed = allowed & self._evaluate(node, allowed).keys()
        return allowed

    # --- The tree, node by node: numbers of the entries found, with their scores --------------

    def _evaluate(self, node: ask.Node, among: Any) -> Scores:
        match node:
            case ask.Words():
                bm25 = self._table.bm25(node.field)
                return self._words(self._records, node, among, bm25)
            case ask.Written():
                return self._written(node, among)
            case ask.Beginning():
                return dict.fromkeys((n for n in self._records.beginning(node) if n in among), 1.0)
            case ask.Phrase() | ask.Near():
                return dict.fromkeys(self._placed(node, among), 0.0)
            case ask.Dated():
                return dict.fromkeys(self._table.dated(node.first, node.last, among), 0.0)
            case ask.Tagged():
                return dict.fromkeys(self._table.tagged(node.facet, node.values, among), 0.0)
            case ask.Keyed():
                return dict.fromkeys(self._table.keyed(node.record_keys, among), 0.0)
            case ask.All():
                return self._all(node.parts, among)
            case ask.Any():
                found: Scores = defaultdict(float)
                for part in node.parts:
                    for number, score in self._evaluate(part, among).items():
                        found[number] += score
                return found
            case ask.Not():
                without = self._evaluate(node.part, among)
                return {number: 0.0 for number in among if number not in without}
            case ask.Everything():
                return dict.fromkeys(among, 0.0)
            case ask.Nothing():
                return {}
            case ask.Alike():
                return dict.fromkeys(self._evaluate(node.part, among), 1.0)

    def _all(self, parts: tuple[ask.Node, ...], among: Any) -> Scores:
        found: Scores = dict.fromkeys(among, 0.0)
        for part in parts:
            narrower = self._evaluate(part, found.keys())
            found = {number: found[number] + score for number, score in narrower.items()}
        return found

    def _words(self, shelf: Shelf, node: ask.Words, among: Any, bm25: Bm25) -> Scores:
        scores: Scores = defaultdict(float)
        for term, weight in node.terms:
            ids, counts = shelf.counted(node.field, node.layer, term)
            idf = bm25.idf(len(ids)) * weight
            for number, count in zip(ids, counts, strict=True):
                if number in among:
                    scores[number] += idf * bm25.saturation(count, number)
        return scores

    def _written(self, node: ask.Written, among: Any) -> Scores:
        marked = ask.Words(node.field, ask.Layer.MARKED, ((node.marked, 1.0), (node.folded, 0.0)))
        sound = ask.Words(node.field, ask.Layer.FOLDED, ((node.folded, 1.0),))
        bm25 = self._table.bm25(node.field)
        found = self._words(self._records, marked, among, bm25)
        by_sound = self._words(self._records, sound, found, bm25)
        return {n: node.by_marks * found[n] + node.by_sound * by_sound[n] for n in found}

    def _placed(self, node: ask.Phrase | ask.Near, among: Any) -> Iterator[int]:
        slots = node.slots if isinstance(node, ask.Phrase) else (node.left, node.right)
        places = [self._places(node.field, node.layer, terms, among) for terms in slots]
        numbers = set(places[0]).intersection(*places[1:])
        for number in numbers:
            here = [places_of[number] for places_of in places]
            if isinstance(node, ask.Phrase):
                if _in_a_row(here):
                    yield number
            elif _close(here[0], here[1], node.distance):
                yield number

    def _places(
        self, field: str, layer: ask.Layer, terms: tuple[str, ...], among: Any
    ) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for term in terms:
            postings = self._records.postings(field, layer, term)
            for number, places in zip(postings.ids, postings.places, strict=True):
                if number in among:
                    found[number].update(places)
        return found


def _in_a_row(places: list[set[int]]) -> bool:
    starts = places[0]
    for step, following in enumerate(places[1:], 1):
        starts = {start for start in starts if start + step in following}
    return bool(starts)


def _close(left: set[int], right: set[int], distance: int) -> bool:
    return any(
        place + step in right or place - step in right
        for place in left
        for step in range(distance + 2)
    )
