"""Receiving, checking, importing and undoing a spreadsheet. Who may was asked of `access.policy`.

A sheet goes two steps: checked, then imported. What was imported can be undone as a whole as long
as nothing that came of it was put before a vetting body or changed by hand.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import BinaryIO

from django.db import transaction

from archive.access.policy import may_lift
from archive.accounts.models import User
from archive.ingest.sheets import writing
from archive.ingest.sheets.checking import Checker, MissingCodes
from archive.ingest.sheets.models import Outcome, Piece, Row, Sheet, SheetState
from archive.ingest.sheets.reading import Table, read_table
from archive.ingest.sheets.workbooks import UnreadableSheet
from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.journal import actions as journal
from archive.units.models import Unit

BATCH = 500
"""Rows written in one transaction: all of them or none."""

PIECE = 8 << 20
"""Bytes of a file that are held at once."""

Progress = Callable[[int, int], None]

READY_FOR = {
    SheetState.RUNNING: {SheetState.CHECKED, SheetState.STOPPED},
    SheetState.UNDOING: {SheetState.DONE, SheetState.STOPPED, SheetState.UNDO_STOPPED},
}
"""From which states the worker may be set going at what."""


class NotReady(Exception):
    """The sheet is not in a state in which this can be done."""


@transaction.atomic
def receive_sheet(
    *, actor: User | None, office: Unit, name: str, chunks: Iterable[bytes], at: dt.datetime
) -> Sheet:
    """Keep a spreadsheet as it came; nothing of it is in the catalogue yet.

    `chunks` is the file, at most `PIECE` bytes at a time where memory counts.
    """
    sheet = Sheet.objects.create(office=office, made_by=actor, made_at=at, name=name[-255:])
    size = 0
    for number, chunk in enumerate(chunks):
        Piece.objects.create(sheet=sheet, number=number, content=chunk)
        size += len(chunk)
    journal.record(
        actor=actor,
        act="ingest.sheet.received",
        subject=sheet,
        at=at,
        after={"name": sheet.name, "bytes": size},
    )
    return sheet


def check_sheet(*, sheet: Sheet) -> Sheet:
    """Read the sheet and judge its rows; checking again begins anew. Raises `NotReady`.

    Written batch by batch: somebody else's word must not wait until a long file is read.
    """
    sheet = _begin_check(sheet)
    with tempfile.TemporaryFile() as content, tempfile.TemporaryFile() as aside:
        _copy_content(sheet, content)
        return _check(sheet, content, aside)


def _check(sheet: Sheet, content: BinaryIO, aside: BinaryIO) -> Sheet:
    try:
        table = read_table(content, aside)
        Sheet.objects.filter(pk=sheet.pk).update(row_count=len(table.rows))
        notices = _judge(sheet, table)
    except UnreadableSheet as refusal:
        return _refuse(sheet, refusal.reason)
    except MissingCodes as missing:
        reason = _("The column “Reference code” is missing.")
        return _refuse(sheet, reason, missing.notices)
    if notices is None:
        return Sheet.objects.get(pk=sheet.pk)
    sheet.encoding, sheet.notices = table.encoding, [said.kept for said in notices]
    sheet.state, sheet.row_count = SheetState.CHECKED, len(table.rows)
    sheet.save(update_fields=["encoding", "notices", "state", "reason", "row_count"])
    return sheet


def _judge(sheet: Sheet, table: Table) -> list[Said] | None:
    """Judge and keep every row; return what is said of the whole, nothing if it was stopped."""
    checker = Checker(table, sheet.office, may_lift=may_lift(sheet.made_by, sheet.office_id))
    judged = checker.rows()
    while rows := [Row(sheet=sheet, **row.as_fields()) for row in islice(judged, BATCH)]:
        if not _keep_judged(sheet, rows):
            return None
    return checker.notices()


def _copy_content(sheet: Sheet, target: BinaryIO) -> None:
    """Write the file a sheet came as into another, piece by piece: it may be long."""
    pieces = sheet.pieces.order_by("number").values_list("content", flat=True)
    for piece in pieces.iterator(chunk_size=1):
        target.write(piece)


def import_sheet(
    *, actor: User | None, sheet: Sheet, at: dt.datetime, progress: Progress | None = None
) -> Sheet:
    """Bring in the rows without errors, batch by batch; a second call goes on where one stopped.

    Between two batches it heeds whoever stops it. Raises `NotReady`.
    """
    _start(sheet)
    while _import_batch(actor=actor, sheet=sheet, at=at):
        if progress:
            waiting = sheet.rows.filter(outcome=Outcome.WAITING).count()
            progress(sheet.row_count - waiting, sheet.row_count)
    return _finish(actor=actor, sheet=sheet, at=at)


@transaction.atomic
def set_going(*, sheet: Sheet, what: SheetState) -> None:
    """Say that the worker is to import or to undo the sheet; it is asked on commit.

    Raises `NotReady`.
    """
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.state not in READY_FOR[what]:
        raise NotReady(sheet.state)
    sheet.state, sheet.reason = what, Said()
    sheet.save(update_fields=["state", "reason"])


@transaction.atomic
def stop(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> Sheet:
    """Have the worker stop after the batch at hand. Raises `NotReady`.

    A check is given up; an import can go on later from where it stopped, or be undone; an undoing
    can only go on.
    """
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    match sheet.state:
        case SheetState.RECEIVED:
            sheet.state, sheet.reason = SheetState.UNREADABLE, _("Stopped before it was checked.")
        case SheetState.RUNNING:
            sheet.state, sheet.finished_at = SheetState.STOPPED, at
        case SheetState.UNDOING:
            sheet.state = _before_undoing(sheet)
        case _:
            raise NotReady(sheet.state)
    sheet.save(update_fields=["state", "reason", "finished_at"])
    journal.record(
        actor=actor,
        act="ingest.sheet.stopped",
        subject=sheet,
        at=at,
        after={"waiting": sheet.rows.filter(outcome=Outcome.WAITING).count()},
    )
    return sheet


@transaction.atomic
def give_up(*, sheet: Sheet, reason: Said) -> None:
    """Say on the sheet why the worker could not go on; what it did until then stays."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    halted = {
        SheetState.RECEIVED: SheetState.UNREADABLE,
        SheetState.RUNNING: SheetState.STOPPED,
        SheetState.UNDOING: _before_undoing(sheet),
    }
    sheet.state = halted.get(SheetState(sheet.state), SheetState(sheet.state))
    sheet.reason = reason
    sheet.save(update_fields=["state", "reason"])


