"""Periods to browse by: spans of years, named by nothing but their years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from archive.search.tally.years import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True)
class Period:
    """A span of years, both ends in it; open where there is no year."""

    first: int | None
    last: int | None

    @property
    def key(self) -> str:
        return f"{self.first or ''}-{self.last or ''}"

    @property
    def label(self) -> str:
        if self.first is None:
            return _("before %(year)d") % {"year": (self.last or 0) + 1}
        if self.last is None:
            return _("since %(year)d") % {"year": self.first}
        return f"{self.first}–{self.last}"

    @property
    def years(self) -> range:
        """Return the years counted for the period."""
        first = FIRST_YEAR if self.first is None else max(self.first, FIRST_YEAR)
        return range(first, (LAST_YEAR if self.last is None else self.last) + 1)

    def condition(self) -> Q:
        """Return which records may be of the period: their possible days touch it."""
        dated = Q(date_earliest__isnull=False) | Q(date_latest__isnull=False)
        if self.last is not None:
            last_day = dt.date(self.last, 12, 31)
            dated &= Q(date_earliest__isnull=True) | Q(date_earliest__lte=last_day)
        if self.first is not None:
            dated &= Q(date_latest__isnull=True) | Q(date_latest__gte=dt.date(self.first, 1, 1))
        return dated


PERIODS = [
    Period(None, 1929),
    Period(1930, 1945),
    Period(1946, 1954),
    Period(1955, 1975),
    Period(1976, 1985),
    Period(1986, 1999),
    Period(2000, 2024),
    Period(2025, None),
]
