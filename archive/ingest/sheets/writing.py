"""Turning checked rows into records, and back."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Prefetch

from archive.access.policy import may_lift
from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue import bulk
from archive.catalogue.lifting import LiftsCeiling
from archive.catalogue.models import (
    Appearance,
    AppearanceRole,
    BodyRole,
    Collection,
    Involvement,
    Record,
)
from archive.ingest.models import DepositedFile
from archive.ingest.records import NothingToShow, add_to_record
from archive.ingest.sheets import consents, levels, transcripts
from archive.ingest.sheets.cells import limited
from archive.ingest.sheets.columns import BY_KEY, COLUMNS, Kind
from archive.ingest.sheets.models import Outcome, Row, Sheet
from archive.units.models import Unit
from archive.values.text import canonical

# Joined, not fetched apart: SQLite refuses the statement Django makes for a thousand people.
PEOPLE = Prefetch("appearances", Appearance.objects.select_related("person"))
BODIES = Prefetch("involvements", Involvement.objects.select_related("body"))
_ROLES = {column.key: column.role for column in COLUMNS if column.role is not None}
_BODY_ROLES = {c.key: c.body_role for c in COLUMNS if c.body_role is not None}
_THINGS = ("places", "subjects", "events")
FILES = ("files", "transcript")
# What a plan holds beside the description of the record.
_BESIDE = frozenset({"code", "consent", *FILES})
_REFERENCES = {"unit_id": Unit, "collection_id": Collection}


class NobodyAnswers(Exception):
    """Files go into a record, and consents are entered, only in somebody's name."""


def note_of(sheet: Sheet) -> str:
    """What the journal says of a record's origin: the file and its number."""
    return f"#{sheet.pk} {sheet.name}"


def write(rows: Sequence[Row], *, sheet: Sheet, actor: User | None, at: dt.datetime) -> None:
    """Write the planned records of `rows` and note on each row what became of it."""
    levels.write([row for row in rows if "level" in row.plan], sheet=sheet, actor=actor, at=at)
    rows = [row for row in rows if "level" not in row.plan and _finds_its_level(row, sheet)]
    known = _known(sheet, [row.plan["code"] for row in rows])
    known |= _enter([row for row in rows if row.plan["code"] not in known], sheet, actor, at)
    for row in rows:
        if row.outcome == Outcome.WAITING:
            _update(row, known, actor=actor, at=at)
        if row.record and any(row.plan.get(key) for key in FILES):
            _attach(row, row.record, actor=actor, at=at)
    _give_consents(
        [row for row in rows if row.record and row.plan.get("consent")], sheet, actor, at
    )


def _finds_its_level(row: Row, sheet: Sheet) -> bool:
    """Tell whether the level that came in the same file is there, and keep its id in the plan."""
    if "collection_code" in row.plan:
        level, is_there = levels.parent_of(row, sheet)
        if not is_there:
            row.outcome, row.errors = Outcome.FAULTY, row.errors + 1
            return False
        del row.plan["collection_code"]
        row.plan["collection_id"] = level and level.pk
    return True


def _enter(
    rows: Sequence[Row], sheet: Sheet, actor: User | None, at: dt.datetime
) -> dict[str, Record]:
    """Enter the records of `rows` that no other record stands in the way of."""
    taken = bulk.taken_codes(row.plan["code"] for row in rows)
    fresh = [row for row in rows if "title" in row.plan and row.plan["code"] not in taken]
    records = bulk.register_records(
        actor=actor,
        holder=sheet.office,
        drafts=[_draft(row.plan) for row in fresh],
        at=at,
        note=note_of(sheet),
    )
    for row, record in zip(fresh, records, strict=True):
        row.record, row.outcome, row.version_after = record, Outcome.CREATED, record.version
    return {record.code: record for record in records}


def _give_consents(rows: Sequence[Row], sheet: Sheet, actor: User | None, at: dt.datetime) -> None:
    if not rows:
        return
    if actor is None:
        raise NobodyAnswers
    consents.write(rows, actor=actor, at=at, note=note_of(sheet))
    for row in rows:
        if row.outcome == Outcome.UNCHANGED:
            row.outcome = Outcome.UPDATED


def restore(row: Row, *, actor: User | None, at: dt.datetime) -> None:
    """Give the record or the level of an updated row back what it said before."""
    if row.collection:
        levels.restore(row, actor=actor, at=at)
        return
    assert row.record is not None
    catalogue.describe_record(
        actor=actor,
        record=row.record,
        version=row.record.version,
        at=at,
        may_lift=may_lift(actor, row.record.holder_id),
        **_words(row.before),
    )


def _known(sheet: Sheet, codes: list[str]) -> dict[str, Record]:
    found = Record.objects.filter(code__in=codes, holder=sheet.office).prefetch_related(
        PEOPLE, BODIES, "places", "subjects", "events"
    )
    return {record.code: record for record in found}


