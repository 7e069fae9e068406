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
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import fields, formats, index, writing
from whoosh.codec import whoosh3

from archive.search.analysis import GAP, Streams
from archive.search.engines import protocol as ask
from archive.search.engines.scoring import Bm25
from archive.search.engines.table import RecordTable, Row
from archive.values.text import fold

Scores = dict[int, float]


class _Places(formats.Format):  # type: ignore[misc]
    """What one posting says: under which marks the word stands in the document, and where.

    Whoosh takes its time by the posting, so there is one for every folded word and no more;
    marked words and pairs are read out of it. For each marked form: its length, the form, the
    number of its places, the places as four bytes each.
    """

    def decode_frequency(self, value: bytes) -> int:
        return sum(len(places) for _, places in _forms_in(value))

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value))


def _packed(forms: dict[str, list[int]]) -> bytes:
    parts = []
    for marked, places in forms.items():
        word = marked.encode()
        parts += [
            bytes((len(word),)),
            word,
            len(places).to_bytes(4, "little"),
            array("I", places).tobytes(),
        ]
    return b"".join(parts)


def _forms_in(value: bytes) -> Iterator[tuple[bytes, array[int]]]:
    at = 0
    while at < len(value):
        start = at + 1
        at = start + value[at]
        word = value[start:at]
        end = at + 4 + 4 * int.from_bytes(value[at : at + 4], "little")
        yield word, array("I", value[at + 4 : end])
        at = end


class _Lengthless(whoosh3.W3PerDocReader):  # type: ignore[misc]
    """Lengths are kept in our rows; Whoosh would look for a file of them at every posting."""

    def doc_field_length(self, number: int, field: str, default: int = 0) -> int:
        return default


class _Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's own format in larger blocks, packed less tightly: quicker to write and to read."""

    def __init__(self) -> None:
        super().__init__(blocklimit=512, compression=1)

    def per_document_reader(self, storage: object, segment: object) -> _Lengthless:
        return _Lengthless(storage, segment)


