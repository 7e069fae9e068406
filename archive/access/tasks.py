"""Jobs of the worker. Each calls one thing of this room, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from archive.access import letters, sound
from archive.access.actions import note_passed_dates
from archive.access.models import AccessRequest
from archive.catalogue.models import Record
from archive.files.waiting import waiting_task
from archive.jobs.repeating import repeat


@waiting_task()
def make_quiet_copies(record_id: int) -> None:
    """Make the silenced copies of a record's recordings that its seals ask for."""
    if record := Record.objects.filter(pk=record_id).first():
        sound.make_copies(record=record, at=timezone.now())


@task()
def tell_reader(request_id: int) -> None:
    """Write to the reader that their request has been answered."""
    if request := AccessRequest.objects.filter(pk=request_id, told_at=None).first():
        letters.tell_reader(request=request, at=timezone.now())


@repeat(every=dt.timedelta(hours=1), priority=-20)
def watch_dates() -> int:
    """Write down what opened or closed by date; return how much."""
    return note_passed_dates(at=timezone.now())
