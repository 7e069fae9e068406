"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from archive.ingest import processing


@task()
def process_file(file_id: int) -> None:
    """Judge one deposited file and make everything it is shown with."""
    processing.process_file(file_id=file_id, at=timezone.now())


@task(priority=-10)
def read_frames(master_id: int) -> None:
    """Read the words of a master's frames that have none, by machine."""
    processing.read_frames(master_id=master_id, at=timezone.now())
