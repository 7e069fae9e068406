"""Lists of people, places, subjects …, by the alphabet: those that stand in records one sees.

Which names stand on a page is known in memory; the gate is asked about the records that tell them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from archive.catalogue.models import Appearance, Record
from archive.search.tally.names import Told
from archive.ui.paging import Numbered

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Names(Numbered[M]):
    """Some names of a kind, to be sliced.

    `records` and `appearances` are the gate's word on what tells them. Without the latter everybody
    who appears in a record is named.
    """

    told: Told
    rows: QuerySet[M]
    records: Callable[[], QuerySet[Record]]
    appearances: Callable[[], QuerySet[Appearance]] | None = None

    def __len__(self) -> int:
        return len(self.told.names)

    def numbers(self, first: int, last: int) -> list[int]:
        return self.told.names[first:last]

    def fetched(self, numbers: list[int]) -> QuerySet[M]:
        told, by_person = self.told.records, self.told.people if self.appearances else {}
        appearing = {pk: (by_person[pk], told[pk]) for pk in numbers if pk in by_person}
        standing = {pk: told[pk] for pk in numbers if pk not in by_person}
        shown: set[int] = set()
        if appearing and self.appearances:
            people, records = (set(several) for several in zip(*appearing.values(), strict=True))
            asked = self.appearances().filter(person__in=people, record__in=records)
            pairs = set(asked.values_list("person_id", "record_id"))
            shown.update(pk for pk, pair in appearing.items() if pair in pairs)
        if standing:
            asked_of = self.records().filter(pk__in=set(standing.values())).order_by()
            seen = set(asked_of.values_list("pk", flat=True))
            shown.update(pk for pk, record in standing.items() if record in seen)
        return self.rows.filter(pk__in=shown)
