"""The embedded default: Whoosh keeps the postings; evaluation goes term by term.

Whoosh's own tree of matchers asks a dozen Python methods for every document and clause. Here a
posting list is read once, kept for a while, and lists are joined by whole sets, which makes
exact counts and facets over everything found cheap and holds for the catalogues this engine is
meant for (some tens of thousands of passages).
"""

from __future__ import annotations

import threading
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import fields, formats, index, writing

from archive.search.analysis import GAP
from archive.search.engines import protocol as ask
from archive.search.engines.fields import PAIRED
from archive.search.engines.scoring import Bm25
from archive.search.engines.table import RecordTable, Row

Scores = dict[int, float]


class _Positions(formats.Positions):  # type: ignore[misc]
    """Positions as packed integers: a quarter of the size of Whoosh's pickles, and no pickle."""

    def encode(self, positions: Sequence[int]) -> bytes:
        return array("I", positions).tobytes()

    def decode_positions(self, value: bytes) -> array[int]:
        return array("I", value)

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return len(value) / 4


class _Terms(fields.FieldType):  # type: ignore[misc]
    """A field that is given its terms ready made, in order."""

    def __init__(self, *, positions: bool) -> None:
        self.format = _Positions() if positions else formats.Frequency()
        self.scorable = self.stored = self.unique = False
        self.with_positions = positions

    def index(self, value: list[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        if self.with_positions:
            places: defaultdict[str, list[int]] = defaultdict(list)
            for place, term in enumerate(value):
                places[term].append(place)
            places.pop(GAP, None)
            for term, found in places.items():
                yield term.encode(), len(found), float(len(found)), self.format.encode(found)
        else:
            for term, count in Counter(value).items():
                if term != GAP:
                    yield term.encode(), count, float(count), formats.pack_uint(count)


def _record_schema() -> fields.Schema:
    schema = fields.Schema(key=fields.ID(unique=True), row=fields.STORED())
    for name in ask.TEXT_FIELDS:
        schema.add(f"{name}_m", _Terms(positions=True))
        schema.add(f"{name}_f", _Terms(positions=True))
        if name in PAIRED:
            schema.add(f"{name}_p", _Terms(positions=False))
    return schema


def _passage_schema() -> fields.Schema:
    return fields.Schema(
        record=fields.ID(),
        row=fields.STORED(),
        text_m=_Terms(positions=False),
        text_f=_Terms(positions=False),
        text_p=_Terms(positions=False),
    )


_SHELVES = {"records": _record_schema, "passages": _passage_schema}


class WhooshEngine:
    name = "whoosh"

    def create(self, folder: Path) -> None:
        for shelf, schema in _SHELVES.items():
            (folder / shelf).mkdir(parents=True, exist_ok=True)
            index.create_in(folder / shelf, schema())

    def writer(self, folder: Path, *, bulk: bool = False) -> WhooshWriter:
        return WhooshWriter(folder, bulk=bulk)

    def reader(self, folder: Path) -> WhooshReader:
        return WhooshReader(folder)


class WhooshWriter:
    """Buffers what is put, because Whoosh cannot take back what the same commit added."""

    def __init__(self, folder: Path, *, bulk: bool) -> None:
        self._indexes = {shelf: index.open_dir(folder / shelf) for shelf in _SHELVES}
        self._bulk = bulk
        self._writers: dict[str, writing.SegmentWriter] = {}
        self._pending: dict[str, ask.Bundle | None] = {}

    def put(self, bundle: ask.Bundle) -> None:
        self._pending[bundle.record_key] = bundle

    def delete(self, record_key: str) -> None:
        self._pending[record_key] = None

    def add(self, bundle: ask.Bundle) -> None:
        for entry in bundle.records:
            self._writer("records").add_document(key=bundle.record_key, **_record_fields(entry))
        for passage in bundle.passages:
            self._writer("passages").add_document(
                record=bundle.record_key, **_passage_fields(bundle.record_key, passage)
            )

    def commit(self) -> None:
        if self._pending:
            self._delete(self._pending)
            for bundle in self._pending.values():
                if bundle is not None:
                    self.add(bundle)
            self._pending = {}
        # Passages first, so that a record is not found before its passages are there.
        for shelf in ("passages", "records"):
            if writer := self._writers.pop(shelf, None):
                writer.commit(merge=not self._bulk)

    def close(self) -> None:
        for writer in self._writers.values():
            writer.cancel()
        for opened in self._indexes.values():
            opened.close()

    def _delete(self, keys: Iterable[str]) -> None:
        for shelf, field in (("records", "key"), ("passages", "record")):
            writer = self._writer(shelf)
            with writer.searcher() as searcher:
                for key in keys:
                    writer.delete_by_term(field, key, searcher=searcher)

    def _writer(self, shelf: str) -> writing.SegmentWriter:
        if shelf not in self._writers:
            self._writers[shelf] = self._indexes[shelf].writer(limitmb=128)
        return self._writers[shelf]


def _record_fields(entry: ask.RecordEntry) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, streams in entry.fields.items():
        found[f"{name}_m"], found[f"{name}_f"] = streams.marked, streams.folded
        if name in PAIRED:
            found[f"{name}_p"] = streams.pairs()
    found["row"] = Row.of(entry).packed()
    return found


def _passage_fields(record_key: str, entry: ask.PassageEntry) -> dict[str, Any]:
    return {
        "text_m": entry.streams.marked,
        "text_f": entry.streams.folded,
        "text_p": entry.streams.pairs(),
        "row": (record_key, entry.key, len(entry.streams.folded), tuple(sorted(entry.audiences))),
    }


class _Postings(NamedTuple):
    """One term's documents: numbers in order, occurrences, and packed positions if kept."""

    ids: list[int]
    weights: list[float]
    values: list[bytes]


class _Shelf:
    """One Whoosh index, read posting list by posting list."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(folder)
        self._reader = self._index.reader()
        self._leaves = [
            (leaf, offset, leaf.has_deletions()) for leaf, offset in self._reader.leaf_readers()
        ]
        self.postings: Callable[[str, str], _Postings] = lru_cache(maxsize=512)(self._read)

    def rows(self) -> Iterator[tuple[int, Any]]:
        for leaf, offset, _ in self._leaves:
            for number in leaf.all_doc_ids():
                yield offset + number, leaf.stored_fields(number)["row"]

    def _read(self, field: str, term: str) -> _Postings:
        found = _Postings([], [], [])
        for leaf, offset, has_deletions in self._leaves:
            if (field, term) not in leaf:
                continue
            with_values = isinstance(leaf.schema[field].format, _Positions)
            matcher = leaf.postings(field, term)
            while matcher.is_active():
                number = matcher.id()
                if not (has_deletions and leaf.is_deleted(number)):
                    found.ids.append(offset + number)
                    found.weights.append(matcher.weight())
                    if with_values:
                        found.values.append(matcher.value())
                matcher.next()
        return found


class WhooshReader:
    """One state of the index. Whoosh's files know one place at a time, hence the lock."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._records = _Shelf(folder / "records")
        self._passages = _Shelf(folder / "passages")
        self._table = RecordTable(
            (number, Row.unpacked(row)) for number, row in self._records.rows()
        )
        self._passage_rows = dict(self._passages.rows())
        lengths = {number: row[2] for number, row in self._passage_rows.items()}
        self._passage_bm25 = Bm25(lengths)

    def count_records(self) -> int:
        return self._table.count_keys()

    def count_passages(self) -> int:
        return len(self._passage_rows)

    def search(self, query: ask.Query) -> ask.Answer:
        with self._lock:
            allowed = self._table.allowed(query.audiences)
            for node in query.filters:
                allowed = allowed & self._evaluate(node, allowed).keys()
            found = self._evaluate(query.must, allowed)
            if query.sort is ask.Sort.RELEVANCE:
                for node, weight in query.should:
                    for number, score in self._evaluate(node, found.keys()).items():
                        found[number] += weight * score
        ranked = self._table.ranked(found, query.sort)
        hits = islice(ranked, query.offset, query.offset + query.limit)
        return ask.Answer(
            len(found),
            tuple(ask.Hit(self._table.rows[n].record_key, found[n]) for n in hits),
            self._table.facets(found, query.facets),
        )

    def passages(self, query: ask.PassageQuery) -> Mapping[str, tuple[ask.PassageHit, ...]]:
        with self._lock:
            numbers = {
                number
                for key in query.record_keys
                for number in self._passages.postings("record", key).ids
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

    # --- The tree, node by node: numbers of the entries found, with their scores --------------

    def _evaluate(self, node: ask.Node, among: Any) -> Scores:
        match node:
            case ask.Words():
                bm25 = self._table.bm25(node.field)
                return self._words(self._records, node, among, bm25)
            case ask.Phrase() | ask.Near():
                return dict.fromkeys(self._placed(node, among), 0.0)
            case ask.Dated():
                return dict.fromkeys(self._table.dated(node.first, node.last, among), 0.0)
            case ask.Tagged():
                return dict.fromkeys(self._table.tagged(node.facet, node.values, among), 0.0)
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

    def _all(self, parts: tuple[ask.Node, ...], among: Any) -> Scores:
        found: Scores = dict.fromkeys(among, 0.0)
        for part in parts:
            narrower = self._evaluate(part, found.keys())
            found = {number: found[number] + score for number, score in narrower.items()}
        return found

    def _words(self, shelf: _Shelf, node: ask.Words, among: Any, bm25: Bm25) -> Scores:
        scores: Scores = defaultdict(float)
        for term, weight in node.terms:
            postings = shelf.postings(f"{node.field}_{node.layer}", term)
            idf = bm25.idf(len(postings.ids)) * weight
            for number, count in zip(postings.ids, postings.weights, strict=True):
                if number in among:
                    scores[number] += idf * bm25.saturation(count, number)
        return scores

    def _placed(self, node: ask.Phrase | ask.Near, among: Any) -> Iterator[int]:
        field = f"{node.field}_{node.layer}"
        slots = node.slots if isinstance(node, ask.Phrase) else (node.left, node.right)
        places = [self._places(field, terms, among) for terms in slots]
        numbers = set(places[0]).intersection(*places[1:])
        for number in numbers:
            here = [places_of[number] for places_of in places]
            if isinstance(node, ask.Phrase):
                if _in_a_row(here):
                    yield number
            elif _close(here[0], here[1], node.distance):
                yield number

    def _places(self, field: str, terms: tuple[str, ...], among: Any) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for term in terms:
            postings = self._records.postings(field, term)
            for number, value in zip(postings.ids, postings.values, strict=True):
                if number in among:
                    found[number].update(array("I", value))
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
        for step in range(1, distance + 2)
    )
