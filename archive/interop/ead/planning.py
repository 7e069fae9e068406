"""What stands in a finding aid and in which order: keys alone, so that a large one has room."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue import arrangement
from archive.catalogue.models import Collection


class Sort(Enum):
    """What one step of the way through a collection is."""

    LEVEL = auto()
    RECORD = auto()
    END = auto()


Step = tuple[Sort, int]


@dataclass
class Plan:
    """The levels below a collection that the viewer may see, and the records right in each.

    A record costs eight bytes.
    """

    top: int
    below: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    records: defaultdict[int, array[int]] = field(
        default_factory=lambda: defaultdict(lambda: array("q"))
    )

    @property
    def is_empty(self) -> bool:
        return not self.below and not self.records

    def steps(self) -> Iterator[Step]:
        """Yield the way through: into each level and out of it, its records last."""
        way: list[Iterator[Step]] = [self._inside(self.top)]
        while way:
            step = next(way[-1], None)
            if step is None:
                way.pop()
                if way:
                    yield Sort.END, 0
                continue
            yield step
            if step[0] is Sort.LEVEL:
                way.append(self._inside(step[1]))

    def _inside(self, level: int) -> Iterator[Step]:
        yield from ((Sort.LEVEL, each) for each in self.below.get(level, ()))
        yield from ((Sort.RECORD, each) for each in self.records.get(level, ()))


def plan_of(found: Collection, viewer: Viewer) -> Plan:
    """Return the plan, in three queries. What lies in a level that is not shown stands in the
    one above it, as on the collection's page.
    """
    inside = Collection.objects.filter(path__startswith=found.path)
    shown = set(
        gate.visible_collections(viewer)
        .filter(path__startswith=found.path)
        .values_list("pk", flat=True)
    )
    rows = list(inside.order_by("code").values_list("pk", "parent_id", "path"))
    standing = {found.pk: found.pk}
    for pk, parent, _path in sorted(rows, key=lambda row: row[2].count("/")):
        standing[pk] = pk if pk in shown or pk == found.pk else standing[parent]
    plan = Plan(found.pk)
    for pk, parent, _path in rows:
        if pk in shown and pk != found.pk:
            plan.below[standing[parent]].append(pk)
    seen = gate.visible_records(viewer).filter(arrangement.below(found)).order_by("code")
    for level, pk in seen.values_list("collection_id", "pk").iterator(chunk_size=5000):
        # A level that was made since stands nowhere yet.
        plan.records[standing.get(level, found.pk)].append(pk)
    return plan
