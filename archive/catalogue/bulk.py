"""Registering many records at once: the same act as `register_record`, fewer statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model

from archive.accounts.models import User
from archive.catalogue import authorities, terms
from archive.catalogue.actions import DESCRIPTIVE_FIELDS, CodeTaken
from archive.catalogue.authorities import A
from archive.catalogue.models import (
    Appearance,
    AppearanceRole,
    Body,
    BodyRole,
    Event,
    FormerCode,
    Involvement,
    Person,
    Place,
    Record,
    Subject,
)
from archive.journal import actions as journal
from archive.units.models import Unit
from archive.values.codes import normalise_code
from archive.values.dates import parse_date
from archive.values.text import canonical

_BATCH = 500


@dataclass(frozen=True)
class NewRecord:
    """One record to be entered; `description` holds descriptive fields, foreign keys as `…_id`."""

    code: str
    kind: str
    title: str
    description: Mapping[str, Any] = field(default_factory=dict)
    people: Mapping[AppearanceRole, Sequence[str]] = field(default_factory=dict)
    bodies: Mapping[BodyRole, Sequence[str]] = field(default_factory=dict)
    places: Sequence[str] = ()
    subjects: Sequence[str] = ()
    events: Sequence[str] = ()


@transaction.atomic
def register_records(
    *,
    actor: User | None,
    holder: Unit,
    drafts: Sequence[NewRecord],
    at: dt.datetime,
    note: str = "",
) -> list[Record]:
    """Enter new records, closed and unvetted, all or none.

    Raises `CodeTaken` and `terms.UnknownTerm`.
    """
    terms.admit_all(draft.description for draft in drafts)
    _only_free_codes([normalise_code(draft.code) for draft in drafts])
    records = Record.objects.bulk_create(
        [_record(draft, actor=actor, holder=holder, at=at) for draft in drafts], batch_size=_BATCH
    )
    pairs = list(zip(records, drafts, strict=True))
    _link_all(pairs)
    journal.record_many(
        actor=actor,
        at=at,
        acts=[
            journal.Act(
                act="catalogue.record.registered",
                subject=record,
                after=_after(record, draft),
                note=note,
            )
            for record, draft in pairs
        ],
    )
    return records


def taken_codes(codes: Iterable[str]) -> set[str]:
    """Return those of `codes` some record has or once had."""
    codes = list(codes)
    now = Record.objects.filter(code__in=codes).values_list("code", flat=True)
    once = FormerCode.objects.filter(code__in=codes).values_list("code", flat=True)
    return {*now, *once}


def _only_free_codes(codes: Sequence[str]) -> None:
    if taken := taken_codes(codes):
        raise CodeTaken(min(taken))
    if len(set(codes)) < len(codes):
        raise CodeTaken(next(code for code in codes if codes.count(code) > 1))


def _record(draft: NewRecord, *, actor: User | None, holder: Unit, at: dt.datetime) -> Record:
    allowed = DESCRIPTIVE_FIELDS | {"unit_id", "collection_id"}
    if unknown := draft.description.keys() - allowed:
        raise TypeError(f"not part of a description: {sorted(unknown)}")
    fixed = {"code": normalise_code(draft.code), "kind": draft.kind, "title": draft.title}
    record = Record(
        **{**draft.description, **fixed},
        holder=holder,
        created_by=actor,
        created_at=at,
        changed_at=at,
    )
    date = parse_date(record.date_written)
    record.date_edtf = date.edtf
    record.date_earliest, record.date_latest = date.earliest, date.latest
    return record


def _after(record: Record, draft: NewRecord) -> dict[str, Any]:
    named = {f"people.{role}": list(names) for role, names in draft.people.items() if names}
    named |= {f"bodies.{role}": list(names) for role, names in draft.bodies.items() if names}
    things = {name: list(getattr(draft, name)) for name in ("places", "subjects", "events")}
    return {
        "code": record.code,
        "kind": draft.kind,
        "title": draft.title,
        **{name.removesuffix("_id"): value for name, value in draft.description.items()},
        **named,
        **{name: values for name, values in things.items() if values},
    }


_Pairs = list[tuple[Record, NewRecord]]
_Named = list[tuple[Record, str, dict[str, str]]]
"""A record, a name in its description, and what is said of the two together."""


def _link_all(pairs: _Pairs) -> None:
    """Link records with whatever their descriptions name, by the row each link is."""
    people = _in_roles((record, draft.people) for record, draft in pairs)
    _link(Appearance, Person, people, authorities.people_named)
    bodies = _in_roles((record, draft.bodies) for record, draft in pairs)
    _link(Involvement, Body, bodies, authorities.bodies_named)
    places: _Named = [(record, name, {}) for record, draft in pairs for name in draft.places]
    _link(Record.places.through, Place, places, authorities.places_named)
    subjects: _Named = [(record, name, {}) for record, draft in pairs for name in draft.subjects]
    _link(Record.subjects.through, Subject, subjects, authorities.subjects_named)
    events: _Named = [(record, name, {}) for record, draft in pairs for name in draft.events]
    _link(Record.events.through, Event, events, authorities.events_named)


def _in_roles(called: Iterable[tuple[Record, Mapping[Any, Sequence[str]]]]) -> _Named:
    return [
        (record, name, {"role": role})
        for record, roles in called
        for role, names in roles.items()
        for name in names
    ]


def _link(
    through: type[Model],
    model: type[A],
    called: _Named,
    named: Callable[[Sequence[str]], list[A]],
) -> None:
    ids = _by_name(model, [name for _record, name, _facts in called], named)
    key = f"{model._meta.model_name}_id"
    through._default_manager.bulk_create(
        [
            through(record_id=record.pk, **{key: ids[canonical(name)]}, **facts)
            for record, name, facts in called
        ],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )


def _by_name(
    model: type[A], names: Sequence[str], named: Callable[[Sequence[str]], list[A]]
) -> dict[str, int]:
    """Return the id of each authority by the canonical form of the name it was called by."""
    if not names:
        return {}
    first_spelling = {canonical(name): name for name in reversed(names)}
    named(list(first_spelling.values()))  # enters those nobody has yet
    known = authorities.known_by_name(model, first_spelling)
    return {form: row.pk for form, row in known.items()}
