"""Jobs that read the masters: while a storage elsewhere does not answer, they wait for it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import ParamSpec

from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from archive.jobs.actions import NotNow

P = ParamSpec("P")

PATIENCE = dt.timedelta(minutes=5)


def waiting_task(*, priority: int = 0) -> Callable[[Callable[P, None]], Task[P, None]]:
    """Make of a function a job of the worker that is tried again later when the masters'
    storage does not answer; it must bear being run again.
    """

    def make(function: Callable[P, None]) -> Task[P, None]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                function(*args, **kwargs)
            except NotNow:
                job.using(run_after=timezone.now() + PATIENCE).enqueue(*args, **kwargs)

        job = task(priority=priority)(run)
        return job

    return make
