"""Units, collections and subjects as trees, and the vocabularies, read once for many records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Self

from archive.catalogue import thesaurus
from archive.catalogue.models import AccessLevel, Collection, Record
from archive.catalogue.terms import Terms
from archive.units.models import Succession, Unit


class Atlas:
    """Which units, collections and subjects a record stands under, then and today."""

    def __init__(
        self,
        names: dict[int, str],
        parents: dict[int, int | None],
        successors: dict[int, list[int]],
        shelf_parents: dict[int, int | None],
        ceilings: Mapping[int, str],
        subject_lines: Mapping[int, tuple[int, ...]],
    ) -> None:
        self._names = names
        self._parents = parents
        self._successors = successors
        self._shelf_parents = shelf_parents
        self._ceilings = ceilings
        self._subject_lines = subject_lines
        self.terms = Terms()
        self.reach = cache(self._reach)
        self.shelves = cache(self._shelves)

    @classmethod
    def read(cls) -> Self:
        units = list(Unit.objects.values_list("pk", "name", "parent_id"))
        successors: defaultdict[int, list[int]] = defaultdict(list)
        for before, after in Succession.objects.values_list("predecessor_id", "successor_id"):
            successors[before].append(after)
        return cls(
            {pk: name for pk, name, _ in units},
            {pk: parent for pk, _, parent in units},
            dict(successors),
            dict(Collection.objects.values_list("pk", "parent_id")),
            dict(Collection.objects.values_list("pk", "ceiling")),
            thesaurus.lines(),
        )

    def level_of(self, record: Record) -> AccessLevel:
        """Return to whom a record is open, its collection's ceiling counted in."""
        ceiling = self._ceilings.get(record.collection_id or 0, AccessLevel.PUBLIC)
        return AccessLevel.strictest(record.access_level, ceiling)

    def subjects(self, given: Iterable[int]) -> frozenset[int]:
        """Return the subjects `given` to a record, and those above them: it is found under each."""
        given = list(given)
        return frozenset(given).union(*(self._subject_lines.get(pk, ()) for pk in given))

    def names_of(self, units: frozenset[int]) -> list[str]:
        return sorted({self._names[unit] for unit in units if unit in self._names})

    def _reach(self, unit: int | None) -> frozenset[int]:
        """Return the unit, those it lies in, and whatever any of them has become since.

        So that Lâm Đồng of today finds what was Bình Thuận's.
        """
        found: set[int] = set()
        waiting = [] if unit is None else [unit]
        while waiting:
            here = waiting.pop()
            if here in found:
                continue
            found.add(here)
            parent = self._parents.get(here)
            waiting.extend([] if parent is None else [parent])
            waiting.extend(self._successors.get(here, ()))
        return frozenset(found)

    def _shelves(self, shelf: int | None) -> frozenset[int]:
        found: set[int] = set()
        while shelf is not None and shelf not in found:
            found.add(shelf)
            shelf = self._shelf_parents.get(shelf)
        return frozenset(found)
