"""Going through the masters: the daily share, and all of them when somebody asks.

What is read and found is entered as it goes, so that a killed run is taken up where it was; the
walk through the store for files nobody entered ends each, because it is too long for a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from archive.accounts.models import User
from archive.files import fixity, store
from archive.files.actions import Round, check_masters
from archive.files.models import FixityPass
from archive.jobs.queue import later
from archive.journal import actions as journal

State = FixityPass.State
UNFINISHED = (State.WAITING, State.AT_WORK)
MOST_NAMES = 200
Clock = Callable[[], dt.datetime]
Told = Callable[[Round, int], None]


class UnderWay(Exception):
    """Somebody has asked for all masters to be read already."""


@transaction.atomic
def ask_for_pass(*, actor: User, at: dt.datetime) -> FixityPass:
    """Have the worker read every master again. Raises `UnderWay`."""
    if FixityPass.objects.filter(asked_by__isnull=False, state__in=UNFINISHED).exists():
        raise UnderWay
    asked = FixityPass.objects.create(asked_by=actor, started_at=at)
    journal.record(actor=actor, act="files.fixity.asked_for", subject=asked, at=at)
    later("archive.files.tasks.read_all_masters", asked.pk)
    return asked


@transaction.atomic
def stop_pass(*, actor: User, asked: FixityPass, at: dt.datetime) -> bool:
    """Stop a reading; the worker heeds it after the file it is at. False when it has ended."""
    unfinished = FixityPass.objects.filter(pk=asked.pk, state__in=UNFINISHED)
    stopped = bool(unfinished.update(state=State.STOPPED, ended_at=at))
    if stopped:
        journal.record(actor=actor, act="files.fixity.stopped", subject=asked, at=at)
    return stopped


def read_all(*, pass_id: int, at: Clock) -> None:
    """Do what somebody asked for: read what was not read since they asked."""
    asked = FixityPass.objects.get(pk=pass_id)
    if asked.is_unfinished:
        _go_through(
            asked,
            at=at,
            not_since=asked.started_at,
            bytes_per_second=settings.FIXITY_BYTES_PER_SECOND,
        )


def read_share(*, at: Clock) -> FixityPass:
    """Read the share of masters that is due today, or the rest of one that was cut off."""
    share = FixityPass.objects.filter(is_share=True, state=State.AT_WORK).last()
    share = share or FixityPass.objects.create(is_share=True, started_at=at())
    _go_through(
        share,
        at=at,
        not_since=share.started_at - dt.timedelta(days=settings.FIXITY_PERIOD_DAYS),
        most_bytes=max(0, settings.FIXITY_BYTES_PER_DAY - share.size),
        bytes_per_second=settings.FIXITY_BYTES_PER_SECOND,
    )
    return share


def read_by_hand(
    *,
    at: Clock,
    older_than: dt.timedelta | None = None,
    most_bytes: int | None = None,
    bytes_per_second: int | None = None,
    told: Told,
) -> tuple[FixityPass, Round]:
    """Read masters for whoever typed the command. Raises `store.Unreachable`."""
    one = FixityPass.objects.create(started_at=at())
    try:
        done = _go_through(
            one,
            at=at,
            not_since=one.started_at - older_than if older_than is not None else None,
            most_bytes=most_bytes,
            bytes_per_second=bytes_per_second,
            told=told,
        )
    except KeyboardInterrupt:
        FixityPass.objects.filter(pk=one.pk).update(state=State.STOPPED, ended_at=at())
        raise
    if one.state == State.UNREACHABLE:
        raise store.Unreachable
    return one, done


def _go_through(
    one: FixityPass,
    *,
    at: Clock,
    not_since: dt.datetime | None,
    most_bytes: int | None = None,
    bytes_per_second: int | None = None,
    told: Told = lambda done, total: None,
) -> Round:
    before = (one.checked, one.size, one.faults)
    mine = FixityPass.objects.filter(pk=one.pk, state__in=UNFINISHED)
    mine.update(state=State.AT_WORK)

    def enter(done: Round, due: int) -> bool:
        """Write down how far it came; nothing is written, and no more read, once it is stopped."""
        told(done, due)
        return bool(
            mine.update(
                due=before[0] + due,
                checked=before[0] + done.checked,
                size=before[1] + done.size,
                faults=before[2] + len(done.faults),
            )
        )

    done = Round()
    try:
        done = check_masters(
            at=at,
            not_since=not_since,
            most_bytes=most_bytes,
            bytes_per_second=bytes_per_second,
            progress=enter,
        )
        if mine.exists():
            unknown = list(fixity.unknown_files())
            FixityPass.objects.filter(pk=one.pk).update(
                unknown=unknown[:MOST_NAMES], unknown_count=len(unknown)
            )
            mine.update(state=State.FINISHED, ended_at=at())
    except store.Unreachable:
        mine.update(state=State.UNREACHABLE, ended_at=at())
    one.refresh_from_db()
    return done
