"""From the plain nodes of a query to the engine's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

import tantivy
from tantivy import FieldType, Occur, Query

from archive.search.engines import protocol as ask
from archive.search.engines.tantivy.spellings import Spellings
from archive.search.spelling import begun, spelt_marked
from archive.search.streams import pair_code

MOST_SCORED = 60
"""Spellings of one question that are scored each for itself; rarer ones are only found."""
MOST_PHRASES = 9
"""Phrases into which one with several spellings in a place is taken apart."""


class Asking:
    """Turns the plain nodes of a query into Tantivy's."""

    def __init__(self, schema: tantivy.Schema, spellings: Spellings) -> None:
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
            case ask.Written():
                return self._written(node)
            case ask.Beginning():
                pattern = begun(node.folded, node.marked)
                return Query.regex_query(self._schema, f"{node.field}_w", pattern)
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
                return silenced(Query.boolean_query([(Occur.Must, Query.all_query()), without]))
            case ask.Everything():
                return silenced(Query.all_query())
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
        spelt = [
            (each, weight * each.weight)
            for word, weight in node.terms
            for each in self._spellings.of(field, node.layer, word)
        ]
        spelt.sort(key=lambda each: -each[0].holding)
        terms = [self._term(field, each.term, weight) for each, weight in spelt[:MOST_SCORED]]
        if rare := [each.term for each, _ in spelt[MOST_SCORED:]]:
            terms.append(silenced(Query.term_set_query(self._schema, field, rare)))
        return _best(terms)

    def _written(self, node: ask.Written) -> Query:
        field = f"{node.field}_w"
        known = {
            each.term: each for each in self._spellings.of(field, ask.Layer.FOLDED, node.folded)
        }
        weights = {spelt_marked(node.folded): 0.0, spelt_marked(node.marked): node.by_marks}
        terms = [
            self._term(field, term, weight + node.by_sound * known[term].weight)
            for term, weight in weights.items()
            if term in known
        ]
        return _best(terms)

    def _term(self, field: str, term: str, weight: float) -> Query:
        if not weight:
            return silenced(Query.term_query(self._schema, field, term, "basic"))
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
                silenced(Query.phrase_query(self._schema, field, list(words), distance))
                for words in product(*spelt)
            )
        # Terms are letters, digits, `_` and `=` only, so that they need no escaping.
        patterns: list[str | tuple[int, str]] = [f"({'|'.join(slot)})" for slot in spelt]
        return silenced(Query.regex_phrase_query(self._schema, field, patterns, distance))

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
        return silenced(Query.boolean_query([(Occur.Must, part) for part in parts]))


def _any(queries: Iterable[Query]) -> Query:
    several = list(queries)
    match several:
        case []:
            return Query.empty_query()
        case [one]:
            return one
    return Query.boolean_query([(Occur.Should, query) for query in several])


def _best(queries: list[Query]) -> Query:
    """Match any; a document counts by the one it has most of.

    Were they added up, long documents with many words of one sound would stand first.
    """
    match queries:
        case []:
            return Query.empty_query()
        case [one]:
            return one
    return Query.disjunction_max_query(queries)


def silenced(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
