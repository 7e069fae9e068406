"""Opening a deposit, receiving its files, and judging them. Every step can be repeated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from archive.accounts.models import User
from archive.files import store
from archive.files.models import Master
from archive.ingest.models import ADMITTED, Deposit, DepositedFile, FileState, Secrecy
from archive.ingest.names import clean_name, natural_key
from archive.ingest.parsing import Answer
from archive.ingest.policy import may_deposit
from archive.ingest.reasons import Refusal
from archive.jobs.queue import later
from archive.journal import actions as journal
from archive.units.models import Unit


class NotAllowed(Exception):
    """The person may not bring files to this office."""


class PaperMissing(Exception):
    """Declassified material comes with the number and the date of a paper that is in force."""


class NotAdmitted(Exception):
    """The deposit was refused at the door; nothing can be added to it."""


@transaction.atomic
def open_deposit(
    *,
    actor: User,
    office: Unit,
    secrecy: Secrecy,
    at: dt.datetime,
    declassified_by: str = "",
    declassified_on: dt.date | None = None,
    folder: str = "",
) -> Deposit:
    """Open a deposit, or refuse it for its mark before a byte is kept (`is_admitted` is false).

    `folder` is one of the office's in the inbox: the worker takes in what lies there.

    The refusal is journalled without a word of the content. Law 117/2025/QH15 on the protection
    of state secrets; domain file 5.3. Raises `NotAllowed` and `PaperMissing`.
    """
    if not may_deposit(actor, office):
        raise NotAllowed
    declassified = secrecy == Secrecy.DECLASSIFIED
    today = timezone.localtime(at).date()
    if declassified and not (declassified_by and declassified_on and declassified_on <= today):
        raise PaperMissing
    deposit = Deposit.objects.create(
        office=office,
        made_by=actor,
        made_at=at,
        secrecy=secrecy,
        declassified_by=declassified_by if declassified else "",
        declassified_on=declassified_on if declassified else None,
        folder=folder if secrecy in ADMITTED else "",
    )
    journal.record(
        actor=actor,
        act="ingest.deposit.opened" if secrecy in ADMITTED else "ingest.deposit.refused",
        subject=deposit,
        at=at,
        after={"office": office.pk, "secrecy": secrecy}
        | ({"folder": deposit.folder} if deposit.folder else {}),
        basis_number=deposit.declassified_by,
        basis_on=deposit.declassified_on,
    )
    later("archive.ingest.tasks.sweep_leftovers")
    return deposit


def receive_file(
    *, actor: User | None, deposit: Deposit, name: str, chunks: Iterable[bytes], at: dt.datetime
) -> DepositedFile:
    """Write the bytes to a passing name and have the worker judge them.

    What is empty or too large is refused at once and entered as refused. Raises `NotAdmitted`.
    """
    if not deposit.is_admitted:
        raise NotAdmitted
    try:
        received = store.receive(chunks, limit=settings.MAX_UPLOAD_BYTES)
    except store.TooLarge:
        return _enter(actor, deposit, name, None, at, Refusal.TOO_LARGE)
    if received.size == 0:
        store.discard(received.name)
        return _enter(actor, deposit, name, None, at, Refusal.EMPTY)
    try:
        return _enter(actor, deposit, name, received, at)
    except BaseException:
        store.discard(received.name)
        raise


def refuse_unread(
    *, actor: User | None, deposit: Deposit, name: str, reason: Refusal, at: dt.datetime
) -> DepositedFile:
    """Enter a file that was turned away while it was still coming."""
    if not deposit.is_admitted:
        raise NotAdmitted
    return _enter(actor, deposit, name, None, at, reason)


@transaction.atomic
def enter_received(
    *, actor: User | None, deposit: Deposit, name: str, received: store.Received, at: dt.datetime
) -> DepositedFile:
    """Enter a file that has already been received whole under its passing name."""
    if not deposit.is_admitted:
        raise NotAdmitted
    return _enter(actor, deposit, name, received, at)


@transaction.atomic
def accept_file(*, file: DepositedFile, found: Answer, at: dt.datetime) -> DepositedFile:
    """Keep a judged file as a master: identical bytes are kept once. Can be repeated."""
    file = DepositedFile.objects.select_for_update().get(pk=file.pk)
    if file.state in (FileState.ACCEPTED, FileState.REFUSED):
        return file
    master, is_new = Master.objects.get_or_create(
        digest=file.digest,
        defaults={
            "size": file.size,
            "family": found["family"],
            "media_type": found["media_type"],
            "puid": found["puid"],
            "original_name": file.name,
            "technical": found["technical"] | {"frames": found["frames"]},
            "stored_at": at,
        },
    )
    file.master, file.state, file.incoming = master, FileState.ACCEPTED, ""
    file.save(update_fields=["master", "state", "incoming"])
    if is_new:
        journal.record(
            actor=file.deposit.made_by,
            act="files.master.stored",
            subject=master,
            at=at,
            after={"algorithm": master.algorithm, "digest": master.digest, "size": master.size},
        )
    journal.record(
        actor=file.deposit.made_by,
        act="ingest.file.accepted",
        subject=file,
        at=at,
        after={"digest": file.digest, "media_type": master.media_type, "held_before": not is_new},
    )
    return file


@transaction.atomic
def refuse_file(*, file: DepositedFile, reason: str, detail: str, at: dt.datetime) -> DepositedFile:
    """Refuse a judged file and throw its bytes away once that is written down."""
    file = DepositedFile.objects.select_for_update().get(pk=file.pk)
    if file.state in (FileState.ACCEPTED, FileState.REFUSED):
        return file
    passing = file.incoming
    file.state, file.reason, file.detail = FileState.REFUSED, reason, detail[:300]
    file.incoming, file.finished_at = "", at
    file.save(update_fields=["state", "reason", "detail", "incoming", "finished_at"])
    _journal_refusal(file.deposit.made_by, file, at)
    transaction.on_commit(lambda: store.discard(passing))
    return file


@transaction.atomic
def _enter(
    actor: User | None,
    deposit: Deposit,
    name: str,
    received: store.Received | None,
    at: dt.datetime,
    reason: str = "",
) -> DepositedFile:
    """Enter a file; a digest not known yet is taken by the worker."""
    name = clean_name(name)
    file = DepositedFile.objects.create(
        deposit=deposit,
        name=name,
        sort_key=natural_key(name),
        received_at=at,
        size=received.size if received else 0,
        digest=received.digest if received else "",
        incoming=received.name if received else "",
        state=FileState.REFUSED if reason else FileState.RECEIVED,
        reason=reason,
        finished_at=at if reason else None,
    )
    if reason:
        _journal_refusal(actor, file, at)
        return file
    journal.record(
        actor=actor,
        act="ingest.file.received",
        subject=file,
        at=at,
        after={"digest": file.digest, "size": file.size},
    )
    later("archive.ingest.tasks.process_file", file.pk)
    return file


def _journal_refusal(actor: User | None, file: DepositedFile, at: dt.datetime) -> None:
    journal.record(
        actor=actor,
        act="ingest.file.refused",
        subject=file,
        at=at,
        after={"reason": file.reason, "size": file.size, "digest": file.digest},
    )
