"""Searching: the one query language and the one engine, by the names addresses have.

The index knows units, collections and names by the numbers of their rows. Here they are asked for
and told by what their addresses end in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from archive.access.addresses import at, at_number
from archive.catalogue.models import (
    AccessLevel,
    Person,
    Place,
    RecordKind,
    Subject,
    VettingStatus,
)
from archive.catalogue.models import Collection as Shelf
from archive.interop.api.describing import summaries
from archive.interop.api.operations import Asked, reading
from archive.interop.api.parameters import Parameter, one_of, text, whole
from archive.interop.api.referring import seconds
from archive.interop.api.shapes.found import Facet, FacetValue, FoundPlace, Hit, SearchAnswer
from archive.interop.api.shapes.parts import Mark, Marked
from archive.search.engines.protocol import FACETS, Sort
from archive.search.finding import find
from archive.search.highlight import Piece
from archive.search.results import LAST_PAGE, Filters, Passage, RecordHit, Results
from archive.units.models import Unit
from archive.values.numbers import long_number

MOST_VALUES = 8
_LONGEST = 255
_NOBODY = "0"
"""What no row has for its number: what was asked for is not there, so nothing is found."""
_NAMED: Mapping[str, tuple[Any, str]] = {
    "unit": (Unit, "code"),
    "collection": (Shelf, "code"),
    "person": (Person, "slug"),
    "place": (Place, "slug"),
    "subject": (Subject, "slug"),
}
_CHOICES: Mapping[str, Collection[str]] = {
    "kind": RecordKind.values,
    "vetting": VettingStatus.values,
    "access": AccessLevel.values,
}
_SAYS: Mapping[str, str] = {
    "kind": "Only records of this kind.",
    "period": "Only of this decade, by its first year: `1940`.",
    "unit": "Only of this unit (its code), of what belonged to it and of what it came from.",
    "collection": "Only in this collection (its code) or below it.",
    "person": "Only in which this person (the end of their address) appears.",
    "place": "Only of this place (the end of its address).",
    "subject": "Only about this subject (the end of its address).",
    "vetting": "Only with this vetting status.",
    "language": "Only in this language (ISO 639).",
    "access": "Only open to these readers.",
}


def _narrowing(facet: str) -> Parameter:
    says = f"{_SAYS[facet]} Several narrow further."
    if facet in _CHOICES:
        return one_of(facet, says, _CHOICES[facet], most=MOST_VALUES)
    return text(facet, says, longest=_LONGEST, most=MOST_VALUES)


PARAMETERS = (
    text("q", "What is looked for, in the query language of the search page; empty: everything."),
    one_of("marks", "`ignore`: the diacritics typed do not count.", ["ignore"]),
    *map(_narrowing, FACETS),
    whole("from", "Only whose date may lie in this year or later.", least=1, greatest=9999),
    whole("to", "Only whose date may lie in this year or before.", least=1, greatest=9999),
    one_of("sort", "In which order; `relevance` unless said.", [each.value for each in Sort]),
    whole("page", "Which page, of ten records each, from 1.", least=1, greatest=LAST_PAGE),
)


@reading(
    "search/",
    SearchAnswer,
    "Records found by words in description, pages and speech, with the places they stand",
    *PARAMETERS,
    limit="SEARCHES_PER_MINUTE",
)
def search(asked: Asked) -> SearchAnswer:
    query = asked.query
    results = find(
        viewer=asked.viewer,
        text=query["q"] or "",
        filters=Filters(
            facets={name: _numbers(name, query[name]) for name in FACETS if query[name]},
            year_from=query["from"],
            year_to=query["to"],
        ),
        sort=Sort(query["sort"] or Sort.RELEVANCE),
        page=query["page"] or 1,
        ignore_marks=bool(query["marks"]),
    )
    number = results.page
    return SearchAnswer(
        count=results.count,
        next=asked.again(page=str(number + 1)) if results.has_next else None,
        previous=asked.again(page=str(number - 1)) if results.has_previous else None,
        items=_hits(asked, results),
        sort=results.sort,
        notes=sorted(results.notes),
        suggestions=list(results.suggestions),
        facets=_facets(results),
    )


def _numbers(facet: str, values: list[str]) -> tuple[str, ...]:
    """Return the values as the index knows them."""
    if facet not in _NAMED:
        return tuple(values)
    model, key = _NAMED[facet]
    known = dict(model.objects.filter(**{f"{key}__in": values}).values_list(key, "pk"))
    return tuple(str(known.get(value, _NOBODY)) for value in values)


def _facets(results: Results) -> list[Facet]:
    """Return the facets with their values as parameters take them, in a query for each kind."""
    told = []
    for facet in results.facets:
        addresses = _addresses(facet.name, [value.value for value in facet.values])
        told.append(
            Facet(
                name=facet.name,
                values=[
                    FacetValue(
                        value=addresses[value.value],
                        label=value.label,
                        count=value.count,
                        is_chosen=value.is_chosen,
                    )
                    for value in facet.values
                    if value.value in addresses
                ],
            )
        )
    return told


def _addresses(facet: str, values: Iterable[str]) -> dict[str, str]:
    """Return by its value in the index what an address calls it."""
    if facet not in _NAMED:
        return {value: value for value in values}
    model, key = _NAMED[facet]
    numbers = [number for value in values if (number := long_number(value, None)) is not None]
    rows = model.objects.filter(pk__in=numbers).values_list("pk", key)
    return {str(pk): address for pk, address in rows}


def _hits(asked: Asked, results: Results) -> list[Hit]:
    short = summaries(asked.viewer, [hit.record for hit in results.hits])
    return [
        Hit(
            record=record,
            title=_marked(hit.title),
            summary=_marked(hit.summary),
            passages=[_passage(hit, passage) for passage in hit.passages],
        )
        for hit, record in zip(results.hits, short, strict=True)
    ]


def _passage(hit: RecordHit, passage: Passage) -> FoundPlace:
    code = hit.record.code
    is_page = passage.page is not None
    return FoundPlace(
        page=passage.page,
        start=None if passage.start_ms is None else seconds(passage.start_ms),
        end=None if passage.end_ms is None else seconds(passage.end_ms),
        speaker=hit.sight.veiled(passage.speaker),
        html_url=at_number("public:page", code, passage.page or 1)
        if is_page
        else at("public:moment", code, passage.seconds),
        text=_marked(passage.pieces),
    )


def _marked(pieces: Iterable[Piece]) -> Marked:
    """Return pieces as one plain text, with where the words found stand in it."""
    text, marks = "", []
    for piece in pieces:
        if piece.is_found:
            marks.append(Mark(start=len(text), end=len(text) + len(piece.text)))
        text += piece.text
    return Marked(text=text, marks=marks)
