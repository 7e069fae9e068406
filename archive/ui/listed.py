"""Lists of records out of the columns: any page of any list costs what the first one does.

Which records stand on a page is known in memory. They are then fetched through the gate, so that
what has closed this very moment is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.access import gate
from archive.catalogue.models import Record
from archive.search.browsing.counting import Holdings
from archive.search.tally.columns import Bits
from archive.ui.paging import Numbered

SORTS: dict[str, tuple[str | Promise, str]] = {
    "newest": (_("Latest released"), "newest"),
    "date": (_("Oldest first"), "earliest"),
    "-date": (_("Newest date first"), "latest"),
    "code": (_("By reference code"), "code"),
}
"""What a list can be sorted by: label, and the column that knows the order."""
DEFAULT_SORT = "newest"


@dataclass(frozen=True)
class Listed(Numbered[Record]):
    """The records of a set in one order, to be sliced."""

    holdings: Holdings
    among: Bits
    sort: str = DEFAULT_SORT

    def __len__(self) -> int:
        return self.among.bit_count()

    def numbers(self, first: int, last: int) -> list[int]:
        order = getattr(self.holdings.tally, SORTS[self.sort][1])
        ids: list[int] = order.stretch(self.among, first, last)
        return ids

    def fetched(self, numbers: list[int]) -> QuerySet[Record]:
        seen = gate.visible_records(self.holdings.viewer).filter(pk__in=numbers)
        return seen.select_related("collection")
