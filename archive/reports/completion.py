"""How many units have their Party committee's history, as of a day and by level.

The denominator is the units that existed on that day: districts until 30 June 2025, the new
communes since. A book of a unit that was merged away counts for the unit it became part of only
in the column of predecessors, never as that unit's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from archive.units.models import Level, Succession, Unit
from archive.works.models import Milestone, Work, WorkKind, WorkStage

PRINTED = frozenset({WorkStage.PUBLISHED, WorkStage.LEGACY_PUBLISHED})


@dataclass(frozen=True)
class Completion:
    """One level on one day: the units there were, and how many had a printed history."""

    level: Level
    units: int
    own: int
    by_predecessors: int

    @property
    def percent(self) -> int | None:
        """Return the share with a book of their own, in whole percent; None without units."""
        return round(100 * self.own / self.units) if self.units else None


@dataclass(frozen=True)
class UnitLine:
    """One unit's history: the year it was printed, or when it is expected."""

    unit: Unit
    work: Work
    year: int | None
    expected_on: dt.date | None


def completion(works: QuerySet[Work], within: Unit, day: dt.date) -> list[Completion]:
    """Return the completion of each level below `within` on `day`, from `works` alone."""
    printed = printed_units(works, day)
    found = []
    for level in (Level.DISTRICT, Level.COMMUNE):
        units = set(units_of(within, level, day).values_list("pk", flat=True))
        inherited = _successors(printed, day) & units
        own = units & printed
        found.append(Completion(level, len(units), len(own), len(inherited - own)))
    return found


def unit_lines(works: QuerySet[Work], within: Unit, level: Level, day: dt.date) -> list[UnitLine]:
    """Return the histories of the units of `level`, printed first, then as expected."""
    units = units_of(within, level, day)
    histories = works.filter(kind=WorkKind.COMMITTEE_HISTORY, unit__in=units)
    printed = set(_printed(histories, day).values_list("pk", flat=True))
    lines = [
        UnitLine(
            work.unit,
            work,
            work.published_year if work.pk in printed else None,
            None if work.pk in printed else work.expected_on,
        )
        for work in histories.select_related("unit")
    ]
    return sorted(lines, key=lambda line: (line.year or 9999, line.unit.sort_key))


def units_of(within: Unit, level: Level, day: dt.date) -> QuerySet[Unit]:
    """Return the territories of `level` inside `within` that existed on `day`."""
    inside = Q(parent=within) | Q(parent__parent=within)
    return Unit.objects.territories().as_of(day).filter(inside, level=level)


def printed_units(works: QuerySet[Work], day: dt.date) -> set[int]:
    """Return the ids of the units whose committee's history was in print by `day`."""
    histories = works.filter(kind=WorkKind.COMMITTEE_HISTORY)
    return set(_printed(histories, day).values_list("unit_id", flat=True))


def _printed(works: QuerySet[Work], day: dt.date) -> QuerySet[Work]:
    """Keep what was printed by `day`: by its milestone, or by its year where none was entered."""
    reached = Milestone.objects.filter(stage__in=PRINTED)
    by_milestone = reached.filter(on__lte=day).values("work")
    by_year = Q(stage__in=PRINTED, published_year__lt=day.year) & ~Q(pk__in=reached.values("work"))
    return works.filter(Q(pk__in=by_milestone) | by_year)


def _successors(units: Collection[int], day: dt.date) -> set[int]:
    """Return what `units` became by `day`, through as many mergers as there were."""
    links = Succession.objects.filter(on__lte=day)
    found: set[int] = set()
    layer = set(units)
    while layer:
        became = links.filter(predecessor__in=layer).values_list("successor_id", flat=True)
        layer = set(became) - found
        found |= layer
    return found
