"""Lists of records out of the columns: any page of any list costs what the first one does.

Which records stand on a page is known in memory. They are then fetched through the gate, so that
what has closed this very moment is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.access import gate
from archive.catalogue.models import Record
from archive.public.browse.columns import Bits
from archive.public.browse.counting import Holdings

SORTS: dict[str, tuple[str | Promise, str]] = {
    "newest": (_("Latest released"), "newest"),
    "date": (_("Oldest first"), "earliest"),
    "-date": (_("Newest date first"), "latest"),
    "code": (_("By reference code"), "code"),
}
"""What a list can be sorted by: label, and the column that knows the order."""
DEFAULT_SORT = "newest"


@dataclass(frozen=True)
class Listed(Sequence[Record]):
    """The records of a set in one order, to be sliced."""

    holdings: Holdings
    among: Bits
    sort: str = DEFAULT_SORT

    def __len__(self) -> int:
        return self.among.bit_count()

    @overload
    def __getitem__(self, wanted: int) -> Record: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Record]: ...
    def __getitem__(self, wanted: int | slice) -> Record | list[Record]:
        if isinstance(wanted, int):
            return self._stretch(wanted, wanted + 1)[0]
        first, last, _step = wanted.indices(len(self))
        return self._stretch(first, last)

    def _stretch(self, first: int, last: int) -> list[Record]:
        order = getattr(self.holdings.tally, SORTS[self.sort][1])
        ids = order.stretch(self.among, first, last)
        seen = gate.visible_records(self.holdings.viewer).select_related("collection")
        found = seen.filter(pk__in=ids).in_bulk() if ids else {}
        return [found[pk] for pk in ids if pk in found]
