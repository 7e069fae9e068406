"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from archive.files.waiting import waiting_task
from archive.ingest import filming, processing, renewal, retrying, uploading, watching
from archive.jobs.queue import waits_before
from archive.jobs.repeating import repeat

# After what somebody waits for, before what nobody looks at yet.
_REST_OF_PAGES = -5
_REST_OF_READING = -12


@waiting_task()
def process_file(file_id: int) -> None:
    """Judge one deposited file and make everything it is shown with."""
    if processing.process_file(
        file_id=file_id, at=timezone.now(), is_awaited=lambda: waits_before(_REST_OF_PAGES)
    ):
        process_file.using(priority=_REST_OF_PAGES).enqueue(file_id)


@task(priority=-20)
def sweep_leftovers() -> None:
    """Throw away what was left half sent for a week."""
    now = timezone.now()
    uploading.sweep_uploads(before=now - dt.timedelta(days=7), at=now)
    processing.sweep_incoming(before=now - dt.timedelta(days=1))


@waiting_task(priority=-10)
def read_frames(master_id: int, begin: int = 0) -> None:
    """Read the words of a master's frames that have none, by machine, a part of them."""
    following = processing.read_frames(
        master_id=master_id,
        at=timezone.now(),
        begin=begin,
        is_awaited=lambda: waits_before(_REST_OF_READING),
    )
    if following is not None:
        read_frames.using(priority=_REST_OF_READING).enqueue(master_id, following)


@waiting_task(priority=-15)
def make_film(master_id: int) -> None:
    """Make a part of the film browsers play of a master, and ask for the rest of it."""
    if filming.go_on(master_id=master_id, at=timezone.now()):
        # Before the films nobody has begun: what one is made from lies here until it is done.
        make_film.using(priority=-14).enqueue(master_id)


@waiting_task(priority=-30)
def renew_derivatives(renewal_id: int) -> None:
    """Make for a while what is missing or of an older recipe, and rest before the next turn."""
    if renewal.go_on(renewal_id=renewal_id, at=timezone.now):
        rest = dt.timedelta(seconds=settings.RENEWAL_REST_SECONDS)
        renew_derivatives.using(run_after=timezone.now() + rest).enqueue(renewal_id)


@waiting_task()
def try_again(retry_id: int) -> None:
    """Make what could not be made of a file; the rest of a long one after what waits."""
    if retrying.go_on(retry_id=retry_id, at=timezone.now):
        try_again.using(priority=-14).enqueue(retry_id)


@repeat(every=dt.timedelta(days=1), priority=-30)
def look_for_new_means() -> None:
    """Have derivatives made anew where what they are made with has changed."""
    renewal.begin_if_needed(at=timezone.now())


@repeat(every=dt.timedelta(seconds=settings.INBOX_LOOK_SECONDS), priority=10)
def watch_inbox() -> int:
    """Take in what lies still in the inbox; return how many files came."""
    return watching.take_in_folders(at=timezone.now())
