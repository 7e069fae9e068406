"""Jobs of the worker. Each calls one thing of this room, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from archive.accounts import visits
from archive.jobs.repeating import repeat


@repeat(every=dt.timedelta(days=1), priority=-50)
def forget_visits() -> int:
    """Delete what is left of visits long past; return how many rows."""
    return visits.forget_visits(at=timezone.now())
