"""The worker's part in a first draft by machine."""

from __future__ import annotations

from django.utils import timezone

from archive.files.waiting import waiting_task
from archive.ingest.hearing import actions


@waiting_task(priority=-10)
def listen(listening_id: int) -> None:
    """Listen to a record and write the draft; goes on where a killed worker left it."""
    actions.listen(listening_id=listening_id, at=timezone.now)
