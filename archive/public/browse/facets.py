"""Counts beside the choices: how many records each further choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue.models import Involvement, Record, RecordKind, VettingStatus, Vocabulary
from archive.catalogue.terms import Terms, split
from archive.public.browse.filters import RecordFilter
from archive.public.browse.memory import Memory
from archive.public.browse.periods import PERIODS
from archive.units.models import Level, Unit
from archive.units.reach import wholes_of

MOST = 12

Counts = Iterable[tuple[str, str, int]]
"""Value, label and number of records of each choice."""


@dataclass(frozen=True)
class Choice:
    label: str
    count: int
    url: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str | Promise
    choices: list[Choice]
    open: bool


def facets_of(
    query: QueryDict, rows: QuerySet[Record], viewer: Viewer, *, path: str
) -> list[Facet]:
    """Return every facet of the list, in one query each.

    A facet is counted under all filters but its own, so that another of its choices can be taken.
    """
    memory = Memory(viewer)
    found = []
    for number, (name, (title, count)) in enumerate(FACETS.items()):
        others = query.copy()
        others.pop(name, None)
        others.pop("page", None)
        chosen = query.get(name, "")
        left = RecordFilter(others, rows, viewer=viewer).qs
        counts = memory.of((name, sorted(others.lists())), partial(_counted, count, left, viewer))
        choices = [
            Choice(label, n, _address(path, others, name, value, chosen), value == chosen)
            for value, label, n in counts
            if n or value == chosen
        ]
        if choices:
            found.append(Facet(name, title, choices, open=bool(chosen) or number < 3))
    return found


def _counted(
    count: Callable[[QuerySet[Record], Viewer], Counts], rows: QuerySet[Record], viewer: Viewer
) -> list[tuple[str, str, int]]:
    return [(value, str(label), n) for value, label, n in count(rows, viewer)]


def _address(path: str, others: QueryDict, name: str, value: str, chosen: str) -> str:
    """Return where a press on the choice leads: it is taken, or given up if it was taken."""
    query = others.copy()
    if value != chosen:
        query[name] = value
    return f"{path}?{query.urlencode()}" if query else path


def _choices(field: str, labels: type) -> Callable[[QuerySet[Record], Viewer], Counts]:
    def count(rows: QuerySet[Record], viewer: Viewer) -> Counts:
        counts = dict(rows.order_by().values_list(field).annotate(Count("pk")))
        return [
            (value, str(label), counts.get(value, 0))
            for value, label in labels.choices  # type: ignore[attr-defined]
        ]

    return count


def _periods(rows: QuerySet[Record], viewer: Viewer) -> Counts:
    conditions = {f"p{n}": period.condition() for n, period in enumerate(PERIODS)}
    counts = rows.order_by().aggregate(
        **{key: Count("pk", condition) for key, condition in conditions.items()}
    )
    return [(period.key, period.label, counts[f"p{n}"]) for n, period in enumerate(PERIODS)]


def _units(rows: QuerySet[Record], viewer: Viewer) -> Counts:
    """Units as they were described and provinces as they are today, each with all it takes in."""
    exact: dict[int, int] = dict(
        rows.filter(unit__isnull=False).order_by().values_list("unit").annotate(
            n=Count("pk")
        )
    )  # fmt: skip
    counts: Counter[int] = Counter()
    for part, wholes in wholes_of(exact).items():
        for whole in wholes:
            counts[whole] += exact[part]
    today = Q(level=Level.PROVINCE, valid_to__isnull=True)
    offered = Unit.objects.filter(today | Q(pk__in=exact), pk__in=counts).order_by("sort_key")
    units = sorted(offered, key=lambda unit: (unit.valid_to is not None, -counts[unit.pk]))
    for unit in units[:MOST]:
        ended = f" (–{unit.valid_to.year})" if unit.valid_to else ""
        yield unit.code, f"{unit.name}{ended}", counts[unit.pk]


def _collections(rows: QuerySet[Record], viewer: Viewer) -> Counts:
    counted = rows.filter(collection__in=gate.visible_collections(viewer)).order_by()
    found = counted.values_list("collection__code", "collection__title").annotate(n=Count("pk"))
    return list(found.order_by("-n", "collection__code")[:MOST])


def _subjects(rows: QuerySet[Record], viewer: Viewer) -> Counts:
    return _given(Record.subjects.through, "subject", rows)


def _places(rows: QuerySet[Record], viewer: Viewer) -> Counts:
    return _given(Record.places.through, "place", rows)


def _given(through: Any, name: str, rows: QuerySet[Record]) -> Counts:
    """Count the links themselves: what is given to a record one sees, one sees too."""
    links = through.objects.filter(record__in=rows.order_by().values("pk"))
    found = links.values_list(f"{name}__slug", f"{name}__name").annotate(n=Count("pk"))
    return list(found.order_by("-n", f"{name}__sort_key")[:MOST])


def _events(rows: QuerySet[Record], viewer: Viewer) -> Counts:
    return _given(Record.events.through, "event", rows)


def _bodies(rows: QuerySet[Record], viewer: Viewer) -> Counts:
    links = Involvement.objects.filter(record__in=rows.order_by().values("pk"))
    found = links.values_list("body__slug", "body__name").annotate(n=Count("record", distinct=True))
    return list(found.order_by("-n", "body__sort_key")[:MOST])


def _people(rows: QuerySet[Record], viewer: Viewer) -> Counts:
    known = gate.visible_appearances(viewer).filter(record__in=rows.order_by())
    found = known.values_list("person__slug", "person__name").annotate(
        n=Count("record", distinct=True)
    )
    return list(found.order_by("-n", "person__sort_key")[:MOST])


def _terms(field: str, vocabulary: Vocabulary) -> Callable[[QuerySet[Record], Viewer], Counts]:
    def count(rows: QuerySet[Record], viewer: Viewer) -> Counts:
        terms = Terms()
        counts: Counter[str] = Counter()
        for written, n in rows.order_by().values_list(field).annotate(n=Count("pk")):
            for code in set(split(written)):
                counts[code] += n
        return [(code, terms.label(vocabulary, code), n) for code, n in counts.most_common(MOST)]

    return count


FACETS: dict[str, tuple[Promise, Callable[[QuerySet[Record], Viewer], Counts]]] = {
    "kind": (_("Kind"), _choices("kind", RecordKind)),
    "period": (_("Period"), _periods),
    "vetting": (_("Vetting status"), _choices("vetting_status", VettingStatus)),
    "unit": (_("Unit at the time"), _units),
    "collection": (_("Collection"), _collections),
    "subject": (_("Subject"), _subjects),
    "person": (_("Person"), _people),
    "body": (_("Corporate body"), _bodies),
    "place": (_("Place"), _places),
    "event": (_("Event"), _events),
    "condition": (_("Physical condition"), _terms("condition", Vocabulary.CONDITION)),
    "document_type": (_("Document type"), _terms("document_type", Vocabulary.DOCUMENT_TYPE)),
    "language": (_("Language"), _terms("languages", Vocabulary.LANGUAGE)),
}
