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
from archive.jobs import actions as jobs
from archive.jobs.actions import Clock
from archive.jobs.models import State
from archive.jobs.said import say as _
from archive.journal import actions as journal

MOST_NAMES = 200
Told = Callable[[Round, int], None]


@transaction.atomic
def ask_for_pass(*, actor: User, at: dt.datetime) -> FixityPass:
    """Have the worker read every master again. Raises `jobs.UnderWay`."""
    asked = FixityPass(asked_by=actor, asked_at=at)
    jobs.ask(asked)
    journal.record(actor=actor, act="files.fixity.asked_for", subject=asked, at=at)
    return asked


@transaction.atomic
def stop_pass(*, actor: User, asked: FixityPass, at: dt.datetime) -> bool:
    """Stop a reading; the worker heeds it after the file it is at. False when it has ended."""
    stopped = jobs.stop(asked, at=at)
    if stopped:
        journal.record(actor=actor, act="files.fixity.stopped", subject=asked, at=at)
    return stopped


def read_all(*, pass_id: int, at: Clock) -> None:
    """Do what somebody asked for: read what was not read since they asked."""
    asked = FixityPass.objects.get(pk=pass_id)
    _go_through(
        asked,
        at=at,
        not_since=asked.asked_at,
        bytes_per_second=settings.FIXITY_BYTES_PER_SECOND,
    )


def read_share(*, at: Clock) -> FixityPass:
    """Read the share of masters that is due today, or the rest of one that was cut off."""
    share = FixityPass.objects.under_way().filter(is_share=True).first()
    share = share or FixityPass.objects.create(is_share=True, asked_at=at())
    _go_through(
        share,
        at=at,
        not_since=share.asked_at - dt.timedelta(days=settings.FIXITY_PERIOD_DAYS),
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
    one = FixityPass.objects.create(asked_at=at())
    try:
        done = _go_through(
            one,
            at=at,
            not_since=one.asked_at - older_than if older_than is not None else None,
            most_bytes=most_bytes,
            bytes_per_second=bytes_per_second,
            told=told,
        )
    except KeyboardInterrupt:
        jobs.stop(one, at=at())
        raise
    if one.state == State.FAILED:
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
    run = _Run(one, told)

    def read() -> None:
        try:
            check_masters(
                at=at,
                not_since=not_since,
                most_bytes=most_bytes,
                bytes_per_second=bytes_per_second,
                progress=run.enter,
            )
            unknown = list(fixity.unknown_files())
        except store.Unreachable:
            raise jobs.CannotBeDone(_("The storage did not answer")) from None
        jobs.advance(one, unknown=unknown[:MOST_NAMES], unknown_count=len(unknown))

    jobs.carry_out(one, read, at=at)
    one.refresh_from_db()
    return run.done


class _Run:
    """One run of a pass: it goes on from where the pass was."""

    def __init__(self, one: FixityPass, told: Told) -> None:
        self.done = Round()
        self._pass = one
        self._told = told
        self._before = (one.done, one.size, one.faults)

    def enter(self, so_far: Round, due: int) -> None:
        """Write down how far it came; `due` is what was left to read when the run began."""
        self.done = so_far
        self._told(so_far, due)
        done, size, faults = self._before
        jobs.advance(
            self._pass,
            total=done + due,
            done=done + so_far.checked,
            size=size + so_far.size,
            faults=faults + len(so_far.faults),
        )
