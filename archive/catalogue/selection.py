"""Changing one thing on many records: seen before it is done, one journal entry a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction

from archive.accounts.models import User
from archive.catalogue import lifting
from archive.catalogue.actions import describe_record
from archive.catalogue.models import Collection, Record
from archive.catalogue.terms import TERM_FIELDS, Terms

# Done within one request and one transaction; more at once is a spreadsheet's work.
MOST_RECORDS = 200

# Free text in which replacing, appending and clearing mean something.
TEXT_FIELDS = (
    "abstract",
    "creator",
    "issuing_body",
    "extent",
    "scope_and_content",
    "history",
    "appraisal",
    "use_mode",
    "reserve_regime",
    "reserve_state",
    "archivist_note",
    "rules",
    "described_on",
    "keywords",
    "information_symbol",
    "autograph",
    "related_material",
    "publication_note",
    "notes",
    "rights",
    "giver",
    "receipt",
    "original_location",
    "copies_location",
)


class Operation(StrEnum):
    """What is done to each record of a selection."""

    REPLACE = "replace"
    APPEND = "append"
    CLEAR = "clear"
    CHOOSE = "choose"
    MOVE = "move"
    ADD_SUBJECT = "add_subject"
    REMOVE_SUBJECT = "remove_subject"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One operation with what it needs: a field and texts, a field and the code of a term, a
    collection, or a subject's name.
    """

    operation: Operation
    field: str = ""
    find: str = ""
    text: str = ""
    term: str = ""
    collection: Collection | None = None
    subject: str = ""


@dataclass(frozen=True)
class Effect:
    """What an edit does to one record: the value before and after, as text.

    `lifts` tells whether a limit on it falls away, `opens` whether more people read it at once.
    """

    record: Record
    before: str
    after: str
    lifts: bool = False
    opens: bool = False

    @property
    def changes(self) -> bool:
        return self.before != self.after


class TooMany(Exception):
    """More records than one edit takes."""


class TooLong(Exception):
    """A value would outgrow its field; nothing was changed."""


def preview(records: Sequence[Record], edit: Edit) -> list[Effect]:
    """Return what `edit` would do to each of `records`; nothing is changed. Raises `TooMany`."""
    if len(records) > MOST_RECORDS:
        raise TooMany
    terms = Terms()
    return [_effect(record, edit, terms) for record in records]


@transaction.atomic
def edit_records(
    *,
    actor: User | None,
    records: Sequence[Record],
    edit: Edit,
    at: dt.datetime,
    may_lift: bool = False,
) -> int:
    """Do `edit` to each of `records`, all or none; return how many changed.

    Raises `TooMany`, `TooLong`, `catalogue.actions.StaleVersion` when somebody was faster, and
    `lifting.LiftsCeiling`.
    """
    changed = 0
    for effect in preview(records, edit):
        if not effect.changes:
            continue
        described = _described(effect, edit)
        _fits(described)
        describe_record(
            actor=actor,
            record=effect.record,
            version=effect.record.version,
            at=at,
            may_lift=may_lift,
            **described,
        )
        changed += 1
    return changed


def _effect(record: Record, edit: Edit, terms: Terms) -> Effect:
    if edit.operation is Operation.MOVE:
        target = edit.collection
        return Effect(
            record,
            str(record.collection or ""),
            str(target or ""),
            lifts=lifting.is_lifted(record.collection, target),
            opens=lifting.opens(record, target),
        )
    if edit.operation in (Operation.ADD_SUBJECT, Operation.REMOVE_SUBJECT):
        names = [subject.name for subject in record.subjects.all()]
        return Effect(record, ", ".join(names), ", ".join(_subjects(names, edit)))
    if edit.operation is Operation.CHOOSE:
        vocabulary = TERM_FIELDS[edit.field]
        before = terms.labels(vocabulary, getattr(record, edit.field))
        return Effect(record, before, terms.labels(vocabulary, edit.term))
    before = str(getattr(record, _text_field(edit)))
    return Effect(record, before, _text(before, edit))


def _text_field(edit: Edit) -> str:
    if edit.field not in TEXT_FIELDS:
        raise ValueError(f"not a text of a description: {edit.field}")
    return edit.field


def _text(before: str, edit: Edit) -> str:
    if edit.operation is Operation.CLEAR:
        return ""
    if edit.operation is Operation.APPEND:
        return f"{before} {edit.text}".strip() if edit.text not in before else before
    return before.replace(edit.find, edit.text) if edit.find else edit.text


def _subjects(names: list[str], edit: Edit) -> list[str]:
    others = [name for name in names if name != edit.subject]
    if edit.operation is Operation.REMOVE_SUBJECT:
        return others
    return names if edit.subject in names else sorted([*names, edit.subject])


def _described(effect: Effect, edit: Edit) -> dict[str, Any]:
    if edit.operation is Operation.MOVE:
        return {"collection": edit.collection}
    if edit.operation in (Operation.ADD_SUBJECT, Operation.REMOVE_SUBJECT):
        names = [subject.name for subject in effect.record.subjects.all()]
        return {"subjects": _subjects(names, edit)}
    if edit.operation is Operation.CHOOSE:
        return {edit.field: edit.term}
    return {edit.field: effect.after}


def _fits(described: Mapping[str, Any]) -> None:
    for name, value in described.items():
        longest = getattr(Record._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and longest is not None and len(value) > longest:
            raise TooLong(name)