class _Words(fields.FieldType):  # type: ignore[misc]
    """A field that is given its words ready made, in order."""

    def __init__(self) -> None:
        self.format = _Places()
        self.scorable = self.stored = self.unique = False

    def index(self, value: Streams, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        found: dict[str, dict[str, list[int]]] = {}
        for place, (marked, folded) in enumerate(zip(value.marked, value.folded, strict=True)):
            forms = found.get(folded)
            if forms is None:
                found[folded] = {marked: [place]}
            elif marked in forms:
                forms[marked].append(place)
            else:
                forms[marked] = [place]
        found.pop(GAP, None)
        for folded, forms in found.items():
            count = sum(map(len, forms.values()))
            yield folded.encode(), count, float(count), _packed(forms)


def _record_schema() -> fields.Schema:
    schema = fields.Schema(key=fields.ID(unique=True), row=fields.STORED())
    for name in ask.TEXT_FIELDS:
        schema.add(name, _Words())
    return schema


def _passage_schema() -> fields.Schema:
    return fields.Schema(record=fields.ID(), row=fields.STORED(), text=_Words())


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
            self._writers[shelf] = self._indexes[shelf].writer(limitmb=256, codec=_Codec())
        return self._writers[shelf]


def _record_fields(entry: ask.RecordEntry) -> dict[str, Any]:
    return {**entry.fields, "row": Row.of(entry).packed()}


def _passage_fields(record_key: str, entry: ask.PassageEntry) -> dict[str, Any]:
    length, audiences = len(entry.streams), tuple(sorted(entry.audiences))
    return {"text": entry.streams, "row": (record_key, entry.key, length, audiences)}


class _Postings(NamedTuple):
    """One term's documents in order, how often it stands in each, and where."""

    ids: list[int]
    counts: list[float]
    places: list[array[int]]


class _Raw(NamedTuple):
    """The postings of one folded word as they are stored."""

    ids: list[int]
    counts: list[float]
    values: list[bytes]


class _Shelf:
    """One Whoosh index, read posting list by posting list; the latest read are kept."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(folder)
        self._reader = self._index.reader()
        self._leaves = [
            (leaf, offset, leaf.has_deletions()) for leaf, offset in self._reader.leaf_readers()
        ]
        self.raw: Callable[[str, str], _Raw] = lru_cache(maxsize=256)(self._raw)
        self.postings: Callable[[str, ask.Layer, str], _Postings] = lru_cache(maxsize=256)(
            self._postings
        )

    def rows(self) -> Iterator[tuple[int, Any]]:
        for leaf, offset, _ in self._leaves:
            for number in leaf.all_doc_ids():
                yield offset + number, leaf.stored_fields(number)["row"]

    def counted(self, field: str, layer: ask.Layer, term: str) -> tuple[list[int], list[float]]:
        """Return a term's documents and how often it stands in each."""
        if layer is ask.Layer.FOLDED:
            # The commonest question, answered without unpacking a single place.
            raw = self.raw(field, term)
            return raw.ids, raw.counts
        found = self.postings(field, layer, term)
        return found.ids, found.counts

    def _postings(self, field: str, layer: ask.Layer, term: str) -> _Postings:
        if layer is ask.Layer.PAIRS:
            return self._pair(field, *term.split("_"))
        raw = self.raw(field, fold(term))
        if layer is ask.Layer.FOLDED:
            return _Postings(raw.ids, raw.counts, [_all_places(value) for value in raw.values])
        found, wanted = _Postings([], [], []), term.encode()
        for number, value in zip(raw.ids, raw.values, strict=True):
            for word, places in _forms_in(value):
                if word == wanted:
                    found.ids.append(number)
                    found.counts.append(float(len(places)))
                    found.places.append(places)
        return found

    def _pair(self, field: str, first: str, second: str) -> _Postings:
        """Find where one folded word follows another."""
        left, right = self.raw(field, first), self.raw(field, second)
        following = dict(zip(right.ids, right.values, strict=True))
        found = _Postings([], [], [])
        for number, value in zip(left.ids, left.values, strict=True):
            if (next_value := following.get(number)) is None:
                continue
            after = set(_all_places(next_value))
            places = array("I", [p for p in _all_places(value) if p + 1 in after])
            if places:
                found.ids.append(number)
                found.counts.append(float(len(places)))
                found.places.append(places)
        return found

    def words(self, field: str) -> Counter[str]:
        """Count the documents that hold each marked word of a field."""
        found: Counter[str] = Counter()
        for leaf, _, _ in self._leaves:
            for term in leaf.lexicon(field):
                matcher = leaf.postings(field, term)
                while matcher.is_active():
                    found.update(marked.decode() for marked, _ in _forms_in(matcher.value()))
                    matcher.next()
        return found

    def _raw(self, field: str, term: str) -> _Raw:
        found = _Raw([], [], [])
        for leaf, offset, has_deletions in self._leaves:
            if (field, term) not in leaf:
                continue
            matcher = leaf.postings(field, term)
            while matcher.is_active():
                number = matcher.id()
                if not (has_deletions and leaf.is_deleted(number)):
                    found.ids.append(offset + number)
                    found.counts.append(matcher.weight())
                    found.values.append(matcher.value())
                matcher.next()
        return found


def _all_places(value: bytes) -> array[int]:
    forms = [places for _, places in _forms_in(value)]
    if len(forms) == 1:
        return forms[0]
    return array("I", sorted(place for places in forms for place in places))


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

    def words(self) -> Iterable[tuple[str, int]]:
        with self._lock:
            return self._records.words("all").items()

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
            ids, counts = shelf.counted(node.field, node.layer, term)
            idf = bm25.idf(len(ids)) * weight
            for number, count in zip(ids, counts, strict=True):
                if number in among:
                    scores[number] += idf * bm25.saturation(count, number)
        return scores

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
        for step in range(1, distance + 2)
    )
