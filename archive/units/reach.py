"""Which units a unit counts for: itself, those it lay in, and what any of them became."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from heapq import nsmallest

from archive.units.models import Level, Succession, Unit

_MOST_KEPT = 8


class Reach:
    """Every unit with those it counts for: `taken_in_by` the other way round, read once.

    Thousands of units are counted for theirs at a time, which asked of a database takes a tenth
    of a second.
    """

    def __init__(self) -> None:
        rows = Unit.objects.order_by("sort_key", "code").values_list(
            "pk", "parent_id", "level", "valid_to"
        )
        self._above: defaultdict[int, list[int]] = defaultdict(list)
        self.place: dict[int, int] = {}
        """The place of each unit in the alphabet."""
        self.ended: set[int] = set()
        self.provinces_today: set[int] = set()
        for place, (pk, parent, level, valid_to) in enumerate(rows):
            self.place[pk] = place
            if parent is not None:
                self._above[pk].append(parent)
            if valid_to is not None:
                self.ended.add(pk)
            elif level == Level.PROVINCE:
                self.provinces_today.add(pk)
        for old, new in Succession.objects.values_list("predecessor_id", "successor_id"):
            self._above[old].append(new)
        self._wholes: dict[int, frozenset[int]] = {}
        self._led: deque[tuple[Mapping[int, int], int, list[tuple[int, int]]]] = deque(
            maxlen=_MOST_KEPT
        )

    def wholes_of(self, unit: int) -> frozenset[int]:
        """Return the ids of the units that `taken_in_by` would find `unit` under."""
        known = self._wholes.get(unit)
        if known is None:
            found, further = {unit}, [unit]
            while further:
                fresh = set(self._above.get(further.pop(), ())) - found
                found |= fresh
                further += fresh
            known = self._wholes[unit] = frozenset(found)
        return known

    def leading(self, counts: Mapping[int, int], most: int) -> list[tuple[int, int]]:
        """Return the first units to offer with the counts of all each takes in.

        Units counted themselves are offered and the provinces of today: what is before what
        has ended, the more before the fewer, then by the alphabet. The last answers are kept, so
        that whoever asks with the same `counts` again must not have changed them.
        """
        for known, asked, found in tuple(self._led):
            if known is counts and asked == most:
                return found
        rolled = self.rolled_up(counts)
        offered = (counts.keys() | self.provinces_today) & rolled.keys()
        ranked = nsmallest(
            most, offered, key=lambda pk: (pk in self.ended, -rolled[pk], self.place[pk])
        )
        self._led.append((counts, most, [(pk, rolled[pk]) for pk in ranked]))
        return self._led[-1][2]

    def rolled_up(self, counts: Mapping[int, int]) -> Counter[int]:
        """Return counts of units with those of all each takes in."""
        found: Counter[int] = Counter()
        for unit, n in counts.items():
            for whole in self.wholes_of(unit):
                found[whole] += n
        return found

    def knows(self, units: Iterable[int]) -> bool:
        """Tell whether all of `units` were there when it was read."""
        return self.place.keys() >= set(units)