def _before_undoing(sheet: Sheet) -> SheetState:
    """Return what a sheet is when its undoing does not go on: what it was, or half undone."""
    if sheet.rows.filter(outcome=Outcome.UNDONE).exists():
        return SheetState.UNDO_STOPPED
    is_whole = not sheet.rows.filter(outcome=Outcome.WAITING).exists()
    return SheetState.DONE if is_whole else SheetState.STOPPED


@transaction.atomic
def _begin_check(sheet: Sheet) -> Sheet:
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.state not in (SheetState.RECEIVED, SheetState.CHECKED):
        raise NotReady(sheet.state)
    sheet.rows.all().delete()
    sheet.state, sheet.reason, sheet.row_count = SheetState.RECEIVED, Said(), 0
    sheet.save(update_fields=["state", "reason", "row_count"])
    return sheet


@transaction.atomic
def _keep_judged(sheet: Sheet, rows: list[Row]) -> bool:
    """Write the next judged rows, unless somebody has stopped the check."""
    if _state_of(sheet) != SheetState.RECEIVED:
        return False
    for row in rows:
        if row.errors:
            row.outcome = Outcome.FAULTY
    Row.objects.bulk_create(rows)
    return True


def _state_of(sheet: Sheet) -> str:
    """Lock the sheet and tell how far it is."""
    return Sheet.objects.select_for_update().only("state").get(pk=sheet.pk).state


def _refuse(sheet: Sheet, reason: Said, notices: Sequence[Said] = ()) -> Sheet:
    sheet.state, sheet.reason, sheet.row_count = SheetState.UNREADABLE, reason, 0
    sheet.notices = [said.kept for said in notices]
    sheet.save(update_fields=["state", "reason", "row_count", "notices"])
    return sheet


@transaction.atomic
def _start(sheet: Sheet) -> None:
    current = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if current.state not in (SheetState.CHECKED, SheetState.RUNNING):
        raise NotReady(current.state)
    current.state = SheetState.RUNNING
    current.save(update_fields=["state"])


@transaction.atomic
def _import_batch(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> bool:
    """Write the next rows; tell whether there were any. The lock keeps two workers apart."""
    if _state_of(sheet) != SheetState.RUNNING:
        return False
    waiting = sheet.rows.filter(outcome=Outcome.WAITING).order_by("rank", "number")
    rows = list(waiting[:BATCH])
    if not rows:
        return False
    writing.write(rows, sheet=sheet, actor=actor, at=at)
    # Written over themselves: an upsert costs a third of the CASE statements of bulk_update.
    Row.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[
            "outcome",
            "record",
            "collection",
            "consent",
            "before",
            "version_after",
            "errors",
            "problems",
        ],
    )
    return True


@transaction.atomic
def _finish(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> Sheet:
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.state != SheetState.RUNNING:
        return sheet
    sheet.state, sheet.finished_at = SheetState.DONE, at
    sheet.save(update_fields=["state", "finished_at"])
    outcomes = {value: sheet.rows.filter(outcome=value).count() for value in Outcome.values}
    journal.record(actor=actor, act="ingest.sheet.imported", subject=sheet, at=at, after=outcomes)
    return sheet
