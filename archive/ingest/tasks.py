"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from archive.files.waiting import waiting_task
from archive.ingest import filming, processing, uploading, watching
from archive.jobs.repeating import repeat


@waiting_task()
def process_file(file_id: int) -> None:
    """Judge one deposited file and make everything it is shown with."""
    processing.process_file(file_id=file_id, at=timezone.now())


@task(priority=-20)
def sweep_leftovers() -> None:
    """Throw away what was left half sent for a week."""
    now = timezone.now()
    uploading.sweep_uploads(before=now - dt.timedelta(days=7), at=now)
    processing.sweep_incoming(before=now - dt.timedelta(days=1))


@waiting_task(priority=-10)
def read_frames(master_id: int) -> None:
    """Read the words of a master's frames that have none, by machine."""
    processing.read_frames(master_id=master_id, at=timezone.now())


@waiting_task(priority=-15)
def make_film(master_id: int) -> None:
    """Make a part of the film browsers play of a master, and ask for the rest of it."""
    if filming.go_on(master_id=master_id, at=timezone.now()):
        make_film.enqueue(master_id)


@repeat(every=dt.timedelta(seconds=settings.INBOX_LOOK_SECONDS), priority=10)
def watch_inbox() -> int:
    """Take in what lies still in the inbox; return how many files came."""
    return watching.take_in_folders(at=timezone.now())
