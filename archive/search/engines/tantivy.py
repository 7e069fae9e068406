"""Tantivy, for large catalogues: embedded too, but compiled and memory-mapped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import prod
from pathlib import Path
from typing import NamedTuple, cast

import tantivy
from tantivy import FieldType, Occur, Order, Query

from archive.search.engines import protocol as ask
from archive.search.engines.fields import PAIRED
from archive.search.engines.scoring import idf
from archive.search.engines.table import by_count
from archive.search.spelling import beginning, marked_of, spelt_marked
from archive.search.streams import Streams, pair_code

MOST_FACET_VALUES = 1000
MOST_TOGETHER = 200
"""Passages looked through at once for the best of several records."""
MOST_SCORED = 60
"""Spellings of one question that are scored each for itself; rarer ones are only found."""
MOST_PHRASES = 9
"""Phrases into which one with several spellings in a place is taken apart."""
BULK_HEAP, HEAP = 256_000_000, 48_000_000

# Words have one field for both layers: the term of a word says its folded form and its marks
# (`search.spelling`), so that a folded word is asked by its spellings.
_WORDS, _PAIRS = "words", "pairs"
_ORDERS = {
    ask.Sort.OLDEST: ("date_from", Order.Asc),
    ask.Sort.LATEST: ("date_to", Order.Desc),
    ask.Sort.NEWEST: ("added", Order.Desc),
}


def _record_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ask.TEXT_FIELDS:
        builder.add_text_field(f"{name}_w", tokenizer_name=_WORDS, index_option="position")
        if name in PAIRED:
            builder.add_text_field(f"{name}_p", tokenizer_name=_PAIRS, index_option="freq")
    for name in ("audience", "unless"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ask.FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    # Signed: an int put into an unsigned field kills the binding's writer thread.
    for name in ("date_from", "date_to", "added", "view"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _passage_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text_w", tokenizer_name=_WORDS, index_option="freq")
    for name in ("record", "audience"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


_SHELVES = {"records": _record_schema, "passages": _passage_schema}


def _open(folder: Path) -> tantivy.Index:
    opened = tantivy.Index.open(str(folder))
    # Terms come ready made, words with a blank between, pairs as any two letters side by side.
    for name, cut in (
        (_WORDS, tantivy.Tokenizer.whitespace()),
        (_PAIRS, tantivy.Tokenizer.ngram(2, 2)),
    ):
        opened.register_tokenizer(name, tantivy.TextAnalyzerBuilder(cut).build())
    opened.config_reader(reload_policy="manual")
    return opened


class TantivyEngine:
    name = "tantivy"

    def create(self, folder: Path) -> None:
        for shelf, schema in _SHELVES.items():
            (folder / shelf).mkdir(parents=True, exist_ok=True)
            tantivy.Index(schema(), path=str(folder / shelf))

    def writer(self, folder: Path, *, bulk: bool = False) -> TantivyWriter:
        return TantivyWriter(folder, bulk=bulk)

    def reader(self, folder: Path) -> TantivyReader:
        return TantivyReader(folder)


class TantivyWriter:
    def __init__(self, folder: Path, *, bulk: bool) -> None:
        heap = BULK_HEAP if bulk else HEAP
        self._passages = _open(folder / "passages").writer(heap_size=heap, num_threads=1)
        self._records = _open(folder / "records").writer(heap_size=heap, num_threads=1)
        # A writer that died in a commit leaves files that no state of the index names. The next
        # one counts on from the same number, so would give its own the same names, and fail.
        for writer in (self._passages, self._records):
            writer.garbage_collect_files()

    def put(self, bundle: ask.Bundle) -> None:
        self.delete(bundle.record_key)
        self.add(bundle)

    def delete(self, record_key: str) -> None:
        self._records.delete_documents_by_term("key", record_key)
        self._passages.delete_documents_by_term("record", record_key)

    def add(self, bundle: ask.Bundle) -> None:
        for entry in bundle.records:
            self._records.add_document(_record_document(entry))
        for passage in bundle.passages:
            self._passages.add_document(_passage_document(bundle.record_key, passage))

    def commit(self) -> None:
        # Passages first, so that a record is not found before its passages are there.
        self._passages.commit()
        self._records.commit()

    def close(self) -> None:
        for writer in (self._passages, self._records):
            writer.rollback()
            writer.wait_merging_threads()


def _record_document(entry: ask.RecordEntry) -> tantivy.Document:
    document = tantivy.Document()
    for name, streams in entry.fields.items():
        _add_streams(document, name, streams, with_pairs=name in PAIRED)
    for name, values in entry.facets.items():
        for value in values:
            document.add_text(name, value)
    _add_words(document, "audience", entry.audiences)
    _add_words(document, "unless", entry.unless)
    document.add_text("key", entry.record_key)
    document.add_integer("view", entry.view)
    document.add_integer("date_from", entry.date_from)
    document.add_integer("date_to", entry.date_to)
    document.add_integer("added", entry.added)
    return document


def _passage_document(record_key: str, entry: ask.PassageEntry) -> tantivy.Document:
    document = tantivy.Document()
    _add_streams(document, "text", entry.streams, with_pairs=False)
    _add_words(document, "audience", entry.audiences)
    document.add_text("record", record_key)
    document.add_text("key", f"{record_key} {entry.key}")
    return document


def _add_streams(
    document: tantivy.Document, name: str, streams: Streams, *, with_pairs: bool
) -> None:
    if not streams:
        return
    document.add_text(f"{name}_w", streams.spelt)
    if with_pairs:
        document.add_text(f"{name}_p", streams.sounds)


def _add_words(document: tantivy.Document, name: str, words: Iterable[str]) -> None:
    for word in words:
        document.add_text(name, word)


class TantivyReader:
    """One state of the index: searchers do not see what is committed after they were made."""

    def __init__(self, folder: Path) -> None:
        records, passages = _open(folder / "records"), _open(folder / "passages")
        self._record_schema, self._records = records.schema, records.searcher()
        self._passage_schema, self._passages = passages.schema, passages.searcher()
        self._record_words = _Spellings(self._records)
        self._passage_words = _Spellings(self._passages)
        self._kept_standing = lru_cache(maxsize=1024)(self._standing)

    def count_records(self) -> int:
        # Every record has one first view.
        first = Query.term_query(self._record_schema, "view", 0)
        return self._count(self._records, first)

    def count_passages(self) -> int:
        return self._passages.num_docs

    def words(self) -> Iterable[str]:
        terms = self._records.terms_with_prefix("all_w", "")
        return (marked_of(term) for term, _ in terms)

    def search(self, query: ask.Query) -> ask.Answer:
        asking = _Asking(self._record_schema, self._record_words)
        bounds = [
            (Occur.Must, asking.node(query.must)),
            *((Occur.Must, asking.node(node)) for node in query.filters),
            *asking.audience(query.audiences),
        ]
        found = Query.boolean_query(bounds)
        scored = found
        if query.sort is ask.Sort.RELEVANCE and query.should:
            more = [
                (Occur.Should, Query.boost_query(asking.node(node), weight))
                for node, weight in query.should
            ]
            scored = Query.boolean_query([*bounds, *more])
        order_by, order = _ORDERS.get(query.sort, (None, Order.Desc))
        result = self._records.search(
            scored,
            limit=max(query.limit, 1),
            offset=query.offset,
            order_by_field=order_by,
            order=order,
        )
        hits = tuple(
            ask.Hit(self._records.doc(address)["key"][0], float(score))
            for score, address in result.hits
        )
        # The binding's own type stubs leave `count` out.
        count = cast("int", result.count)  # type: ignore[attr-defined]
        return ask.Answer(count, hits, self._facets(found, query.facets))

    def standing(self, query: ask.WordQuery) -> frozenset[str]:
        return self._kept_standing(query)

    def _standing(self, query: ask.WordQuery) -> frozenset[str]:
        asking = _Asking(self._record_schema, self._record_words)
        bounds = [
            *((Occur.Must, asking.node(node)) for node in query.filters),
            *asking.audience(query.audiences),
        ]

        def any_stands(words: Sequence[str]) -> bool:
            any_of = _silenced(asking.any_spelling("all", query.layer, words))
            found = Query.boolean_query([(Occur.Must, any_of), *bounds])
            return self._count(self._records, found) > 0

        # Most often all do or none does; the second is asked at once.
        if not any_stands(query.words):
            return frozenset()
        return frozenset(word for word in query.words if any_stands([word]))

    def passages(self, query: ask.PassageQuery) -> Mapping[str, tuple[ask.PassageHit, ...]]:
        asking = _Asking(self._passage_schema, self._passage_words)
        words = Query.boolean_query(
            [
                (Occur.Should, Query.boost_query(asking.node(node), weight))
                for node, weight in query.any_of
            ]
        )
        bounds = [(Occur.Must, words), *asking.audience(query.audiences, unless=False)]

        def best(keys: Sequence[str], limit: int) -> tuple[dict[str, list[ask.PassageHit]], bool]:
            """Return the best passages of several records, and whether these were all."""
            question = Query.boolean_query([(Occur.Must, asking.silent("record", keys)), *bounds])
            result = self._passages.search(question, limit=limit)
            found: dict[str, list[ask.PassageHit]] = {}
            for score, address in result.hits:
                record_key, key = self._passages.doc(address)["key"][0].split(" ")
                several = found.setdefault(record_key, [])
                if len(several) < query.per_record:
                    several.append(ask.PassageHit(key, float(score)))
            return found, result.count <= limit  # type: ignore[attr-defined]

        found, is_all = best(query.record_keys, MOST_TOGETHER)
        if not is_all:
            # Long records may have left no room for others, which are then asked one by one.
            for key in query.record_keys:
                if len(found.get(key, ())) < query.per_record:
                    found |= best([key], query.per_record)[0]
        return {key: tuple(hits) for key, hits in found.items()}

    def _facets(self, found: Query, names: Sequence[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        if not names:
            return {}
        wanted = {name: {"terms": {"field": name, "size": MOST_FACET_VALUES}} for name in names}
        counted = self._records.aggregate(found, wanted)
        return {
            name: by_count((b["key"], b["doc_count"]) for b in counted[name]["buckets"])
            for name in names
        }

    def _count(self, searcher: tantivy.Searcher, query: Query) -> int:
        return cast("int", searcher.search(query, limit=1).count)  # type: ignore[attr-defined]


class _Spelling(NamedTuple):
    """A term, what an occurrence of it counts, and how many documents hold it."""

    term: str
    weight: float
    holding: int


class _Spellings:
    """The spellings under which words stand in one state of an index."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._count = max(searcher.num_docs, 1)
        self.of_folded = lru_cache(maxsize=4096)(self._of_folded)

    def of(self, field: str, layer: ask.Layer, word: str) -> tuple[_Spelling, ...]:
        if layer is ask.Layer.FOLDED:
            return self.of_folded(field, word)
        term = spelt_marked(word)
        return (_Spelling(term, 1.0, self._searcher.doc_freq(field, term)),)

    def _of_folded(self, field: str, folded: str) -> tuple[_Spelling, ...]:
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
            _Spelling(term, together / idf(self._count, holding), holding)
            for term, holding in found
        )


