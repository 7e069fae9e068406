"""Making a round's dossier as a file: asked for, made by the worker, stopped, cleared away."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.files.intact import Damaged
from archive.jobs import actions as jobs
from archive.jobs.actions import Clock
from archive.jobs.models import State
from archive.journal import actions as journal
from archive.vetting.dossier.bag import bytes_of, told_of, write_bag
from archive.vetting.dossier.contents import last_link
from archive.vetting.models import Packing, Round
from archive.vetting.policy import standing_of
from archive.vetting.steps import Refused

KEPT = dt.timedelta(days=7)
# How much is written between two looks at whether somebody has stopped it.
STEP_BYTES = 8 * 1024 * 1024


def ask_for_dossier(*, actor: User, round: Round, at: dt.datetime) -> Packing:
    """Have the worker make the dossier; the one being made, if there is one. Raises `Refused`."""
    _check(actor, round)
    packing = Packing(round=round, asked_by=actor, asked_at=at)
    try:
        with transaction.atomic():
            jobs.ask(packing)
            # Not about the round: its own journal is in the dossier, and ends where it ended.
            journal.record(actor=actor, act="vetting.dossier.asked", subject=packing, at=at)
    except jobs.UnderWay:
        return Packing.objects.under_way().get(round=round)
    return packing


@transaction.atomic
def stop_dossier(*, actor: User, packing: Packing, at: dt.datetime) -> None:
    """Stop the making; the worker notices before the next few megabytes. Raises `Refused`."""
    _check(actor, packing.round)
    if not jobs.stop(packing, at=at):
        raise Refused(_("It is no longer being made."))
    journal.record(actor=actor, act="vetting.dossier.stopped", subject=packing, at=at)


def pack(key: int, *, at: Clock) -> None:
    """Make the dossier with `key`, from the beginning if a worker died over it.

    Not from where it died: a dossier tells one moment, its report and journal go in first, and the
    round may have gone on since; the rest is copying at the speed of the disk. What such a worker
    had begun goes even if somebody has stopped the making since.
    """
    packing = Packing.objects.select_related("round__procedure").get(pk=key)
    part = packing.path.with_suffix(".part")
    try:
        jobs.carry_out(packing, lambda: _make(packing, part, at), at=at)
    finally:
        part.unlink(missing_ok=True)


def clear_dossiers(*, at: dt.datetime) -> int:
    """Take away the files whose time is over; return how many."""
    old = Packing.objects.filter(state=State.DONE, cleared_at=None, finished_at__lt=at - KEPT)
    for packing in old:
        packing.path.unlink(missing_ok=True)
    return old.update(cleared_at=at)


def _make(packing: Packing, part: Path, at: Clock) -> None:
    jobs.advance(packing, done=0, total=bytes_of(packing.round))
    link = last_link(packing.round)
    written = 0

    def step(count: int) -> None:
        nonlocal written
        before, written = written, written + count
        if before // STEP_BYTES != written // STEP_BYTES:
            jobs.advance(packing, done=written)

    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("wb") as target:
            write_bag(packing.round, target, at=at(), step=step)
    except Damaged as fault:
        raise jobs.CannotBeDone(told_of(fault)) from fault
    with part.open("rb") as body:
        digest = hashlib.file_digest(body, "sha256").hexdigest()
    jobs.advance(packing, done=written)
    part.replace(packing.path)
    facts = {"size": packing.path.stat().st_size, "digest": digest, "last_link": link}
    try:
        jobs.finish(packing, at=at(), done=written, **facts)
    except jobs.Stopped:
        packing.path.unlink(missing_ok=True)
        raise


def _check(actor: User, round_: Round) -> None:
    if not standing_of(actor, round_).takes_out:
        raise Refused(_("Only those who work for the vetting body take the dossier out."))
