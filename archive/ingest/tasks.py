"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from archive.files.store import Unreachable
from archive.ingest import filming, processing, uploading, watching
from archive.jobs.repeating import repeat

# A storage elsewhere that does not answer is asked again after this.
PATIENCE = dt.timedelta(minutes=5)


@task()
def process_file(file_id: int) -> None:
    """Judge one deposited file and make everything it is shown with."""
    now = timezone.now()
    try:
        processing.process_file(file_id=file_id, at=now)
    except Unreachable:
        process_file.using(run_after=now + PATIENCE).enqueue(file_id)


@task(priority=-20)
def sweep_leftovers() -> None:
    """Throw away what was left half sent for a week."""
    now = timezone.now()
    uploading.sweep_uploads(before=now - dt.timedelta(days=7), at=now)
    processing.sweep_incoming(before=now - dt.timedelta(days=1))


@task(priority=-10)
def read_frames(master_id: int) -> None:
    """Read the words of a master's frames that have none, by machine."""
    now = timezone.now()
    try:
        processing.read_frames(master_id=master_id, at=now)
    except Unreachable:
        read_frames.using(run_after=now + PATIENCE).enqueue(master_id)


@task(priority=-15)
def make_film(master_id: int) -> None:
    """Make a part of the film browsers play of a master, and ask for the rest of it."""
    now = timezone.now()
    try:
        if filming.go_on(master_id=master_id, at=now):
            make_film.enqueue(master_id)
    except Unreachable:
        make_film.using(run_after=now + PATIENCE).enqueue(master_id)


@repeat(every=dt.timedelta(seconds=settings.INBOX_LOOK_SECONDS), priority=10)
def watch_inbox() -> int:
    """Take in what lies still in the inbox; return how many files came."""
    return watching.take_in_folders(at=timezone.now())
