"""Jobs of the worker. Each calls one thing of this room, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from archive.jobs.repeating import repeat
from archive.vetting.actions.packing import clear_dossiers, pack
from archive.vetting.actions.reminders import remind_members


@repeat(every=dt.timedelta(hours=1), priority=-20)
def remind() -> int:
    """Write to members whose opinion falls due; return how many."""
    return remind_members(at=timezone.now())


@task(priority=-10)
def pack_dossier(packing: int) -> None:
    """Make one dossier as a ZIP."""
    pack(packing, at=timezone.now)


@repeat(every=dt.timedelta(hours=6), priority=-20)
def clear_packed() -> int:
    """Take away dossiers whose time is over; return how many."""
    return clear_dossiers(at=timezone.now())
