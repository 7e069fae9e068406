"""Jobs of the worker. Each calls one thing of this room, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from archive.vetting.actions.reminders import remind_members


@task(priority=-20)
def remind() -> int:
    """Write to members whose opinion falls due, every hour from now on; return how many."""
    now = timezone.now()
    # First, so that a run that fails does not end the round of runs.
    remind.using(run_after=now + dt.timedelta(hours=1)).enqueue()
    return remind_members(at=now)
