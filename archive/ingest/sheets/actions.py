"""Receiving, checking, importing and undoing a spreadsheet. Who may was asked of `access.policy`.

A sheet goes two steps: checked, then imported. What was imported can be undone as a whole as long
as nothing that came of it was put before a vetting body or changed by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import islice

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils.translation import gettext as _

from archive.access import actions as access
from archive.access.models import Consent
from archive.accounts.models import User
from archive.catalogue.models import Page, Record, Recording, VettingStatus
from archive.ingest.models import DepositedFile
from archive.ingest.sheets import writing
from archive.ingest.sheets.checking import Checker, MissingColumns
from archive.ingest.sheets.models import Outcome, Row, Sheet, SheetState
from archive.ingest.sheets.reading import UnreadableSheet, read_table
from archive.journal import actions as journal
from archive.units.models import Unit

BATCH = 500
"""Rows written in one transaction: all of them or none."""

Progress = Callable[[int, int], None]


class NotReady(Exception):
    """The sheet is not in a state in which this can be done."""


class CannotUndo(Exception):
    """Something came of the import that undoing would destroy; `codes` says of which records."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@transaction.atomic
def receive_sheet(
    *, actor: User | None, office: Unit, name: str, content: bytes, at: dt.datetime
) -> Sheet:
    """Keep a spreadsheet as it came; nothing of it is in the catalogue yet."""
    sheet = Sheet.objects.create(
        office=office, made_by=actor, made_at=at, name=name[-255:], content=content
    )
    journal.record(
        actor=actor,
        act="ingest.sheet.received",
        subject=sheet,
        at=at,
        after={"name": sheet.name, "bytes": len(content)},
    )
    return sheet


