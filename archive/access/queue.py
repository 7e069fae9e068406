"""Putting this room's jobs on the queue once what they are about is committed.

By name, because a job calls an act and an act asks for jobs.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string


def later(job: str, *args: Any) -> None:
    """Have the worker run `tasks.<job>` after the transaction."""
    transaction.on_commit(lambda: import_string(f"archive.access.tasks.{job}").enqueue(*args))
