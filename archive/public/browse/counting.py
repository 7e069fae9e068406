"""How many records each choice of a facet would leave, counted on the tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from archive.access import gate
from archive.access.audiences import Viewer, administers, of_viewer, offices_of
from archive.accounts.models import User
from archive.catalogue.models import Person, Record, Vocabulary
from archive.catalogue.terms import Terms
from archive.public.browse.columns import Bits
from archive.public.browse.filters import RecordFilter
from archive.public.browse.periods import PERIODS
from archive.public.browse.tally import tally
from archive.units.models import Level, Unit
from archive.units.reach import wholes_of

MOST = 12
_AT_ONCE = 100

Counts = Iterable[tuple[str, str, int]]
"""Value, label and number of records of each choice."""


class Holdings:
    """The records one viewer sees, to be narrowed and counted."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.tally = tally()
        self._who = tuple(sorted(of_viewer(viewer)))

    def left_by(self, query: QueryDict) -> Bits:
        """Return the records that the filters of an address leave the viewer."""
        chosen = {
            name: value for name in RecordFilter.base_filters if (value := query.get(name, ""))
        }
        return self.tally.set_of(
            (self._who, tuple(sorted(chosen.items()))),
            lambda: RecordFilter(chosen, gate.visible_records(self.viewer), viewer=self.viewer).qs,
        )

    def own(self) -> Bits:
        """Return the records whose withheld names the viewer knows: those of their offices."""
        if not isinstance(self.viewer, User) or not self.viewer.is_archive_staff:
            return 0
        if administers(self.viewer):
            return self.tally.set_of("all", Record.objects.all)
        offices = offices_of(self.viewer)
        return self.tally.set_of(offices, lambda: Record.objects.filter(holder__in=offices))


Count = Callable[[Holdings, Bits], Counts]


def choices(column: str, labels: Any) -> Count:
    """Count a column of fixed choices."""

    def count(holdings: Holdings, left: Bits) -> Counts:
        counted = getattr(holdings.tally, column).counts(left)
        return [(value, str(label), counted.get(value, 0)) for value, label in labels.choices]

    return count


def periods(holdings: Holdings, left: Bits) -> Counts:
    for period in PERIODS:
        n = (left & holdings.tally.year.having(period.years)).bit_count()
        yield period.key, period.label, n


def units(holdings: Holdings, left: Bits) -> Counts:
    """Units as they were described and provinces as they are today, each with all it takes in."""
    exact = holdings.tally.unit.counts(left)
    counts: Counter[int] = Counter()
    for part, wholes in wholes_of(exact).items():
        for whole in wholes:
            counts[whole] += exact[part]
    today = Q(level=Level.PROVINCE, valid_to__isnull=True)
    offered = Unit.objects.filter(today | Q(pk__in=exact), pk__in=counts).order_by("sort_key")
    found = sorted(offered, key=lambda unit: (unit.valid_to is not None, -counts[unit.pk]))
    for unit in found[:MOST]:
        ended = f" (–{unit.valid_to.year})" if unit.valid_to else ""
        yield unit.code, f"{unit.name}{ended}", counts[unit.pk]


def collections(holdings: Holdings, left: Bits) -> Counts:
    counted = holdings.tally.collection.counts(left)
    seen = gate.visible_collections(holdings.viewer)
    return named(counted, seen, "code", "title", "code")


def linked(name: str, model: Any) -> Count:
    """Count what records are given (places, subjects …): of a record one sees, one sees it too."""

    def count(holdings: Holdings, left: Bits) -> Counts:
        counted = getattr(holdings.tally, name).counts(left, most=MOST)
        return named(counted, model.objects.all())

    return count


def people(holdings: Holdings, left: Bits) -> Counts:
    """Count who appears; whose name is withheld counts only where the viewer's office holds it."""
    counted = holdings.tally.person.counts(left)
    if own := left & holdings.own():
        counted += holdings.tally.withheld_beside_person(own)
    return named(counted, Person.objects.all())


def terms(column: str, vocabulary: Vocabulary) -> Count:
    """Count a column of codes of a vocabulary."""

    def count(holdings: Holdings, left: Bits) -> Counts:
        known = Terms()
        counted = getattr(holdings.tally, column).counts(left)
        named = [(str(code), known.label(vocabulary, str(code)), n) for code, n in counted.items()]
        return sorted(named, key=lambda choice: (-choice[2], choice[1]))[:MOST]

    return count


def named(
    counted: Counter[int],
    among: QuerySet[Any],
    address: str = "slug",
    name: str = "name",
    order: str = "sort_key",
) -> Counts:
    """Return the most frequent of the rows `among`, with their names; ties in their own order."""
    ranked = [pk for pk, _n in counted.most_common()]
    found: list[tuple[str, str, int]] = []
    for first in range(0, len(ranked), _AT_ONCE):
        some = ranked[first : first + _AT_ONCE]
        rows = among.filter(pk__in=some).order_by(order).values_list("pk", address, name)
        told = sorted(rows, key=lambda row: -counted[row[0]])
        found += [(slug, label, counted[pk]) for pk, slug, label in told]
        if len(found) >= MOST:
            break
    return found[:MOST]
