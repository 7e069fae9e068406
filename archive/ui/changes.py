"""Journal entries in words: what was done, and what changed under the names the screens use."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst

from archive.catalogue.models import AppearanceRole, BodyRole
from archive.catalogue.terms import TERM_FIELDS, Terms
from archive.journal.models import Entry
from archive.ui.act_labels import act_labels

# Names in an entry that stand under a role: `people.witness`.
_ROLES: Mapping[str, type[models.TextChoices]] = {"people": AppearanceRole, "bodies": BodyRole}


@dataclass(frozen=True)
class Change:
    """One field of an entry, before and after, as text."""

    label: str
    before: str
    after: str


def act_label(entry: Entry) -> str:
    """Say what was done; an act nobody named shows its code rather than nothing."""
    return str(act_labels().get(entry.act, entry.act))


def in_words(entries: Iterable[Entry], full: bool = True) -> list[tuple[Entry, list[Change]]]:
    """Return each entry with what it changed, if asked for in `full`; all they point to is read
    once.
    """
    entries = list(entries)
    if not full:
        return [(entry, []) for entry in entries]
    names = _Names(entries)
    return [(entry, names.changes(entry)) for entry in entries]


def differences(
    subject: models.Model, now: Mapping[str, Any], then: Mapping[str, Any]
) -> list[Change]:
    """Return in words what would change if `subject` went from `now` to `then`."""
    entry = Entry(subject_type=subject._meta.label_lower, before=dict(now), after=dict(then))
    [(_entry, found)] = in_words([entry])
    return [change for change in found if change.before != change.after]


class _Names:
    """What the fields of entries are called, and the rows whose keys stand in them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for entry in entries:
            for name, value in [*entry.before.items(), *entry.after.items()]:
                field = _field(entry.subject_type, name)
                if isinstance(field, models.ForeignKey) and isinstance(value, int):
                    wanted[field.related_model].add(value)
        self._rows = {model: model._base_manager.in_bulk(keys) for model, keys in wanted.items()}
        self._terms = Terms()

    def changes(self, entry: Entry) -> list[Change]:
        """Return what `entry` changed, field by field."""
        return [
            Change(
                _field_label(entry.subject_type, name),
                self._shown(entry.subject_type, name, entry.before.get(name)),
                self._shown(entry.subject_type, name, entry.after.get(name)),
            )
            for name in dict.fromkeys([*entry.before, *entry.after])
        ]

    def _shown(self, subject_type: str, name: str, value: Any) -> str:
        if value is None or value == "":
            return "–"
        field = _field(subject_type, name)
        if isinstance(field, models.ForeignKey) and isinstance(value, int):
            return str(self._rows[field.related_model].get(value, value))
        if choices := getattr(field, "flatchoices", None):
            return str(dict(choices).get(value, value))
        if field is not None and name in TERM_FIELDS:
            return self._terms.labels(TERM_FIELDS[name], str(value))
        if isinstance(value, list):
            return ", ".join(str(item) for item in value) or "–"
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False)
        return str(value)


def _field_label(subject_type: str, name: str) -> str:
    kind, _dot, role = name.partition(".")
    if role and kind in _ROLES:
        return str(dict(_ROLES[kind].choices).get(role, name))
    field = _field(subject_type, name)
    return capfirst(str(field.verbose_name)) if field is not None else name


def _field(subject_type: str, name: str) -> Any:
    try:
        return apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return None
