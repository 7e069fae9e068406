"""Asking the worker for something, doing it, stopping it, going on with it.

A killed worker's job is queued anew and goes on from what it had written down; only the room knows
from where. Entries in the journal are the rooms', in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from archive.jobs.models import AskedJob, State
from archive.jobs.queue import later
from archive.jobs.said import Said
from archive.jobs.said import say as _

Clock = Callable[[], dt.datetime]


class UnderWay(Exception):
    """The same was asked for already and has not ended."""


class Stopped(Exception):
    """Somebody stopped the job: it is to be left as it is."""


class CannotBeDone(Exception):
    """The job fails for a reason that is told to whoever asked."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


class NotNow(Exception):
    """Something the job needs does not answer: it stays at work, and is tried again later."""


def ask(job: AskedJob) -> None:
    """Enter a new job and put it on the queue.

    Raises `UnderWay` where the table allows one at a time and there is one.
    """
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            later(job.task, job.pk)
    except IntegrityError:
        raise UnderWay from None


def go_on(job: AskedJob) -> None:
    """Put a job that ended early, or that no task on the queue does, there again.

    Raises `UnderWay` where another was asked for meanwhile.
    """
    try:
        with transaction.atomic():
            job.state, job.finished_at, job.reason = State.WAITING, None, Said()
            job.save(update_fields=["state", "finished_at", "reason"])
            later(job.task, job.pk)
    except IntegrityError:
        raise UnderWay from None


def stop(job: AskedJob, *, at: dt.datetime) -> bool:
    """Stop a job; the worker heeds it at its next `advance`. False when it has ended."""
    return bool(_going(job).update(state=State.STOPPED, finished_at=at))


def carry_out(job: AskedJob, body: Callable[[], bool | None], *, at: Clock) -> bool:
    """Do a job that is under way, and write down how it ended.

    Tells whether there is more to do: `body` says so when its turn is over. An unforeseen fault
    ends the job, and is raised on for the log.
    """
    if not _going(job).update(state=State.AT_WORK):
        return False
    try:
        if body():
            return True
    except Stopped:
        return False
    except CannotBeDone as told:
        _fail(job, told.reason, at)
        return False
    except NotNow:
        raise
    except Exception as fault:
        _fail(job, _said(fault), at)
        raise
    _going(job).update(state=State.DONE, finished_at=at())
    return False


def advance(job: AskedJob, **columns: object) -> None:
    """Write down how far a job is. Raises `Stopped` where somebody has stopped it."""
    if not _going(job).update(**columns):
        raise Stopped


def finish(job: AskedJob, *, at: dt.datetime, **columns: object) -> None:
    """Write down that it is done, within the transaction that does the last of it.

    Raises `Stopped` where somebody has stopped it.
    """
    advance(job, state=State.DONE, finished_at=at, **columns)


def is_wanted(job: AskedJob) -> bool:
    """Tell whether a job is to go on: nobody has stopped it."""
    return _going(job).exists()


def _going(job: AskedJob) -> QuerySet[AskedJob]:
    going: QuerySet[AskedJob] = type(job).objects.filter(pk=job.pk).under_way()
    return going


def _fail(job: AskedJob, reason: Said, at: Clock) -> None:
    _going(job).update(state=State.FAILED, reason=reason, finished_at=at())


def _said(fault: Exception) -> Said:
    """Say what happened without the names of files and folders here."""
    said = fault.strerror if isinstance(fault, OSError) else ""
    named = f"{type(fault).__name__}: {said}".removesuffix(": ")
    return _("The program failed here (%(fault)s); more is in its log.") % {"fault": named}
