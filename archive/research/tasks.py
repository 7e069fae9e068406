"""Jobs of the worker. Each calls one act of this room, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from archive.jobs.repeating import repeat
from archive.research.actions import follow_all_searches


@repeat(every=dt.timedelta(hours=1), priority=-20)
def follow_searches() -> int:
    """Look for news of every followed search; return how much there was."""
    return follow_all_searches(at=timezone.now())
