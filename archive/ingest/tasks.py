"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task


@task()
def process_file(file_id: int) -> None:
    """Judge one deposited file and make everything it is shown with."""
    from archive.ingest import processing

    processing.process_file(file_id=file_id, at=timezone.now())


@task(priority=-10)
def read_frames(master_id: int) -> None:
    """Read the words of a master's frames that have none, by machine."""
    from archive.ingest import processing

    processing.read_frames(master_id=master_id, at=timezone.now())
