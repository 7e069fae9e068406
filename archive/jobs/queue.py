"""Putting a job on the queue from the act that needs it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult


def waits(job: str) -> bool:
    """Tell whether the job, by its path, is on the queue or being done."""
    there = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return bool(DBTaskResult.objects.filter(task_path=job, status__in=there).exists())


def waits_before(priority: int) -> bool:
    """Tell whether a job is to be run now that goes before those of `priority`."""
    return bool(DBTaskResult.objects.ready().filter(priority__gt=priority).exists())


def later(job: str, *arguments: Any) -> None:
    """Have the worker run a job once the transaction at hand is committed.

    By its path (`archive.ingest.tasks.process_file`), because a job calls an act and an act asks
    for jobs: named, the two need not import each other. Raises `ImportError` at once, not when the
    worker comes to it.
    """
    task: Task[..., Any] = import_string(job)
    transaction.on_commit(lambda: task.enqueue(*arguments))
