"""The one worker: a lock on a file says whether it is alive, and dies with it."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


class AlreadyAtWork(Exception):
    """Another worker holds the lock."""


def lock_path() -> Path:
    return Path(settings.MEDIA_ROOT) / ".worker"


@contextlib.contextmanager
def only_worker() -> Iterator[None]:
    """Be the only worker for this data folder while the block runs. Raises `AlreadyAtWork`."""
    lock_path().parent.mkdir(parents=True, exist_ok=True)
    with lock_path().open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyAtWork from error
        yield


def worker_is_alive() -> bool:
    """Tell whether some process on this machine holds the worker's lock."""
    try:
        with lock_path().open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def take_up_left_jobs() -> int:
    """Queue anew what a worker that was killed had begun; jobs are made to be run twice.

    Only for whoever holds the lock: then nobody is running anything.
    """
    left = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    return left.update(status=TaskResultStatus.READY, started_at=None)
