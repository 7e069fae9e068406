"""Suggestions while typing, and names near a query: never more than the viewer may know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from archive.access import gate
from archive.access.audiences import Viewer, of_viewer
from archive.access.sight import sights_of
from archive.catalogue.models import Person, Place, Subject
from archive.search.analysis import Forms, Token, tokens, word_forms
from archive.search.engines import protocol as ask
from archive.search.index import NoIndex, Opened, open_index
from archive.search.language import tree as said
from archive.search.language.parser import LONGEST_QUERY, parse
from archive.search.lexicon import Lexicon
from archive.search.plan import Plan, plan
from archive.units.models import Unit

MOST_OF_A_KIND = 4
MOST_RELATED = 6
MOST_LOOKED_AT = 1000
MOST_RELATED_LOOKED_AT = 200
ASKED_TOGETHER = 20
MOST_WORDS = 8
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """Something whose name begins so: `kind` is record, person, place, unit or subject."""

    kind: str
    label: str
    url: str


def suggest(*, viewer: Viewer, text: str) -> list[Suggestion]:
    """Return titles, people, places and units with words that begin as `text` does."""
    words = word_forms(text[:LONGEST_QUERY])[:MOST_WORDS]
    if not words or len(words[-1].folded) < SHORTEST:
        return []
    try:
        opened = open_index()
    except NoIndex:
        return []
    audiences = of_viewer(viewer)
    lexicon = opened.lexicon(audiences)
    found = _titles(viewer, opened, _beginning(lexicon, "title", text), audiences)
    for kind in _NAMED:
        if kind == "subject":
            # It has no field of its own to look in, but there are few: all are gone through.
            planned = replace(_beginning(lexicon, "all", text), must=ask.Everything())
        else:
            planned = _beginning(lexicon, kind, text)
        found += _names(viewer, opened, kind, planned, audiences)
    return found


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
            borne = _borne(str(row), planned)
            if borne * 2 > len(words):
                found.append((borne, Suggestion(kind, _label(row), _address(row))))
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


def _beginning(lexicon: Lexicon, field: str, text: str) -> Plan:
    *whole, last = tokens(text[:LONGEST_QUERY])[:MOST_WORDS]
    parts: list[said.Tree] = [said.Word(field, Forms(word.marked, word.folded)) for word in whole]
    parts.append(said.Prefix(field, text[last.start : last.end].casefold()))
    tree = said.And(tuple(parts)) if whole else parts[0]
    return plan(said.Parsed(text, tree, False), lexicon)


def _titles(
    viewer: Viewer, opened: Opened, planned: Plan, audiences: frozenset[str]
) -> list[Suggestion]:
    question = ask.Query(must=planned.must, audiences=audiences, limit=MOST_OF_A_KIND)
    keys = [int(hit.record_key) for hit in opened.reader.search(question).hits]
    records = gate.visible_records(viewer).in_bulk(keys)
    sights = sights_of(viewer, list(records.values())) if records else {}
    return [
        Suggestion(
            "record", sights[key].veiled(records[key].title), records[key].get_absolute_url()
        )
        for key in keys
        if key in records
    ]


def _names(
    viewer: Viewer,
    opened: Opened,
    kind: str,
    planned: Plan,
    audiences: frozenset[str],
) -> list[Suggestion]:
    question = ask.Query(must=planned.must, audiences=audiences, facets=(kind,), limit=0)
    counted = opened.reader.search(question).facets.get(kind, ())
    # Of the records found, only the names that begin so themselves; there are many more others,
    # for which the gate need not be asked.
    keys = [int(value) for value, _ in counted[:MOST_LOOKED_AT]]
    names = (
        dict(_MODELS[kind].objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    )
    bearing = (key for key in keys if _bears(names.get(key, ""), planned))
    rows: list[Any] = []
    while len(rows) < MOST_OF_A_KIND and (some := list(islice(bearing, ASKED_TOGETHER))):
        told = _rows(viewer, kind, some)
        rows += [told[key] for key in some if key in told]
    return [Suggestion(kind, _label(row), _address(row)) for row in rows[:MOST_OF_A_KIND]]


def _label(row: Any) -> str:
    """Return the name; of a unit that is no more, with the year it ended."""
    ended = getattr(row, "valid_to", None)
    return f"{row} (–{ended.year})" if ended else str(row)


def _address(row: Any) -> str:
    if isinstance(row, Unit):
        return reverse("public:unit", args=[row.code])
    return str(row.get_absolute_url())


def _bears(name: str, planned: Plan) -> bool:
    words = _words(name)
    # Most names lack a word: that is seen at once, before they are looked through in order.
    return all(any(map(slot.takes, words)) for (slot,) in planned.patterns) and (
        _borne(name, planned) == len(planned.patterns)
    )


def _borne(name: str, planned: Plan) -> int:
    """Return how many of what is looked for stand in a name."""
    return len({match.pattern for match in planned.matcher.find(_words(name))})


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[Token, ...]:
    """Return the words of a name; the same few are looked at while many readers type."""
    return tuple(tokens(name))
