"""Searching: counts, hits, facets, the best passages of records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property, lru_cache
from itertools import count, takewhile
from pathlib import Path

from tantivy import Occur, Order, Query

from archive.search.engines import protocol as ask
from archive.search.engines.table import by_count
from archive.search.engines.tantivy.asking import Asking, silenced
from archive.search.engines.tantivy.format import opened
from archive.search.engines.tantivy.spellings import Spellings
from archive.search.spelling import marked_of

MOST_FACET_VALUES = 200
MOST_COUNTED = 10_000
"""Values of a facet in one segment up to which the counts are exact."""
MOST_TOGETHER = 200
"""Passages looked through at once for the best of several records."""

_ALL = "all"
"""Names the count of everything beside the facets."""
_ORDERS = {
    ask.Sort.OLDEST: ("date_from", Order.Asc),
    ask.Sort.LATEST: ("date_to", Order.Desc),
    ask.Sort.NEWEST: ("added", Order.Desc),
}


@cache
def _beside() -> ThreadPoolExecutor:
    """Return the threads that tally while others rank; they are begun when first needed."""
    return ThreadPoolExecutor(max_workers=4, thread_name_prefix="tally")


class TantivyReader:
    """One state of the index: searchers do not see what is committed after they were made."""

    def __init__(self, folder: Path) -> None:
        records, passages = opened(folder / "records"), opened(folder / "passages")
        self._record_schema, self._records = records.schema, records.searcher()
        self._passage_schema, self._passages = passages.schema, passages.searcher()
        self._record_words = Spellings(self._records)
        self._passage_words = Spellings(self._passages)
        self._kept_standing = lru_cache(maxsize=1024)(self._standing)

    def count_records(self) -> int:
        # Every record has one first view.
        first = Query.term_query(self._record_schema, "view", 0)
        return self._tally(first).count

    def count_passages(self) -> int:
        return self._passages.num_docs

    def words(self) -> Iterable[str]:
        terms = self._records.terms_with_prefix("all_w", "")
        return (marked_of(term) for term, _ in terms)

    def search(self, query: ask.Query) -> ask.Answer:
        asking = Asking(self._record_schema, self._record_words)
        bounds = [
            (Occur.Must, asking.node(query.must)),
            *((Occur.Must, asking.node(node)) for node in query.filters),
            *asking.audience(query.audiences),
        ]
        found = Query.boolean_query(bounds)
        if query.limit and query.facets:
            # Both go without Python's lock: what counts has the other core, while whoever asked
            # ranks here and goes on to read the page.
            tally = _beside().submit(self._tally, found, query.facets).result
        else:
            tally = cache(lambda: self._tally(found, query.facets))
        hits = self._ranked(query, asking, bounds, found) if query.limit else ()
        return ask.Answer(hits, tally)

    def _ranked(
        self, query: ask.Query, asking: Asking, bounds: list[tuple[Occur, Query]], found: Query
    ) -> tuple[ask.Hit, ...]:
        """Return the page of what is found that was asked for."""
        if query.sort is ask.Sort.RELEVANCE and query.should:
            more = [
                (Occur.Should, Query.boost_query(asking.node(node), weight))
                for node, weight in query.should
            ]
            found = Query.boolean_query([*bounds, *more])
        order_by, order = _ORDERS.get(query.sort, (None, Order.Desc))
        result = self._records.search(
            found,
            limit=query.limit,
            count=False,
            offset=query.offset,
            order_by_field=order_by,
            order=order,
        )
        return tuple(
            ask.Hit(self._records.doc(address)["key"][0], float(score))
            for score, address in result.hits
        )

    def standing(self, query: ask.WordQuery) -> frozenset[str]:
        return self._kept_standing(query)

    def _standing(self, query: ask.WordQuery) -> frozenset[str]:
        asking = Asking(self._record_schema, self._record_words)
        bounds = [
            *((Occur.Must, asking.node(node)) for node in query.filters),
            *asking.audience(query.audiences),
        ]

        def any_stands(words: Iterable[str]) -> bool:
            any_of = silenced(asking.any_spelling("all", query.layer, words))
            return self._tally(Query.boolean_query([(Occur.Must, any_of), *bounds])).count > 0

        # A word that stands in more entries than are closed stands in one that is open.
        closed = self._written - self._tally(Query.boolean_query(bounds)).count
        sure = frozenset(
            word
            for word in query.words
            for each in self._record_words.of("all_w", query.layer, word)
            if each.holding > closed
        )
        rest = [word for word in query.words if word not in sure]
        # Most often all of them do or none does; the second is asked at once.
        if not rest or not any_stands(rest):
            return sure
        return sure | {word for word in rest if any_stands([word])}

    @cached_property
    def _written(self) -> int:
        """How many record entries there are, with those deleted and not yet merged away.

        Terms are counted in these too. Every entry is one view, and views are numbered from 0.
        """
        holding = (self._records.doc_freq("view", view) for view in count())
        return sum(takewhile(bool, holding))

    def passages(self, query: ask.PassageQuery) -> Mapping[str, tuple[ask.PassageHit, ...]]:
        asking = Asking(self._passage_schema, self._passage_words)
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

    def _tally(self, found: Query, facets: Sequence[str] = ()) -> ask.Tally:
        """Return how many record entries are found, and how many of them have each facet value.

        A search that counts would score them all, which takes two to four times as long.
        """
        wanted: dict[str, object] = {
            name: {"terms": {"field": name, "size": MOST_FACET_VALUES, "split_size": MOST_COUNTED}}
            for name in facets
        }
        # Every entry is one view.
        counted = self._records.aggregate(
            found, wanted | {_ALL: {"value_count": {"field": "view"}}}
        )
        return ask.Tally(
            int(counted[_ALL]["value"]),
            {
                name: by_count((b["key"], b["doc_count"]) for b in counted[name]["buckets"])
                for name in facets
            },
        )
