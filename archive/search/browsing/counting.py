"""How many records each choice of a facet would leave, counted on the tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.http import QueryDict
from django.utils.functional import cached_property

from archive.access import gate
from archive.access.audiences import Viewer, of_viewer
from archive.catalogue.models import (
    Appearance,
    AppearanceRole,
    Body,
    BodyRole,
    Involvement,
    Person,
    Record,
    Vocabulary,
)
from archive.catalogue.terms import Terms
from archive.search.browsing.filters import RecordFilter
from archive.search.browsing.periods import PERIODS
from archive.search.tally.columns import Bits, bits_of, flags_of
from archive.search.tally.kept import tally
from archive.units.models import Unit

MOST = 12
_AT_ONCE = 100

Counts = Iterable[tuple[str, str, int]]
"""Value, label and number of records of each choice."""
Roles = list[tuple[str, int]]
"""Label and number of records of each role."""


class Holdings:
    """The records one viewer sees, to be narrowed and counted."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.tally = tally()
        self._who = tuple(sorted(of_viewer(viewer)))

    @cached_property
    def terms(self) -> Terms:
        return Terms()

    def left_by(self, query: QueryDict) -> Bits:
        """Return the records that the filters of an address leave the viewer."""
        chosen = {
            name: value for name in RecordFilter.base_filters if (value := query.get(name, ""))
        }
        if not chosen:
            return self.tally.visible(self.viewer)
        return self.tally.set_of(
            (self._who, tuple(sorted(chosen.items()))),
            lambda: RecordFilter(chosen, gate.visible_records(self.viewer), viewer=self.viewer).qs,
        )

    def kept(self, key: Hashable, rows: Callable[[], QuerySet[Record]]) -> Bits:
        """Return the records of a queryset of the gate for the viewer, known by `key`."""
        return self.tally.set_of((self._who, key), rows)

    def own(self) -> Bits:
        """Return the records whose withheld names the viewer knows: those of their offices."""
        return self.tally.own(self.viewer)


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
    leading = holdings.tally.reach(exact).leading(exact, MOST)
    known = Unit.objects.in_bulk([pk for pk, _n in leading])
    for unit, n in ((known[pk], n) for pk, n in leading if pk in known):
        ended = f" (–{unit.valid_to.year})" if unit.valid_to else ""
        yield unit.code, f"{unit.name}{ended}", n


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
    covered = holdings.tally.withheld.counts(left & holdings.own())
    counted = holdings.tally.person.counts(left, most=None if covered else MOST)
    if covered:
        counted = counted.copy()
        counted.update(covered)
    return named(counted, Person.objects.all())


def terms(column: str, vocabulary: Vocabulary) -> Count:
    """Count a column of codes of a vocabulary."""

    def count(holdings: Holdings, left: Bits) -> Counts:
        known = holdings.terms
        counted = getattr(holdings.tally, column).counts(left)
        named = [(str(code), known.label(vocabulary, str(code)), n) for code, n in counted.items()]
        return sorted(named, key=lambda choice: (-choice[2], choice[1]))[:MOST]

    return count


def person_roles(holdings: Holdings, person: Person, left: Bits) -> Roles:
    """Count in which roles `person` appears in the records `left`, as far as the viewer is told."""
    appearing = Appearance.objects.filter(person=person)
    as_witness = appearing.filter(role=AppearanceRole.WITNESS)
    withheld = bits_of(holdings.tally.withheld.records_of([person.pk])) & ~holdings.own()
    return _roles(
        AppearanceRole,
        _borne(appearing.exclude(role=AppearanceRole.WITNESS), left)
        + _borne(as_witness, left & ~withheld),
    )


def body_roles(holdings: Holdings, body: Body, left: Bits) -> Roles:
    """Count in which roles `body` has to do with the records `left`."""
    return _roles(BodyRole, _borne(Involvement.objects.filter(body=body), left))


def _borne(rows: QuerySet[Any], left: Bits) -> Counter[str]:
    """Count the roles of rows that have a role and a record, among the records `left`.

    Rows of one name are few; a database told to keep those of visible records looks through
    all records first.
    """
    pairs = list(rows.order_by().values_list("role", "record"))
    flags = flags_of(left, max((record for _, record in pairs), default=0))
    return Counter(role for role, record in pairs if flags[record])


def _roles(roles: type[TextChoices], counted: Counter[str]) -> Roles:
    return [(str(label), counted[role]) for role, label in roles.choices if counted[role]]


def named(
    counted: Counter[int],
    among: QuerySet[Any],
    address: str = "slug",
    name: str = "name",
    order: str = "sort_key",
) -> Counts:
    """Return the most frequent of the rows `among`, with their names; ties in their own order."""
    found: list[tuple[str, str, int]] = []
    for some in _ranked(counted):
        rows = among.filter(pk__in=some).order_by(order).values_list("pk", address, name)
        told = sorted(rows, key=lambda row: -counted[row[0]])
        found += [(slug, label, counted[pk]) for pk, slug, label in told]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _ranked(counted: Counter[int]) -> Iterator[list[int]]:
    """Yield all by their counts, a few at a time; mostly the first few are enough."""
    first = counted.most_common(_AT_ONCE)
    yield [pk for pk, _n in first]
    if len(counted) > len(first):
        ranked = [pk for pk, _n in counted.most_common()]
        for begin in range(_AT_ONCE, len(ranked), _AT_ONCE):
            yield ranked[begin : begin + _AT_ONCE]
