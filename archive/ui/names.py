"""Lists of people, places, subjects …, by the alphabet: those that stand in records one sees.

Which names stand on a page is known in memory; the gate is asked about the records that tell them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from archive.catalogue.models import Record
from archive.search.tally.names import Told
from archive.ui.paging import Numbered

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Names(Numbered[M]):
    """Some names of a kind, to be sliced; `seen` is the gate's word on the records."""

    told: Told
    rows: QuerySet[M]
    seen: QuerySet[Record]

    def __len__(self) -> int:
        return len(self.told.names)

    def numbers(self, first: int, last: int) -> list[int]:
        return self.told.names[first:last]

    def fetched(self, numbers: list[int]) -> QuerySet[M]:
        telling = {pk: self.told.records[pk] for pk in numbers}
        asked = self.seen.filter(pk__in=set(telling.values())).order_by()
        seen = set(asked.values_list("pk", flat=True))
        return self.rows.filter(pk__in=[pk for pk, record in telling.items() if record in seen])
