"""Suggestions while typing, and names near a query: never more than the viewer may know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from archive.access import gate
from archive.access.audiences import Viewer, of_viewer
from archive.access.sight import sights_of
from archive.catalogue.models import Person, Place, Subject
from archive.search.analysis import Forms, forms
from archive.search.engines import protocol as ask
from archive.search.highlight import borne
from archive.search.index import NoIndex, open_index
from archive.search.language import tree as said
from archive.search.language.parser import LONGEST_QUERY, parse
from archive.search.plan import beginning, plan
from archive.search.tally.kept import tally
from archive.search.tally.names import names_ranked, names_told
from archive.units.models import Unit
from archive.values.text import words as cut

MOST_OF_A_KIND = 4
MOST_RELATED = 6
MOST_LOOKED_AT = 8
"""Of a kind: what the columns still know and the gate refuses is left out."""
MOST_RELATED_LOOKED_AT = 200
MOST_WORDS = 8
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """Something whose name begins so: `kind` is record, person, place, unit or subject."""

    kind: str
    label: str
    url: str


def suggest(*, viewer: Viewer, text: str) -> list[Suggestion]:
    """Return titles, people, places and units with words that begin as `text` does.

    Names are known in memory, and the gate is asked about the records that tell them; titles are
    asked of the index.
    """
    words = [word.word for word in cut(text[:LONGEST_QUERY])][:MOST_WORDS]
    if not words or len(words[-1]) < SHORTEST:
        return []
    sought = _Sought(tuple(map(forms, words[:-1])), words[-1])
    return _titles(viewer, sought) + _names(viewer, sought)


@dataclass(frozen=True)
class _Sought:
    """Words, and the letters typed of the last one."""

    whole: tuple[Forms, ...]
    typed: str


def related(*, viewer: Viewer, text: str) -> list[Suggestion]:
    """Return people, places, units and subjects whose name bears most of the words of a query.

    Ways on when the query itself finds nothing; only names in records the viewer may see.
    """
    words = tuple(said.Word("all", forms) for forms in said.words_of(parse(text).tree))[:MOST_WORDS]
    try:
        opened = open_index()
    except NoIndex:
        return []
    if not words:
        return []
    audiences = of_viewer(viewer)
    planned = plan(said.Parsed(text, said.Or(words), False), opened.lexicon(audiences))
    question = ask.Query(must=planned.must, audiences=audiences, facets=tuple(_NAMED), limit=0)
    counted = opened.reader.search(question).facets
    found: list[tuple[int, Suggestion]] = []
    for kind in _NAMED:
        keys = [int(value) for value, _count in counted.get(kind, ())[:MOST_RELATED_LOOKED_AT]]
        for row in _rows(viewer, kind, keys).values():
            bears = borne(planned.matcher.find(str(row)))
            if bears * 2 > len(words):
                found.append((bears, Suggestion(kind, _label(row), _address(row))))
    found.sort(key=lambda each: (-each[0], len(each[1].label), each[1].label))
    return [suggestion for _, suggestion in found[:MOST_RELATED]]


_MODELS: dict[str, Any] = {"person": Person, "place": Place, "unit": Unit, "subject": Subject}
_NAMED: dict[str, Callable[[Viewer], QuerySet[Any]]] = {
    "person": gate.visible_people,
    "place": gate.visible_places,
    "unit": lambda viewer: Unit.objects.all(),
    "subject": gate.visible_subjects,
}


def _rows(viewer: Viewer, kind: str, keys: Sequence[int]) -> dict[int, Any]:
    """Return those of the things that the viewer may know of; asks nothing for none."""
    return _NAMED[kind](viewer).in_bulk(keys) if keys else {}


def _titles(viewer: Viewer, sought: _Sought) -> list[Suggestion]:
    try:
        opened = open_index()
    except NoIndex:
        return []
    audiences = of_viewer(viewer)
    parts: list[ask.Node] = [beginning("title", sought.typed)]
    if sought.whole:
        whole = said.And(tuple(said.Word("title", word) for word in sought.whole))
        parts.append(plan(said.Parsed("", whole, False), opened.lexicon(audiences)).must)
    # What may be a word already counts more where it is one.
    word = ask.Words("title", ask.Layer.FOLDED, ((forms(sought.typed).folded, 1.0),))
    question = ask.Query(
        must=ask.All(tuple(parts)),
        should=((word, 1.0),),
        audiences=audiences,
        limit=MOST_OF_A_KIND,
    )
    keys = [int(hit.record_key) for hit in opened.reader.search(question).hits]
    records = gate.visible_records(viewer).in_bulk(keys) if keys else {}
    sights = sights_of(viewer, list(records.values())) if records else {}
    return [
        Suggestion(
            "record", sights[key].veiled(records[key].title), records[key].get_absolute_url()
        )
        for key in keys
        if key in records
    ]


def _names(viewer: Viewer, sought: _Sought) -> list[Suggestion]:
    kept = tally()
    among, own = kept.visible(viewer), kept.own(viewer)
    leading: dict[str, list[int]] = {}
    telling: dict[tuple[str, int], int] = {}
    for kind, model in _MODELS.items():
        places = names_ranked(kept, model, among, own=own)
        bearing = kept.wordbook(model).bearing(sought.whole, beginning(kind, sought.typed))
        ranked = (pk for pk in bearing if pk in places)
        leading[kind] = nsmallest(MOST_LOOKED_AT, ranked, key=places.__getitem__)
        if kind != "unit":
            told = names_told(kept, model, among, own=own)
            telling |= {(kind, pk): told.records[pk] for pk in leading[kind]}
    asked = gate.visible_records(viewer).filter(pk__in=set(telling.values())).order_by()
    seen = set(asked.values_list("pk", flat=True)) if telling else set()
    found = []
    for kind, keys in leading.items():
        shown = [pk for pk in keys if kind == "unit" or telling[kind, pk] in seen]
        rows = _MODELS[kind].objects.in_bulk(shown[:MOST_OF_A_KIND]) if shown else {}
        found += [
            Suggestion(kind, _label(rows[pk]), _address(rows[pk])) for pk in keys if pk in rows
        ]
    return found


def _label(row: Any) -> str:
    """Return the name; of a unit that is no more, with the year it ended."""
    ended = getattr(row, "valid_to", None)
    return f"{row} (–{ended.year})" if ended else str(row)


def _address(row: Any) -> str:
    if isinstance(row, Unit):
        return reverse("public:unit", args=[row.code])
    return str(row.get_absolute_url())