def _draft(plan: Mapping[str, Any]) -> bulk.NewRecord:
    named = {"kind", "title", *_BESIDE, *_ROLES, *_BODY_ROLES, *_THINGS}
    return bulk.NewRecord(
        code=plan["code"],
        kind=plan["kind"],
        title=plan["title"],
        description={k: _value(k, v) for k, v in plan.items() if k not in named},
        people={role: plan[key] for key, role in _ROLES.items() if plan.get(key)},
        bodies={role: plan[key] for key, role in _BODY_ROLES.items() if plan.get(key)},
        places=plan.get("places", ()),
        subjects=plan.get("subjects", ()),
        events=plan.get("events", ()),
    )


def _update(row: Row, known: dict[str, Record], *, actor: User | None, at: dt.datetime) -> None:
    """Change what the row says otherwise; faulty is a row whose record is not there (any more)."""
    code = row.plan["code"]
    if code not in known:
        row.outcome, row.errors = Outcome.FAULTY, row.errors + 1
        return
    record = known[code]
    described = {key: value for key, value in row.plan.items() if key not in _BESIDE}
    before = {key: _current(record, key) for key in described}
    changed = {key: value for key, value in described.items() if _differs(key, before[key], value)}
    row.record, row.version_after, row.outcome = record, record.version, Outcome.UNCHANGED
    if changed:
        try:
            known[code] = catalogue.describe_record(
                actor=actor,
                record=record,
                version=record.version,
                at=at,
                may_lift=may_lift(actor, record.holder_id),
                **_words(changed),
            )
        except LiftsCeiling:
            row.fail("collection", row.cells.get("collection", ""), limited())
            row.record = None  # nothing else of the row is given to it either
            return
        row.outcome, row.version_after = Outcome.UPDATED, known[code].version
        row.before = {key: before[key] for key in changed}


def _attach(row: Row, record: Record, *, actor: User | None, at: dt.datetime) -> None:
    """Put the deposited files the row names behind what the record has, deposit by deposit."""
    if actor is None:
        raise NobodyAnswers
    for deposit, group in groupby(_deposited(row, "files"), key=lambda file: file.deposit):
        with contextlib.suppress(NothingToShow):  # somebody used them since the check
            add_to_record(actor=actor, record=record, deposit=deposit, files=list(group), at=at)
    for file in _deposited(row, "transcript"):
        transcripts.keep(file, record, actor=actor, at=at)
    if row.outcome == Outcome.UNCHANGED:
        row.outcome = Outcome.UPDATED


def _deposited(row: Row, key: str) -> list[DepositedFile]:
    """The files a row names that are still free, in its order."""
    wanted = row.plan.get(key, [])
    files = DepositedFile.objects.filter(pk__in=wanted, record__isnull=True)
    found = files.select_related("deposit__office", "master")
    return sorted(found, key=lambda file: wanted.index(file.pk))


def _current(record: Record, key: str) -> Any:
    """What a record says now, as a plan would say it."""
    if role := _ROLES.get(key):
        return [a.person.name for a in record.appearances.all() if a.role == role]
    if body_role := _BODY_ROLES.get(key):
        return [i.body.name for i in record.involvements.all() if i.role == body_role]
    if key in _THINGS:
        return [thing.name for thing in getattr(record, key).all()]
    value = getattr(record, key)
    return value.isoformat() if isinstance(value, dt.date) else value


def _differs(key: str, now: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return {canonical(name) for name in now} != {canonical(name) for name in wanted}
    if isinstance(wanted, str) and isinstance(now, str):
        return tidy(now) != tidy(wanted)
    return bool(now != wanted)


def tidy(text: str) -> str:
    """Text as a cell carries it: plain ends of lines, nothing blank around it."""
    return "\n".join(text.splitlines()).strip()


def _words(plan: Mapping[str, Any]) -> dict[str, Any]:
    """A plan as the arguments of `describe_record`."""
    words: dict[str, Any] = {}
    people: dict[AppearanceRole, list[str]] = {}
    bodies: dict[BodyRole, list[str]] = {}
    for key, value in plan.items():
        if role := _ROLES.get(key):
            people[role] = value
        elif body_role := _BODY_ROLES.get(key):
            bodies[body_role] = value
        elif model := _REFERENCES.get(key):
            row = model._default_manager.get(pk=value) if value is not None else None
            words[key.removesuffix("_id")] = row
        else:
            words[key] = _value(key, value)
    return words | {"people": people, "bodies": bodies}


def _value(key: str, value: Any) -> Any:
    column = BY_KEY.get(key)
    is_day = column is not None and column.kind == Kind.DAY
    return dt.date.fromisoformat(value) if is_day and value else value
