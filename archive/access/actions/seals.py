"""Sealing what readers must not have of a record, and lifting the seal."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from archive.access import policy
from archive.access.actions.refusals import NotAllowed
from archive.access.models import Consent, Seal
from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.jobs.queue import later
from archive.journal import actions as journal


@transaction.atomic
def seal_stretch(
    *,
    actor: User,
    record: Record,
    from_ms: int,
    to_ms: int,
    reason: str,
    at: dt.datetime,
    until: dt.date | None = None,
    consent: Consent | None = None,
) -> Seal:
    """Seal a stretch of the recording (milliseconds, the end not sealed) from now on.

    The sound is closed to readers until a copy without the stretch is made. Raises `NotAllowed`.
    """
    return _seal(actor, at, Seal(
        record=record, from_ms=from_ms, to_ms=to_ms, reason=reason, until=until, consent=consent
    ))  # fmt: skip


@transaction.atomic
def seal_pages(
    *,
    actor: User,
    record: Record,
    from_page: int,
    to_page: int,
    reason: str,
    at: dt.datetime,
    until: dt.date | None = None,
    consent: Consent | None = None,
) -> Seal:
    """Seal a run of pages, both ends included, from now on. Raises `NotAllowed`."""
    return _seal(actor, at, Seal(
        record=record, from_page=from_page, to_page=to_page, reason=reason, until=until,
        consent=consent,
    ))  # fmt: skip


@transaction.atomic
def lift_seal(*, actor: User, seal: Seal, at: dt.datetime, reason: str = "") -> Seal:
    """Open what the seal closed, as far as nothing else closes it. Raises `NotAllowed`."""
    if not policy.may_release(actor, seal.record):
        raise NotAllowed
    seal.lifted_at = at
    seal.save(update_fields=["lifted_at"])
    journal.record(
        actor=actor,
        act="access.seal.lifted",
        subject=seal.record,
        at=at,
        before=_state(seal),
        after={"seal": seal.pk, "lifted_at": at},
        note=reason,
    )
    _prepare_sound(seal)
    return seal


def _seal(actor: User, at: dt.datetime, seal: Seal) -> Seal:
    if not policy.may_keep_consents(actor, seal.record):
        raise NotAllowed
    seal.save()
    journal.record(
        actor=actor,
        act="access.record.sealed",
        subject=seal.record,
        at=at,
        after=_state(seal),
        note=seal.reason,
    )
    _prepare_sound(seal)
    return seal


def _prepare_sound(seal: Seal) -> None:
    """Have the copies for readers made once this is committed."""
    if seal.from_ms is not None:
        later("archive.access.tasks.make_quiet_copies", seal.record_id)


def _state(seal: Seal) -> dict[str, object]:
    return {
        "seal": seal.pk,
        "from_ms": seal.from_ms,
        "to_ms": seal.to_ms,
        "from_page": seal.from_page,
        "to_page": seal.to_page,
        "until": seal.until,
    }
