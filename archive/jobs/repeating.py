"""Jobs that run again and again while there is a worker."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

T = TypeVar("T")

# What failed is kept this long, for whoever asks why; what went well is not worth keeping.
_FAILURES_KEPT = dt.timedelta(days=30)

_repeated: list[Task[[], Any]] = []


def repeat(*, every: dt.timedelta, priority: int = 0) -> Callable[[Callable[[], T]], Task[[], T]]:
    """Make of a function a job that the worker runs again and again, `every` so often.

    The next run is put on the queue before this one begins, so that one that raises, or is killed,
    does not end the chain; and only where none waits, so that two chains become one.
    """

    def make(function: Callable[[], T]) -> Task[[], T]:
        @functools.wraps(function)
        def run() -> T:
            _clear_away(job)
            _put_next(job, timezone.now() + every)
            return function()

        job = task(priority=priority)(run)
        _repeated.append(job)
        return job

    return make


def start_repeating() -> None:
    """Put on the queue every repeated job that does not wait there: to be run at once."""
    autodiscover_modules("tasks")
    for job in _repeated:
        if not _waiting(job).exists():
            job.enqueue()


def next_run(job: Task[[], Any]) -> dt.datetime | None:
    """Return when the job runs next; None where no worker has it on its list."""
    found: dt.datetime | None = (
        _waiting(job).order_by("run_after").values_list("run_after", flat=True).first()
    )
    return found


def _put_next(job: Task[[], Any], at: dt.datetime) -> None:
    if not _waiting(job).exists():
        job.using(run_after=at).enqueue()


def _waiting(job: Task[[], Any]) -> QuerySet[DBTaskResult[..., Any]]:
    return DBTaskResult.objects.filter(task_path=job.module_path, status=TaskResultStatus.READY)


def _clear_away(job: Task[[], Any]) -> None:
    past = DBTaskResult.objects.filter(task_path=job.module_path)
    past.successful().delete()
    past.failed().filter(finished_at__lt=timezone.now() - _FAILURES_KEPT).delete()