@transaction.atomic
def check_sheet(*, sheet: Sheet) -> Sheet:
    """Read the sheet and judge its rows; checking again begins anew. Raises `NotReady`."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.state not in (SheetState.RECEIVED, SheetState.CHECKED, SheetState.UNREADABLE):
        raise NotReady(sheet.state)
    sheet.rows.all().delete()
    try:
        table = read_table(bytes(sheet.content))
        checker = Checker(table, sheet.office)
    except UnreadableSheet as refusal:
        return _unreadable(sheet, str(refusal))
    except MissingColumns as missing:
        return _unreadable(
            sheet, _("A column is missing: %(names)s.") % {"names": ", ".join(missing.labels)}
        )
    judged = checker.rows()
    while rows := [Row(sheet=sheet, **row.as_fields()) for row in islice(judged, BATCH)]:
        Row.objects.bulk_create(rows)
    sheet.rows.filter(errors__gt=0).update(outcome=Outcome.FAULTY)
    sheet.encoding, sheet.notices = table.encoding, checker.notices()
    sheet.state, sheet.reason, sheet.row_count = SheetState.CHECKED, "", len(table.rows)
    sheet.save(update_fields=["encoding", "notices", "state", "reason", "row_count"])
    return sheet


def import_sheet(
    *, actor: User | None, sheet: Sheet, at: dt.datetime, progress: Progress | None = None
) -> Sheet:
    """Bring in the rows without errors, batch by batch; a second call goes on where one stopped.

    Raises `NotReady`.
    """
    _start(sheet)
    while _import_batch(actor=actor, sheet=sheet, at=at):
        if progress:
            waiting = sheet.rows.filter(outcome=Outcome.WAITING).count()
            progress(sheet.row_count - waiting, sheet.row_count)
    return _finish(actor=actor, sheet=sheet, at=at)


@transaction.atomic
def undo_import(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> Sheet:
    """Take back everything a finished import brought, all or nothing.

    Raises `NotReady` and `CannotUndo`.
    """
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.state != SheetState.DONE:
        raise NotReady(sheet.state)
    rows = sheet.rows.filter(outcome__in=(Outcome.CREATED, Outcome.UPDATED))
    if obstacles := obstacles_to_undoing(sheet):
        raise CannotUndo(obstacles)
    _take_back_consents(actor=actor, sheet=sheet, at=at)
    for row in rows.filter(outcome=Outcome.UPDATED).select_related("record").iterator():
        writing.restore(row, actor=actor, at=at)
    _remove_created(actor=actor, sheet=sheet, at=at)
    rows.update(outcome=Outcome.UNDONE)
    sheet.state, sheet.finished_at = SheetState.UNDONE, at
    sheet.save(update_fields=["state", "finished_at"])
    journal.record(
        actor=actor,
        act="ingest.sheet.undone",
        subject=sheet,
        at=at,
        after={"rows": sheet.row_count},
    )
    return sheet


def obstacles_to_undoing(sheet: Sheet) -> list[str]:
    """Return the codes (twenty at most) of records that have gone on since the import."""
    touched = Q(record__isnull=True) | ~Q(record__vetting_status=VettingStatus.NOT_SUBMITTED)
    touched |= Q(record__released_at__isnull=False) | Q(record__withdrawn_at__isnull=False)
    came_of_it = sheet.rows.filter(outcome__in=(Outcome.CREATED, Outcome.UPDATED))
    # Files given to a record that was there before stay with it.
    touched |= Q(outcome=Outcome.UPDATED, plan__has_any_keys=["files", "transcript"])
    codes = list(came_of_it.filter(touched).values_list("plan__code", flat=True)[:20])
    later = came_of_it.exclude(touched).select_related("record").only(
        "version_after", "record__version", "record__code"
    )  # fmt: skip
    codes += islice(
        (
            row.record.code
            for row in later
            if row.record and row.record.version != row.version_after
        ),
        20,
    )
    return codes[:20]


def _unreadable(sheet: Sheet, reason: str) -> Sheet:
    sheet.state, sheet.reason, sheet.row_count = SheetState.UNREADABLE, reason[:300], 0
    sheet.save(update_fields=["state", "reason", "row_count"])
    return sheet


@transaction.atomic
def _start(sheet: Sheet) -> None:
    current = Sheet.objects.select_for_update().defer("content").get(pk=sheet.pk)
    if current.state not in (SheetState.CHECKED, SheetState.RUNNING):
        raise NotReady(current.state)
    current.state = SheetState.RUNNING
    current.save(update_fields=["state"])


@transaction.atomic
def _import_batch(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> bool:
    """Write the next rows; tell whether there were any. The lock keeps two workers apart."""
    Sheet.objects.select_for_update().only("id").get(pk=sheet.pk)
    waiting = sheet.rows.filter(outcome=Outcome.WAITING).order_by("number")
    rows = list(waiting[:BATCH])
    if not rows:
        return False
    writing.write(rows, sheet=sheet, actor=actor, at=at)
    # Written over themselves: an upsert costs a third of the CASE statements of bulk_update.
    Row.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["outcome", "record", "consent", "before", "version_after", "errors"],
    )
    return True


@transaction.atomic
def _finish(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> Sheet:
    sheet = Sheet.objects.select_for_update().defer("content").get(pk=sheet.pk)
    sheet.state, sheet.finished_at = SheetState.DONE, at
    sheet.save(update_fields=["state", "finished_at"])
    outcomes = {value: sheet.rows.filter(outcome=value).count() for value in Outcome.values}
    journal.record(actor=actor, act="ingest.sheet.imported", subject=sheet, at=at, after=outcomes)
    return sheet


def _take_back_consents(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> None:
    consents = Consent.objects.filter(sheet_rows__sheet=sheet).select_related("record")
    try:
        access.unrecord_consents(
            actor=actor, consents=list(consents), at=at, note=writing.note_of(sheet)
        )
    except access.ReliedOn as relied:
        raise CannotUndo(relied.codes) from relied


def _remove_created(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> None:
    rows = sheet.rows.filter(outcome=Outcome.CREATED)
    records = Record.objects.filter(pk__in=rows.values("record_id"))
    if codes := _grown(records, rows):
        raise CannotUndo(codes)
    acts = [
        journal.Act(
            act="catalogue.record.import_undone",
            subject=record,
            before={"code": record.code, "title": record.title},
            note=writing.note_of(sheet),
        )
        for record in records.iterator()
    ]
    try:
        records.delete()
    except ProtectedError as held:
        codes = sorted({str(thing) for thing in held.protected_objects})
        raise CannotUndo(codes[:20]) from held
    journal.record_many(actor=actor, at=at, acts=acts)


def _grown(records: QuerySet[Record], rows: QuerySet[Row]) -> list[str]:
    """Return the codes of records that were given more than the import itself gave them."""
    plans = list(rows.values_list("plan", flat=True))
    given = {pk for plan in plans for key in writing.FILES for pk in plan.get(key, ())}
    told = rows.filter(plan__has_key="transcript").values("record")
    masters = DepositedFile.objects.filter(pk__in=given).values("master")
    more = (
        Q(pk__in=Page.objects.exclude(master__in=masters).values("record"))
        | Q(pk__in=Recording.objects.exclude(master__in=masters).values("record"))
        | (Q(transcripts__isnull=False) & ~Q(pk__in=told))
        | Q(transcripts__version__gt=1)
    )
    return list(records.filter(more).values_list("code", flat=True).distinct()[:20])