class _Asking:
    """Turns the plain nodes of a query into Tantivy's."""

    def __init__(self, schema: tantivy.Schema, spellings: _Spellings) -> None:
        self._schema = schema
        self._spellings = spellings

    def audience(self, words: frozenset[str], *, unless: bool = True) -> list[tuple[Occur, Query]]:
        bounds = [(Occur.Must, self.silent("audience", words))]
        if unless and words:
            bounds.append((Occur.MustNot, self.silent("unless", words)))
        return bounds

    def silent(self, field: str, values: Iterable[str]) -> Query:
        """Match any of the values without a score."""
        terms = [
            (Occur.Should, Query.term_query(self._schema, field, value, "basic"))
            for value in sorted(values)
        ]
        if not terms:
            return Query.empty_query()
        return Query.const_score_query(Query.boolean_query(terms), 0.0)

    def node(self, node: ask.Node) -> Query:
        match node:
            case ask.Words():
                return self._words(node)
            case ask.Phrase():
                return self._phrase(node.field, node.layer, node.slots)
            case ask.Near():
                return self._near(node)
            case ask.Dated():
                return self._dated(node)
            case ask.Tagged():
                return self.silent(node.facet, node.values)
            case ask.Keyed():
                return self.silent("key", node.record_keys)
            case ask.All():
                return Query.boolean_query([(Occur.Must, self.node(p)) for p in node.parts])
            case ask.Any():
                return Query.boolean_query([(Occur.Should, self.node(p)) for p in node.parts])
            case ask.Not():
                without = (Occur.MustNot, self.node(node.part))
                return _silenced(Query.boolean_query([(Occur.Must, Query.all_query()), without]))
            case ask.Everything():
                return _silenced(Query.all_query())
            case ask.Nothing():
                return Query.empty_query()
            case ask.Alike():
                return Query.const_score_query(self.node(node.part), 1.0)

    def _words(self, node: ask.Words) -> Query:
        if node.layer is ask.Layer.PAIRS:
            return _any(
                self._term(f"{node.field}_p", pair_code(*term.split("_")), weight)
                for term, weight in node.terms
            )
        field = f"{node.field}_w"
        words = [
            (weight, self._spellings.of(field, node.layer, word)) for word, weight in node.terms
        ]
        every = sorted((each for _, word in words for each in word), key=lambda each: -each.holding)
        scored = frozenset(each.term for each in every[:MOST_SCORED])
        queries = [self._word(field, word, weight, scored) for weight, word in words]
        if rare := [each.term for each in every[MOST_SCORED:]]:
            queries.append(_silenced(Query.term_set_query(self._schema, field, rare)))
        return _any(queries)

    def _word(
        self, field: str, spellings: Sequence[_Spelling], weight: float, scored: frozenset[str]
    ) -> Query:
        """Ask for one word under its spellings; a document counts by the one it has most of.

        Were they added up, long documents with many words of one sound would stand first.
        """
        terms = [
            self._term(field, each.term, each.weight * weight)
            for each in spellings
            if each.term in scored
        ]
        return terms[0] if len(terms) == 1 else Query.disjunction_max_query(terms)

    def _term(self, field: str, term: str, weight: float) -> Query:
        if not weight:
            return _silenced(Query.term_query(self._schema, field, term, "basic"))
        query = Query.term_query(self._schema, field, term, "freq")
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def any_spelling(self, field: str, layer: ask.Layer, words: Iterable[str]) -> Query:
        """Match any of the words under any of their spellings."""
        spelt = [
            each.term
            for word in words
            for each in self._spellings.of(f"{field}_w", layer, word)
            if each.holding
        ]
        return (
            Query.term_set_query(self._schema, f"{field}_w", spelt)
            if spelt
            else Query.empty_query()
        )

    def _phrase(
        self, field: str, layer: ask.Layer, slots: Sequence[Sequence[str]], distance: int = 0
    ) -> Query:
        field = f"{field}_w"
        spelt = [
            [each.term for word in slot for each in self._spellings.of(field, layer, word)]
            for slot in slots
        ]
        if prod(map(len, spelt)) <= MOST_PHRASES:
            return _any(
                _silenced(Query.phrase_query(self._schema, field, list(words), distance))
                for words in product(*spelt)
            )
        # Terms are letters, digits, `_` and `=` only, so that they need no escaping.
        patterns: list[str | tuple[int, str]] = [f"({'|'.join(slot)})" for slot in spelt]
        return _silenced(Query.regex_phrase_query(self._schema, field, patterns, distance))

    def _near(self, node: ask.Near) -> Query:
        either = [
            (Occur.Should, self._phrase(node.field, node.layer, slots, node.distance))
            for slots in ((node.left, node.right), (node.right, node.left))
        ]
        return Query.boolean_query(either)

    def _dated(self, node: ask.Dated) -> Query:
        schema, kind = self._schema, FieldType.Integer
        first = 0 if node.first is None else node.first
        parts = [Query.range_query(schema, "date_to", kind, lower_bound=first)]
        if node.last is not None:
            parts.append(Query.range_query(schema, "date_from", kind, upper_bound=node.last))
        return _silenced(Query.boolean_query([(Occur.Must, part) for part in parts]))


def _any(queries: Iterable[Query]) -> Query:
    several = list(queries)
    match several:
        case []:
            return Query.empty_query()
        case [one]:
            return one
    return Query.boolean_query([(Occur.Should, query) for query in several])


def _silenced(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
