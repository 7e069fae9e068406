"""Journal entries in words: what was done, and what changed under the names the screens use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst

from archive.journal.models import Entry
from archive.ui.act_labels import act_labels


@dataclass(frozen=True)
class Change:
    """One field of an entry, before and after, as text."""

    label: str
    before: str
    after: str


def act_label(entry: Entry) -> str:
    """Say what was done; an act nobody named shows its code rather than nothing."""
    return str(act_labels().get(entry.act, entry.act))


def changes(entry: Entry) -> list[Change]:
    """Return what the entry changed, field by field, under the fields' own names."""
    names = list(dict.fromkeys([*entry.before, *entry.after]))
    return [
        Change(
            _field_label(entry.subject_type, name),
            _shown(entry, name, entry.before.get(name)),
            _shown(entry, name, entry.after.get(name)),
        )
        for name in names
    ]


def earlier_state(subject: models.Model, state: Mapping[str, Any]) -> list[Change]:
    """Return what would change if `subject` went back to `state`: now, and then."""
    entry = Entry(
        subject_type=subject._meta.label_lower,
        before={
            name: subject.serializable_value(name) if hasattr(subject, name) else None
            for name in state
        },
        after=dict(state),
    )
    return [change for change in changes(entry) if change.before != change.after]


def _field_label(subject_type: str, name: str) -> str:
    field = _field(subject_type, name)
    return capfirst(str(field.verbose_name)) if field is not None else name


def _field(subject_type: str, name: str) -> Any:
    try:
        return apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return None


def _shown(entry: Entry, name: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    choices = getattr(_field(entry.subject_type, name), "flatchoices", None)
    if choices:
        return str(dict(choices).get(value, value))
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "–"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
