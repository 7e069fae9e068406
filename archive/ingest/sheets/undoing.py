"""Taking a whole import back, as long as nothing that came of it has gone on since.

Nothing is begun while something stands in the way. Then it goes batch by batch, the records before
the levels they lie in, each batch wholly or not at all; the sheet says it is being undone until the
last row is, and says so where it was stopped in between.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from archive.access import actions as access
from archive.access.models import Consent
from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.ingest.sheets import obstacles, writing
from archive.ingest.sheets.actions import BATCH, NotReady, Progress
from archive.ingest.sheets.models import Outcome, Row, Sheet, SheetState
from archive.ingest.sheets.obstacles import CAME_OF_IT, MOST_TOLD
from archive.journal import actions as journal

_MAY_BE_UNDONE = (
    SheetState.DONE,
    SheetState.STOPPED,
    SheetState.UNDOING,
    SheetState.UNDO_STOPPED,
)


class CannotUndo(Exception):
    """Something came of the import that undoing would destroy; `codes` says of which records."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


def undo_import(
    *, actor: User | None, sheet: Sheet, at: dt.datetime, progress: Progress | None = None
) -> Sheet:
    """Take back everything a finished or stopped import brought; a second call goes on.

    Between two batches it heeds whoever stops it. Raises `NotReady`, `CannotUndo` and
    `LiftsCeiling`: before anything was undone, or, where somebody worked on a record in the
    meantime, before the batch it is in.
    """
    if Sheet.objects.only("state").get(pk=sheet.pk).state not in _MAY_BE_UNDONE:
        raise NotReady(sheet.state)
    if not sheet.rows.filter(outcome=Outcome.UNDONE).exists():
        if found := obstacles.of_undoing(sheet):
            raise CannotUndo(found)
        obstacles.refuse_lifting(sheet, actor)
    _begin(sheet)
    while _undo_batch(actor=actor, sheet=sheet, at=at):
        if progress:
            progress(sheet.rows.filter(outcome=Outcome.UNDONE).count(), sheet.row_count)
    return _finish(actor=actor, sheet=sheet, at=at)


@transaction.atomic
def _begin(sheet: Sheet) -> None:
    current = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if current.state not in _MAY_BE_UNDONE:
        raise NotReady(current.state)
    current.state = SheetState.UNDOING
    current.save(update_fields=["state"])


@transaction.atomic
def _undo_batch(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> bool:
    """Take back the next rows; tell whether there were any. The lock keeps two workers apart."""
    current = Sheet.objects.select_for_update().get(pk=sheet.pk)
    rows = _next_rows(current)
    if current.state != SheetState.UNDOING or not rows.exists():
        return False
    if found := obstacles.gone_on(current, rows):
        raise CannotUndo(found)
    _take_back_consents(rows, actor=actor, sheet=current, at=at)
    updated = rows.filter(outcome=Outcome.UPDATED).select_related("record", "collection")
    for row in updated.order_by("-rank", "number"):
        writing.restore(row, actor=actor, at=at)
    try:
        _remove_entered(rows, actor=actor, sheet=current, at=at)
        _remove_levels(rows, actor=actor, sheet=current, at=at)
    except ProtectedError as held:
        raise CannotUndo(sorted(map(str, held.protected_objects))[:MOST_TOLD]) from held
    rows.update(outcome=Outcome.UNDONE)
    return True


def _next_rows(sheet: Sheet) -> QuerySet[Row]:
    """Return the rows of the next batch, with all others that speak of the same records."""
    waiting = sheet.rows.filter(outcome__in=CAME_OF_IT)
    chosen = dict(waiting.order_by("-rank", "number").values_list("pk", "record_id")[:BATCH])
    records = {record for record in chosen.values() if record is not None}
    beside = waiting.filter(record__in=records).values_list("pk", flat=True)
    # By their numbers: once a record is gone its rows no longer say whose they were.
    return sheet.rows.filter(pk__in=chosen.keys() | set(beside))


def _take_back_consents(
    rows: QuerySet[Row], *, actor: User | None, sheet: Sheet, at: dt.datetime
) -> None:
    consents = Consent.objects.filter(sheet_rows__in=rows).select_related("record").distinct()
    try:
        access.unrecord_consents(
            actor=actor, consents=list(consents), at=at, note=writing.note_of(sheet)
        )
    except access.ReliedOn as relied:
        raise CannotUndo(relied.codes) from relied


def _remove_entered(
    rows: QuerySet[Row], *, actor: User | None, sheet: Sheet, at: dt.datetime
) -> None:
    entered = rows.filter(outcome=Outcome.CREATED, record__isnull=False)
    records = list(Record.objects.filter(pk__in=entered.values("record_id")))
    acts = [
        journal.Act(
            act="catalogue.record.import_undone",
            subject=record,
            before={"code": record.code, "title": record.title},
            note=writing.note_of(sheet),
        )
        for record in records
    ]
    Record.objects.filter(pk__in=[record.pk for record in records]).delete()
    journal.record_many(actor=actor, at=at, acts=acts)


def _remove_levels(
    rows: QuerySet[Row], *, actor: User | None, sheet: Sheet, at: dt.datetime
) -> None:
    """Take out the levels the import opened, the lowest first; others' things stay in none."""
    made = rows.filter(outcome=Outcome.CREATED, collection__isnull=False)
    opened = [row.collection for row in made.order_by("-rank").select_related("collection")]
    acts = [
        journal.Act(
            act="catalogue.collection.import_undone",
            subject=level,
            before={"code": level.code, "title": level.title},
            note=writing.note_of(sheet),
        )
        for level in opened
        if level
    ]
    for level in filter(None, opened):
        level.delete()
    journal.record_many(actor=actor, at=at, acts=acts)


@transaction.atomic
def _finish(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> Sheet:
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.state != SheetState.UNDOING:
        return sheet
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
