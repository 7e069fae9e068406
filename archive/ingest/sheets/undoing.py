"""Taking a whole import back, as long as nothing that came of it has gone on since."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, ProtectedError, Q, QuerySet

from archive.access import actions as access
from archive.access.models import Consent
from archive.accounts.models import User
from archive.catalogue.models import Page, Record, Recording, VettingStatus
from archive.ingest.models import DepositedFile
from archive.ingest.sheets import levels, writing
from archive.ingest.sheets.actions import NotReady
from archive.ingest.sheets.models import Outcome, Row, Sheet, SheetState
from archive.journal import actions as journal


class CannotUndo(Exception):
    """Something came of the import that undoing would destroy; `codes` says of which records."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@transaction.atomic
def undo_import(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> Sheet:
    """Take back everything a finished or stopped import brought, all or nothing.

    Raises `NotReady` and `CannotUndo`.
    """
    sheet = Sheet.objects.select_for_update().defer("content").get(pk=sheet.pk)
    if sheet.state not in (SheetState.DONE, SheetState.STOPPED, SheetState.UNDOING):
        raise NotReady(sheet.state)
    rows = sheet.rows.filter(outcome__in=(Outcome.CREATED, Outcome.UPDATED))
    if obstacles := obstacles_to_undoing(sheet):
        raise CannotUndo(obstacles)
    _take_back_consents(actor=actor, sheet=sheet, at=at)
    updated = rows.filter(outcome=Outcome.UPDATED).select_related("record", "collection")
    for row in updated.order_by("-rank", "number").iterator():
        writing.restore(row, actor=actor, at=at)
    _remove_created(actor=actor, sheet=sheet, at=at)
    _remove_levels(actor=actor, sheet=sheet, at=at)
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
    """Return the codes (twenty at most) of what has gone on since the import."""
    came_of_it = sheet.rows.filter(outcome__in=(Outcome.CREATED, Outcome.UPDATED))
    gone = came_of_it.filter(record__isnull=True, collection__isnull=True)
    touched = ~Q(record__vetting_status=VettingStatus.NOT_SUBMITTED)
    touched |= Q(record__released_at__isnull=False) | Q(record__withdrawn_at__isnull=False)
    # Files given to a record that was there before stay with it.
    touched |= Q(outcome=Outcome.UPDATED, plan__has_any_keys=["files", "transcript"])
    touched |= ~Q(record__version=F("version_after"))
    gone_on = came_of_it.filter(record__isnull=False).filter(touched)
    codes = [*gone.values_list("plan__code", flat=True)[:20]]
    codes += gone_on.values_list("plan__code", flat=True)[:20]
    return (codes + levels.gone_on(sheet))[:20]


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


def _remove_levels(*, actor: User | None, sheet: Sheet, at: dt.datetime) -> None:
    """Take out the levels the import opened, the lowest first; others' things stay in none."""
    made = sheet.rows.filter(outcome=Outcome.CREATED, collection__isnull=False)
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
    try:
        for level in filter(None, opened):
            level.delete()
    except ProtectedError as held:
        raise CannotUndo(sorted({str(thing) for thing in held.protected_objects})[:20]) from held
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
