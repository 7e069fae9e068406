"""Registering and describing records. Whether the actor may was asked of `access.policy`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from archive.accounts.models import User
from archive.catalogue import lifting, terms
from archive.catalogue.access_points import AccessPoints
from archive.catalogue.models import (
    AppearanceRole,
    BodyRole,
    Collection,
    Draft,
    FormerCode,
    ProcessingState,
    Record,
    RecordKind,
)
from archive.catalogue.models.particulars import PARTICULARS
from archive.journal import actions as journal
from archive.units.models import Unit
from archive.values.codes import normalise_code
from archive.values.dates import parse_date

# What an archivist types; everything else on a record is some act's own to write.
DESCRIPTIVE_FIELDS = PARTICULARS | frozenset(
    {
        "kind",
        "title",
        "abstract",
        "collection",
        "unit",
        "creator",
        "document_type",
        "number_and_symbol",
        "issuing_body",
        "order_number",
        "date_written",
        "extent",
        "languages",
        "scope_and_content",
        "keywords",
        "information_symbol",
        "autograph",
        "related_material",
        "publication_note",
        "notes",
        "rights",
        "history",
        "giver",
        "receipt",
        "received_on",
        "original_location",
        "copies_location",
        "originality",
        "condition",
        "reliability",
        "retention",
        "processing_state",
    }
)

People = Mapping[AppearanceRole, Iterable[str]]
Bodies = Mapping[BodyRole, Iterable[str]]


class CodeTaken(Exception):
    """Another record has this code, or had it once."""


class StaleVersion(Exception):
    """Somebody else changed the record after the form was opened; nothing was written."""

    def __init__(self, current: Record) -> None:
        super().__init__(current.code)
        self.current = current


@transaction.atomic
def register_record(
    *,
    actor: User | None,
    code: str,
    kind: RecordKind,
    title: str,
    holder: Unit,
    at: dt.datetime,
    is_demonstration: bool = False,
    **description: Any,
) -> Record:
    """Enter a new record, closed and unvetted, with what is known of it so far.

    Raises `CodeTaken`, `terms.UnknownTerm`, and `values.codes.InvalidCode` for a code no address
    can carry.
    """
    code = _free_code(code)
    record = Record(
        code=code,
        kind=kind,
        title=title,
        holder=holder,
        is_demonstration=is_demonstration,
        created_by=actor,
        created_at=at,
        changed_at=at,
    )
    _apply(record, description)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:  # pressed twice, or somebody was quicker
        raise CodeTaken(code) from None
    journal.record(
        actor=actor,
        act="catalogue.record.registered",
        subject=record,
        at=at,
        after={"code": code, "kind": kind, "title": title} | _state(record, description),
    )
    return record


@transaction.atomic
def describe_record(
    *,
    actor: User | None,
    record: Record,
    version: int,
    at: dt.datetime,
    people: People | None = None,
    bodies: Bodies | None = None,
    places: Iterable[str] | None = None,
    subjects: Iterable[str] | None = None,
    events: Iterable[str] | None = None,
    may_lift: bool = False,
    **description: Any,
) -> Record:
    """Change the description of `record` as it stood at `version`; what is not named stays.

    People, bodies, places, subjects and events are given by name and entered as authorities when
    they are new. Raises `StaleVersion`, `terms.UnknownTerm`, and `lifting.LiftsCeiling` for another
    collection that limits it less, unless the actor `may_lift`.
    """
    named = AccessPoints(
        people=people or {}, bodies=bodies or {}, places=places, subjects=subjects, events=events
    )
    record = Record.objects.select_for_update().get(pk=record.pk)
    if record.version != version:
        raise StaleVersion(record)
    if "collection" in description and not may_lift:
        _heed_ceiling(record, description["collection"])
    before = _state(record, description) | named.state(record)
    _apply(record, description)
    named.link(record)
    after = _state(record, description) | named.state(record)
    before, after = journal.differing(before, after)
    if not after:
        return record
    record.changed_at = at
    record.version += 1
    record.save()
    journal.record(
        actor=actor,
        act="catalogue.record.described",
        subject=record,
        at=at,
        before=before,
        after=after,
    )
    return record


@transaction.atomic
def change_code(*, actor: User | None, record: Record, code: str, at: dt.datetime) -> Record:
    """Give `record` another code; its former address leads to it for ever.

    Raises `CodeTaken` and `values.codes.InvalidCode`.
    """
    record = Record.objects.select_for_update().get(pk=record.pk)
    former = record.code
    code = normalise_code(code)
    if code == former:
        return record
    # A record may take back a code of its own.
    FormerCode.objects.filter(code=code, record=record).delete()
    record.code = _free_code(code)
    record.changed_at = at
    record.version += 1
    record.save(update_fields=["code", "changed_at", "version"])
    FormerCode.objects.create(code=former, record=record)
    journal.record(
        actor=actor,
        act="catalogue.record.code_changed",
        subject=record,
        at=at,
        before={"code": former},
        after={"code": record.code},
    )
    return record


@transaction.atomic
def mark_processed(
    *, actor: User | None, record: Record, state: ProcessingState, at: dt.datetime
) -> Record:
    """Note how far the work on `record` has come."""
    if record.processing_state == state:
        return record
    before = record.processing_state
    record.processing_state = state
    record.changed_at = at
    record.save(update_fields=["processing_state", "changed_at"])
    journal.record(
        actor=actor,
        act="catalogue.record.processed",
        subject=record,
        at=at,
        before={"processing_state": before},
        after={"processing_state": state},
    )
    return record


def keep_draft(
    *, author: User, record: Record, version: int, values: Mapping[str, Any], at: dt.datetime
) -> Draft:
    """Keep what `author` has typed so far; it changes nothing about the record itself."""
    draft, _created = Draft.objects.update_or_create(
        record=record,
        author=author,
        defaults={"version": version, "values": dict(values), "saved_at": at},
    )
    return draft


def discard_draft(*, author: User, record: Record) -> None:
    """Drop what `author` had typed and not saved."""
    Draft.objects.filter(record=record, author=author).delete()


def _free_code(code: str) -> str:
    code = normalise_code(code)
    if Record.objects.filter(code=code).exists() or FormerCode.objects.filter(code=code).exists():
        raise CodeTaken(code)
    return code


def _apply(record: Record, description: Mapping[str, Any]) -> None:
    if unknown := description.keys() - DESCRIPTIVE_FIELDS:
        raise TypeError(f"not part of a description: {sorted(unknown)}")
    terms.admit(description)
    for name, value in description.items():
        setattr(record, name, value)
    if "date_written" in description:
        date = parse_date(record.date_written)
        record.date_edtf = date.edtf
        record.date_earliest, record.date_latest = date.earliest, date.latest


def _heed_ceiling(record: Record, coming: Collection | None) -> None:
    if coming is not None:  # limited as it is now, not as when it was chosen
        coming = Collection.objects.get(pk=coming.pk)
    if lifting.is_lifted(record.collection, coming):
        raise lifting.LiftsCeiling(record.code)


def _state(record: Record, description: Mapping[str, Any]) -> dict[str, Any]:
    """Return the described fields as the journal keeps them: foreign keys by their id."""
    return {name: record.serializable_value(name) for name in description}
