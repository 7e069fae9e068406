"""Going back to an earlier description, as a new act: nothing is taken out of the history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from archive.accounts.models import User
from archive.catalogue import lifting
from archive.catalogue.access_points import AccessPoints
from archive.catalogue.actions import DESCRIPTIVE_FIELDS, describe_record
from archive.catalogue.models import AppearanceRole, BodyRole, Record
from archive.catalogue.terms import TERM_FIELDS, Terms
from archive.journal.models import Entry

PEOPLE = "people."
BODIES = "bodies."
RESTORABLE_ACTS = frozenset({"catalogue.record.described"})


class NotRestorable(Exception):
    """The entry is not about this record's description."""


def state_before(record: Record, entry: Entry) -> dict[str, Any]:
    """Return the description as it stood before `entry`, as far as the journal since then tells.

    The entries from `entry` on are read backwards from what is stored now, so that fields other
    people changed in between go back too.
    """
    if entry.act not in RESTORABLE_ACTS or not _is_about(entry, record):
        raise NotRestorable
    since = Entry.objects.about(record).filter(act__in=RESTORABLE_ACTS, pk__gte=entry.pk)
    state: dict[str, Any] = {}
    for act in since.order_by("-id"):
        state.update(act.before)
    return state


def restore_description(
    *,
    actor: User | None,
    record: Record,
    entry: Entry,
    version: int,
    at: dt.datetime,
    may_lift: bool = False,
) -> Record:
    """Give `record` the description it had before `entry`. Raises `NotRestorable`,
    `catalogue.actions.StaleVersion` and `lifting.LiftsCeiling`.
    """
    state = state_before(record, entry)
    points = _access_points(state)
    description = {
        name: _value(name, value)
        for name, value in state.items()
        if name in DESCRIPTIVE_FIELDS - TERM_FIELDS.keys()
    }
    return describe_record(
        actor=actor,
        record=record,
        version=version,
        at=at,
        people=points.people,
        bodies=points.bodies,
        places=points.places,
        subjects=points.subjects,
        events=points.events,
        may_lift=may_lift,
        **description,
        **_coded(state),
    )


def state_now(record: Record, state: dict[str, Any]) -> dict[str, Any]:
    """Return what `record` holds now of all that `state` speaks of."""
    described = {
        name: record.serializable_value(name) for name in state.keys() & DESCRIPTIVE_FIELDS
    }
    return described | _access_points(state).state(record)


def lifts(record: Record, state: dict[str, Any]) -> bool:
    """Tell whether going back to `state` takes `record` out from under a limit."""
    if "collection" not in state:
        return False
    return lifting.is_lifted(record.collection, _value("collection", state["collection"]))


def _access_points(state: dict[str, Any]) -> AccessPoints:
    roles = {name.removeprefix(PEOPLE): name for name in state if name.startswith(PEOPLE)}
    offices = {name.removeprefix(BODIES): name for name in state if name.startswith(BODIES)}
    return AccessPoints(
        people={AppearanceRole(role): state[name] for role, name in roles.items()},
        bodies={BodyRole(office): state[name] for office, name in offices.items()},
        places=state.get("places"),
        subjects=state.get("subjects"),
        events=state.get("events"),
    )


def _coded(state: dict[str, Any]) -> dict[str, str]:
    """Return the coded fields as codes; former words that no term is called by are left out."""
    terms = Terms()
    codes = {name: terms.codes(name, str(state[name])) for name in TERM_FIELDS & state.keys()}
    return {name: code for name, code in codes.items() if code is not None}


def _is_about(entry: Entry, record: Record) -> bool:
    return (entry.subject_type, entry.subject_id) == (record._meta.label_lower, str(record.pk))


def _value(name: str, stored: Any) -> Any:
    """Return what the journal kept as JSON as the model field wants it."""
    try:
        field = Record._meta.get_field(name)
    except FieldDoesNotExist:
        raise NotRestorable from None
    if field.is_relation and stored is not None:
        model: Any = field.related_model
        # What it pointed to may be gone; then the field is left empty rather than wrong.
        return model._default_manager.filter(pk=stored).first()
    return field.to_python(stored)  # type: ignore[union-attr]
