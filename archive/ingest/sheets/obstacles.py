"""What stands in the way of taking an import back: whatever has gone on since."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, ProtectedError, Q, QuerySet
from django.db.models.deletion import Collector

from archive.access.models import Clause, Consent
from archive.access.policy import may_lift
from archive.accounts.models import User
from archive.catalogue.lifting import LiftsCeiling, is_lifted, widened_by
from archive.catalogue.models import Collection, Page, Record, Recording, VettingStatus
from archive.ingest.models import DepositedFile
from archive.ingest.sheets import levels, writing
from archive.ingest.sheets.models import Outcome, Row, Sheet

CAME_OF_IT = (Outcome.CREATED, Outcome.UPDATED)
MOST_TOLD = 20
_AT_ONCE = 500


def of_undoing(sheet: Sheet) -> list[str]:
    """Return the codes (twenty at most) of what came of the import and has gone on since."""
    rows = sheet.rows.filter(outcome__in=CAME_OF_IT)
    found = gone_on(sheet, rows)
    for obstacles in (_relied_on, levels.occupied, _held_by_others):
        if len(found) < MOST_TOLD:
            found += obstacles(sheet)
    return found[:MOST_TOLD]


def gone_on(sheet: Sheet, rows: QuerySet[Row]) -> list[str]:
    """Return the codes of what the rows brought and somebody has worked on since."""
    gone = rows.filter(record__isnull=True, collection__isnull=True)
    touched = ~Q(record__vetting_status=VettingStatus.NOT_SUBMITTED)
    touched |= Q(record__released_at__isnull=False) | Q(record__withdrawn_at__isnull=False)
    # Files given to a record that was there before stay with it.
    touched |= Q(outcome=Outcome.UPDATED, plan__has_any_keys=["files", "transcript"])
    touched |= ~Q(record__version=F("version_after"))
    worked_on = rows.filter(record__isnull=False).filter(touched)
    codes = [*gone.values_list("plan__code", flat=True)[:MOST_TOLD]]
    codes += worked_on.values_list("plan__code", flat=True)[:MOST_TOLD]
    codes += levels.gone_on(sheet, rows)
    return (codes + _grown(rows.filter(outcome=Outcome.CREATED)))[:MOST_TOLD]


def refuse_lifting(sheet: Sheet, actor: User | None) -> None:
    """Raise `LiftsCeiling` where giving something its place back would open it further."""
    if may_lift(actor, sheet.office_id):
        return
    updated = sheet.rows.filter(outcome=Outcome.UPDATED)
    former = Collection.objects.in_bulk()
    moved = updated.filter(before__has_key="collection_id").select_related("record__collection")
    for row in moved.iterator(_AT_ONCE):
        record = row.record
        if record and is_lifted(record.collection, former.get(row.before["collection_id"])):
            raise LiftsCeiling(record.code)
    for row in updated.filter(before__has_key="parent").select_related("collection"):
        level = row.collection
        if level and widened_by(level, former.get(row.before["parent"])):
            raise LiftsCeiling(level.code)


def _relied_on(sheet: Sheet) -> list[str]:
    """Return the codes of records whose consents of this import have gone on since."""
    consents = Consent.objects.filter(sheet_rows__sheet=sheet)
    taken_back = Clause.objects.filter(withdrawn_at__isnull=False).values("consent")
    relied = consents.filter(Q(pk__in=taken_back) | Q(seals__isnull=False))
    return list(relied.values_list("record__code", flat=True).distinct()[:MOST_TOLD])


def _held_by_others(sheet: Sheet) -> list[str]:
    """Return what refuses to let go of a record the import entered; its own consents do not."""
    own = set(Consent.objects.filter(sheet_rows__sheet=sheet).values_list("pk", flat=True))
    for records in _entered(sheet):
        try:
            Collector(using=DEFAULT_DB_ALIAS).collect(records)
        except ProtectedError as held:
            things = held.protected_objects
            others = {t for t in things if not (isinstance(t, Consent) and t.pk in own)}
            if others:
                return sorted(map(str, others))[:MOST_TOLD]
    return []


def _entered(sheet: Sheet) -> Iterator[list[Record]]:
    """Yield the records the import entered, some at a time."""
    rows = sheet.rows.filter(outcome=Outcome.CREATED, record__isnull=False)
    ids = list(rows.values_list("record_id", flat=True))
    for first in range(0, len(ids), _AT_ONCE):
        yield list(Record.objects.filter(pk__in=ids[first : first + _AT_ONCE]))


def _grown(rows: QuerySet[Row]) -> list[str]:
    """Return the codes of entered records that were given more than the import itself gave them."""
    given: set[int] = set()
    for plan in rows.filter(plan__has_any_keys=writing.FILES).values_list("plan", flat=True):
        given.update(pk for key in writing.FILES for pk in plan.get(key, ()))
    records = Record.objects.filter(pk__in=rows.values("record_id"))
    told = rows.filter(plan__has_key="transcript").values("record")
    masters = DepositedFile.objects.filter(pk__in=given).values("master")
    more = (
        Q(pk__in=Page.objects.exclude(master__in=masters).values("record"))
        | Q(pk__in=Recording.objects.exclude(master__in=masters).values("record"))
        | (Q(transcripts__isnull=False) & ~Q(pk__in=told))
        | Q(transcripts__version__gt=1)
    )
    return list(records.filter(more).values_list("code", flat=True).distinct()[:MOST_TOLD])
