"""Putting jobs on the queue from the acts that need them.

A job calls an act and an act asks for a job: named by its path here, the two need not import each
other.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.module_loading import import_string


def later(job: str, *arguments: object) -> None:
    """Enqueue `archive.ingest.tasks.<job>` once the transaction at hand is committed."""
    task = import_string(f"archive.ingest.tasks.{job}")
    transaction.on_commit(lambda: task.enqueue(*arguments))
