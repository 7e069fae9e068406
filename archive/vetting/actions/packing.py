"""Making a round's dossier as a file: asked for, made by the worker, stopped, cleared away."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.jobs.queue import later
from archive.journal import actions as journal
from archive.vetting.dossier.bag import bytes_of, write_bag
from archive.vetting.dossier.contents import last_link
from archive.vetting.models import Packing, PackingState, Round
from archive.vetting.models.packings import UNDER_WAY
from archive.vetting.policy import standing_of
from archive.vetting.steps import Refused

KEPT = dt.timedelta(days=7)
# How much is written between two looks at whether somebody has stopped it.
STEP_BYTES = 8 * 1024 * 1024


class _Stopped(Exception):
    """Somebody stopped the making."""


def ask_for_dossier(*, actor: User, round: Round, at: dt.datetime) -> Packing:
    """Have the worker make the dossier; the one being made, if there is one. Raises `Refused`."""
    _check(actor, round)
    try:
        with transaction.atomic():
            packing = Packing.objects.create(round=round, asked_by=actor, asked_at=at)
            # Not about the round: its own journal is in the dossier, and ends where it ended.
            journal.record(actor=actor, act="vetting.dossier.asked", subject=packing, at=at)
            later("archive.vetting.tasks.pack_dossier", packing.pk)
    except IntegrityError:
        return Packing.objects.get(round=round, state__in=UNDER_WAY)
    return packing


def stop_dossier(*, actor: User, packing: Packing, at: dt.datetime) -> None:
    """Stop the making; the worker notices before the next few megabytes. Raises `Refused`."""
    _check(actor, packing.round)
    with transaction.atomic():
        stopped = Packing.objects.filter(pk=packing.pk, state__in=UNDER_WAY).update(
            state=PackingState.CANCELLED, finished_at=at
        )
        if not stopped:
            raise Refused(_("It is no longer being made."))
        journal.record(actor=actor, act="vetting.dossier.stopped", subject=packing, at=at)


def pack(key: int, *, at: dt.datetime) -> None:
    """Make the dossier with `key`, from the beginning if a worker died over it.

    Not from where it died: a dossier tells one moment, its report and journal go in first, and the
    round may have gone on since; the rest is copying at the speed of the disk. What such a worker
    had begun goes even if somebody has stopped the making since.
    """
    packing = Packing.objects.select_related("round__procedure").get(pk=key)
    part = packing.path.with_suffix(".part")
    under_way = Packing.objects.filter(pk=key, state__in=UNDER_WAY)
    try:
        if under_way.update(state=PackingState.AT_WORK, done=0):
            _make(packing, part, at)
    except _Stopped:
        pass
    except Exception as fault:
        _end(packing, PackingState.FAILED, failure=_reason(fault))
        raise
    finally:
        part.unlink(missing_ok=True)


def clear_dossiers(*, at: dt.datetime) -> int:
    """Take away the files whose time is over; return how many."""
    old = Packing.objects.filter(state=PackingState.READY, finished_at__lt=at - KEPT)
    for packing in old:
        packing.path.unlink(missing_ok=True)
    return old.update(state=PackingState.CLEARED)


def _make(packing: Packing, part: Path, at: dt.datetime) -> None:
    Packing.objects.filter(pk=packing.pk).update(total=bytes_of(packing.round))
    link = last_link(packing.round)
    written = 0

    def step(count: int) -> None:
        nonlocal written
        before, written = written, written + count
        if before // STEP_BYTES != written // STEP_BYTES:
            _go_on(packing, written)

    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as target:
        write_bag(packing.round, target, at=at, step=step)
    with part.open("rb") as body:
        digest = hashlib.file_digest(body, "sha256").hexdigest()
    _go_on(packing, written)
    part.replace(packing.path)
    facts = {"size": packing.path.stat().st_size, "digest": digest, "last_link": link}
    if not _end(packing, PackingState.READY, done=written, **facts):
        packing.path.unlink(missing_ok=True)


def _reason(fault: Exception) -> str:
    """Say why it failed without the names of files and folders here."""
    said = fault.strerror if isinstance(fault, OSError) else ""
    return f"{type(fault).__name__}: {said}".removesuffix(": ")[:300]


def _go_on(packing: Packing, written: int) -> None:
    """Write down how far it is. Raises `_Stopped` when it is not to go on."""
    going = Packing.objects.filter(pk=packing.pk, state=PackingState.AT_WORK)
    if not going.update(done=written):
        raise _Stopped


def _end(packing: Packing, state: PackingState, **columns: object) -> int:
    going = Packing.objects.filter(pk=packing.pk, state=PackingState.AT_WORK)
    return going.update(state=state, finished_at=timezone.now(), **columns)


def _check(actor: User, round_: Round) -> None:
    if not standing_of(actor, round_).takes_out:
        raise Refused(_("Only those who work for the vetting body take the dossier out."))
