"""Days as moments: a day begins and ends where the archive is."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

_DAY = dt.timedelta(days=1)
# No clock goes beyond the last day there is; a day before it is a moment in every time zone.
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC) - _DAY


def begin_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def end_of(day: dt.date) -> dt.datetime:
    """Return the moment after the last of `day`; 31/12/9999, written for ever, never comes."""
    return begin_of(day + _DAY) if day < dt.date.max else _LAST
