"""Jobs of the worker. Each calls one thing of this room, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from archive.jobs.repeating import repeat
from archive.vetting.actions.reminders import remind_members


@repeat(every=dt.timedelta(hours=1), priority=-20)
def remind() -> int:
    """Write to members whose opinion falls due; return how many."""
    return remind_members(at=timezone.now())
