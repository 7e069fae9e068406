"""Opening records to readers, taking them back, letting single readers in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from archive.access import policy
from archive.access.actions.refusals import NotAllowed
from archive.access.consents import telling_fields
from archive.access.models import Grant
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record, VettingStatus
from archive.journal import actions as journal


class NotVetted(Exception):
    """Only a vetted record may be released."""


class TellsName(Exception):
    """The description gives away the name of a witness who has not consented to that."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class NotReleased(Exception):
    """Only what has been released can be taken back."""


@transaction.atomic
def release_record(
    *, actor: User, record: Record, level: AccessLevel, at: dt.datetime, basis_number: str = ""
) -> Record:
    """Open a vetted record to the readers `level` names, from `at` on.

    Raises `NotAllowed`, `NotVetted` and `TellsName`.
    """
    record = Record.objects.select_for_update().get(pk=record.pk)
    if not policy.may_release(actor, record):
        raise NotAllowed
    if record.vetting_status != VettingStatus.VETTED:
        raise NotVetted
    if told := telling_fields(record, now=at):
        raise TellsName(told)
    before = _release_state(record)
    record.access_level = level
    record.released_at = at
    record.withdrawn_at = None
    record.withdrawn_reason = ""
    _save(record, at)
    journal.record(
        actor=actor,
        act="access.record.released",
        subject=record,
        at=at,
        before=before,
        after=_release_state(record),
        basis_number=basis_number,
    )
    return record


@transaction.atomic
def withdraw_record(*, actor: User, record: Record, reason: str, at: dt.datetime) -> Record:
    """Take a released record back; its address answers with a tombstone from now on.

    Readers let in by a grant are shut out too. Raises `NotAllowed` and `NotReleased`.
    """
    record = Record.objects.select_for_update().get(pk=record.pk)
    if not policy.may_release(actor, record):
        raise NotAllowed
    if record.released_at is None:
        raise NotReleased
    return _take_back(actor, record, reason, at)


@transaction.atomic
def withdraw_unvetted(*, actor: User, record: Record, reason: str, at: dt.datetime) -> Record:
    """Take back a released record that a new vetting round no longer passes.

    The caller has decided that `actor` may: it is the conclusion of the round that takes it back.
    """
    record = Record.objects.select_for_update().get(pk=record.pk)
    return _take_back(actor, record, reason, at)


def _take_back(actor: User, record: Record, reason: str, at: dt.datetime) -> Record:
    before = _release_state(record)
    record.access_level = AccessLevel.CLOSED
    record.released_at = None
    record.withdrawn_at = at
    record.withdrawn_reason = reason
    _save(record, at)
    readers = Grant.objects.in_force(at).filter(record=record)
    shut_out = sorted(readers.values_list("user_id", flat=True))
    readers.update(revoked_at=at)
    journal.record(
        actor=actor,
        act="access.record.withdrawn",
        subject=record,
        at=at,
        before=before,
        after=_release_state(record) | {"readers_shut_out": shut_out},
        note=reason,
    )
    return record


@transaction.atomic
def grant_access(
    *,
    actor: User,
    record: Record,
    user: User,
    reason: str,
    at: dt.datetime,
    ends_at: dt.datetime | None = None,
) -> Grant:
    """Let one person read one record until `ends_at` (for ever when None).

    The caller has decided that `actor` may: an office head answering a request, or the act that
    seats somebody on a council.
    """
    grant = Grant.objects.create(
        record=record, user=user, reason=reason, begins_at=at, ends_at=ends_at
    )
    journal.record(
        actor=actor,
        act="access.grant.given",
        subject=record,
        at=at,
        after={"reader": user.pk, "reason": reason, "ends_at": ends_at},
    )
    return grant


@transaction.atomic
def revoke_grant(*, actor: User, grant: Grant, at: dt.datetime) -> Grant:
    """End one person's leave to read one record. The caller has decided that `actor` may."""
    grant.revoked_at = at
    grant.save(update_fields=["revoked_at"])
    journal.record(
        actor=actor,
        act="access.grant.revoked",
        subject=grant.record,
        at=at,
        after={"reader": grant.user_id, "reason": grant.reason},
    )
    return grant


def _release_state(record: Record) -> dict[str, object]:
    return {
        "access_level": record.access_level,
        "released_at": record.released_at,
        "withdrawn_at": record.withdrawn_at,
        "withdrawn_reason": record.withdrawn_reason,
    }


def _save(record: Record, at: dt.datetime) -> None:
    record.changed_at = at
    record.version += 1
    record.save(
        update_fields=[
            "access_level",
            "released_at",
            "withdrawn_at",
            "withdrawn_reason",
            "changed_at",
            "version",
        ]
    )
