"""Trying again what could not be made of one file, because somebody who keeps it asked.

What stood in the way may be gone: a program was installed or has learned more, the machine has
memory again, a lost file is back from a backup. Whatever the file lacks is made, as by a renewal.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from archive.accounts.models import User
from archive.files.models import Master
from archive.ingest import printouts, renewal
from archive.ingest.models import Retry
from archive.ingest.parsing import Parser, standing_parser
from archive.jobs import actions as jobs
from archive.jobs.actions import Clock
from archive.jobs.models import State
from archive.jobs.turns import turn
from archive.journal import actions as journal


class NothingFailed(Exception):
    """Nothing of the file could not be made: it was made meanwhile."""


@transaction.atomic
def ask(*, actor: User, master: Master, at: dt.datetime) -> Retry:
    """Have the worker try again. Raises `NothingFailed`, `jobs.UnderWay`."""
    if not master.unmade.exists():
        raise NothingFailed
    asked = Retry(master=master, asked_by=actor, asked_at=at)
    jobs.ask(asked)
    journal.record(actor=actor, act="ingest.retry.asked_for", subject=master, at=at)
    return asked


def go_on(*, retry_id: int, at: Clock, parser: Parser | None = None) -> bool:
    """Make for one turn what the file lacks; tell whether there is more to do.

    Raises `store.Unreachable`.
    """
    one = Retry.objects.select_related("master").get(pk=retry_id)
    if one.state == State.WAITING:
        printouts.forget_failure(one.master)
    return jobs.carry_out(one, lambda: _turn(one, parser or standing_parser(), at), at=at)


def _turn(one: Retry, parser: Parser, at: Clock) -> bool:
    return renewal.renew(one.master, parser, at, turn(), since=one.asked_at).is_cut
