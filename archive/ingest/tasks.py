"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from archive.ingest import processing, uploading, watching
from archive.jobs.repeating import repeat


@task()
def process_file(file_id: int) -> None:
    """Judge one deposited file and make everything it is shown with."""
    processing.process_file(file_id=file_id, at=timezone.now())


@task(priority=-20)
def sweep_leftovers() -> None:
    """Throw away what was left half sent for a week."""
    now = timezone.now()
    uploading.sweep_uploads(before=now - dt.timedelta(days=7), at=now)
    processing.sweep_incoming(before=now - dt.timedelta(days=1))


@task(priority=-10)
def read_frames(master_id: int) -> None:
    """Read the words of a master's frames that have none, by machine."""
    processing.read_frames(master_id=master_id, at=timezone.now())


@repeat(every=dt.timedelta(seconds=settings.INBOX_LOOK_SECONDS), priority=10)
def watch_inbox() -> int:
    """Take in what lies still in the inbox; return how many files came."""
    return watching.take_in_folders(at=timezone.now())
