"""Levels of arrangement (fonds, series, file) that come in one spreadsheet with their records.

Parents may stand below their children in the file; they are judged and written before them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from archive.access.policy import may_lift
from archive.accounts.models import User
from archive.catalogue import arrangement, lifting
from archive.catalogue.arrangement import DESCRIPTIVE_FIELDS
from archive.catalogue.lifting import LiftsCeiling
from archive.catalogue.models import Collection, Record
from archive.ingest.sheets.cells import limited
from archive.ingest.sheets.columns import BY_KEY, COLUMNS
from archive.ingest.sheets.judged import CheckedRow
from archive.ingest.sheets.lookups import CollectionIndex
from archive.ingest.sheets.models import Outcome, Row, Sheet
from archive.jobs.said import say as _
from archive.journal.models import Entry
from archive.units.models import Unit

_WORDS = ("title", *sorted(DESCRIPTIVE_FIELDS - {"title"}))
SAID_OF_LEVELS = frozenset({"code", "collection", *_WORDS})


class LevelJudge:
    """Judges the levels of one table against each other and the catalogue."""

    def __init__(
        self, office: Unit, known: CollectionIndex, coming: Iterable[str], *, may_lift: bool
    ) -> None:
        self._office = office
        self._may_lift = may_lift
        self._parents: dict[str, str | None] = {}
        self._known = known
        self.coming = frozenset(coming)
        self.faulty: dict[str, int] = {}

    def judge(self, rows: Sequence[CheckedRow]) -> list[CheckedRow]:
        """Return the rows with every fault noted, parents before children."""
        parents = dict(self._known.parents)
        parents |= {row.plan.get("code", ""): self._parent(row) for row in rows if _is_placed(row)}
        taken = self._taken({row.plan.get("code", "") for row in rows})
        self._parents = parents
        for row in rows:
            self._complete(row, taken)
            row.rank = _depth(row, parents)
            self._heed_ceiling(row)
        ordered = sorted(rows, key=lambda row: (row.rank, row.number))
        for row in ordered:
            self.heed_faults_above(row)
            if row.errors and (code := row.plan.get("code")):
                self.faulty.setdefault(code, row.number)
        return ordered

    def heed_faults_above(self, row: CheckedRow) -> None:
        """Object to a row that is to be kept in a level whose own row is faulty."""
        above = row.plan.get("collection_code")
        if above in self.faulty and above not in self._known.parents:
            reason = _("The level it belongs to is faulty: row %(row)s.")
            row.object_to(BY_KEY["collection"], above, reason % {"row": self.faulty[above]})

    def standing_above(self, code: str | None) -> Collection | None:
        """Return the level called `code`, or the next one above it that is there already."""
        seen: set[str] = set()
        while code is not None and code not in self._known.parents and code not in seen:
            seen.add(code)
            code = self._parents.get(code)
        return self._known.called(code)

    def heed_ceiling_of_record(self, row: CheckedRow, kept_in: int | None) -> None:
        """Object to a record that would come out from under a limit by its row."""
        if self._may_lift or not _is_placed(row):
            return
        coming = self.standing_above(self._parent(row))
        if lifting.is_lifted(self._known.called(self._known.code_of(kept_in)), coming):
            row.object_to(BY_KEY["collection"], row.cells["collection"], limited())

    def _heed_ceiling(self, row: CheckedRow) -> None:
        """Object to a level whose new place would open it, or what is kept below it."""
        level = self._known.called(row.plan.get("code"))
        if self._may_lift or level is None or not _is_placed(row) or row.errors:
            return
        coming = self.standing_above(self._parent(row))
        is_moved = level.parent_id != (coming and coming.pk)
        if is_moved and lifting.widened_by(level, coming):
            row.object_to(BY_KEY["collection"], row.cells["collection"], limited())

    def _parent(self, row: CheckedRow) -> str | None:
        if code := row.plan.get("collection_code"):
            return str(code)
        return self._known.code_of(row.plan.get("collection_id"))

    def _taken(self, codes: set[str]) -> set[str]:
        found = Collection.objects.filter(code__in=codes).exclude(holder=self._office)
        return set(found.values_list("code", flat=True))

    def _complete(self, row: CheckedRow, taken: set[str]) -> None:
        code = row.plan.get("code")
        if code in taken:
            reason = _("This code is taken, now or formerly, by another record.")
            row.object_to(BY_KEY["code"], code, reason)
        if code not in self._known.parents:
            for key in ("code", "title"):
                if key not in row.cells:
                    row.object_to(BY_KEY[key], "", _("This must be given."))
        for column in COLUMNS:
            if column.key in row.cells and column.key not in SAID_OF_LEVELS:
                reason = _("This is said of records, not of a level; it was left out.")
                row.object_to(column, row.cells[column.key], reason, is_error=False)


def write(rows: Iterable[Row], *, sheet: Sheet, actor: User | None, at: dt.datetime) -> None:
    """Open or change the levels that `rows` plan, parents first."""
    for row in rows:
        parent, is_there = parent_of(row, sheet)
        if not is_there:
            row.outcome, row.errors = Outcome.FAULTY, row.errors + 1
            continue
        said = {word: row.plan[word] for word in _WORDS if word in row.plan}
        known = Collection.objects.filter(code=row.plan["code"], holder=sheet.office).first()
        if known is None:
            row.collection = arrangement.open_collection(
                actor=actor, code=row.plan["code"], holder=sheet.office, parent=parent, at=at,
                **said,
            )  # fmt: skip
            row.outcome = Outcome.CREATED
        else:
            try:
                _change(row, known, said, parent, actor=actor, at=at)
            except LiftsCeiling:
                row.collection = None
                row.fail("collection", row.cells.get("collection", ""), limited())


def parent_of(row: Row, sheet: Sheet) -> tuple[Collection | None, bool]:
    """Return the level a row names, and False when it is no longer there."""
    code, pk = row.plan.get("collection_code"), row.plan.get("collection_id")
    if not code and not pk:
        return None, True
    wanted = {"code": code} if code else {"pk": pk}
    found = Collection.objects.filter(holder=sheet.office, **wanted).first()
    return found, found is not None


def restore(row: Row, *, actor: User | None, at: dt.datetime) -> None:
    """Give the level of an updated row back what it said, and its place."""
    assert row.collection is not None
    before = dict(row.before)
    if "parent" in before:
        parent = Collection.objects.filter(pk=before.pop("parent")).first()
        arrangement.move_collection(
            actor=actor,
            collection=row.collection,
            parent=parent,
            at=at,
            may_lift=may_lift(actor, row.collection.holder_id),
        )
    if before:
        arrangement.describe_collection(actor=actor, collection=row.collection, at=at, **before)


def gone_on(sheet: Sheet, rows: QuerySet[Row]) -> list[str]:
    """Return the codes of levels of `rows` changed since the import, twenty at most."""
    if sheet.finished_at is None:
        return []
    ids = [str(pk) for pk in _made(rows).values_list("pk", flat=True)]
    entries = Entry.objects.filter(subject_type="catalogue.collection", subject_id__in=ids)
    changed = entries.filter(at__gt=sheet.finished_at).values_list("subject_id", flat=True)
    later = [int(pk) for pk in changed]
    return list(Collection.objects.filter(pk__in=later).values_list("code", flat=True)[:20])


def occupied(sheet: Sheet) -> list[str]:
    """Return the codes (twenty at most) of what others keep in levels the import opened."""
    made = _made(sheet.rows.filter(outcome=Outcome.CREATED))
    own = sheet.rows.filter(outcome__in=(Outcome.CREATED, Outcome.UPDATED))
    records = Record.objects.filter(collection__in=made)
    records = records.exclude(pk__in=own.filter(record__isnull=False).values("record"))
    inside = Collection.objects.filter(parent__in=made).exclude(pk__in=_made(own))
    codes = [*records.values_list("code", flat=True)[:20]]
    return [*codes, *inside.values_list("code", flat=True)[:20]][:20]


def _made(rows: QuerySet[Row]) -> QuerySet[Collection]:
    changed = rows.filter(outcome__in=(Outcome.CREATED, Outcome.UPDATED))
    levels = changed.filter(collection__isnull=False)
    return Collection.objects.filter(pk__in=levels.values("collection"))


@transaction.atomic
def _change(
    row: Row,
    known: Collection,
    said: dict[str, Any],
    parent: Collection | None,
    *,
    actor: User | None,
    at: dt.datetime,
) -> None:
    before = {word: getattr(known, word) for word in said if getattr(known, word) != said[word]}
    row.collection, row.outcome = known, Outcome.UNCHANGED
    if before:
        fresh = {word: said[word] for word in before}
        arrangement.describe_collection(actor=actor, collection=known, at=at, **fresh)
    is_placed = "collection_code" in row.plan or "collection_id" in row.plan
    if is_placed and known.parent_id != (parent and parent.pk):
        before["parent"] = known.parent_id
        arrangement.move_collection(
            actor=actor,
            collection=known,
            parent=parent,
            at=at,
            may_lift=may_lift(actor, known.holder_id),
        )
    if before:
        row.before, row.outcome = before, Outcome.UPDATED


def _is_placed(row: CheckedRow) -> bool:
    return bool({"collection_code", "collection_id"} & row.plan.keys())


def _depth(row: CheckedRow, parents: dict[str, str | None]) -> int:
    """How many levels stand above; objects to a level that would come to lie in itself."""
    code = row.plan.get("code", "")
    chain, above = [code], parents.get(code)
    while above is not None:
        chain.append(above)
        if above == code:
            reason = _("A level cannot lie within itself: %(chain)s.")
            row.object_to(BY_KEY["collection"], chain[1], reason % {"chain": " → ".join(chain)})
            break
        if above in chain[:-1]:
            break  # the circle is further up, and told there
        above = parents.get(above)
    return len(chain) - 1
