"""Journal entries in words: what was done, and what changed under the names the screens use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import format_html_join
from django.utils.text import capfirst

from archive.catalogue.models import Vocabulary
from archive.catalogue.terms import TERM_FIELDS, Terms
from archive.journal.models import Entry
from archive.ui.act_labels import act_labels
from archive.ui.entry_words import NAMES, NOTHING, NUMBERED, PARTS, ROLES, ROWS, seated, written
from archive.ui.tongue import vietnamese
from archive.units.models import Unit


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
        codes: set[str] = set()
        for entry in entries:
            for name, value in [*entry.before.items(), *entry.after.items()]:
                model = _row_of(entry, name)
                if model is not None and name == "seats":
                    wanted[model].update(key for key, _role in value)
                elif model is not None and isinstance(value, int):
                    wanted[model].add(value)
                elif model is Unit and isinstance(value, str):
                    codes.add(value)
        self._units = {each.code: each for each in Unit.objects.filter(code__in=codes)}
        self._rows = {model: model._base_manager.in_bulk(keys) for model, keys in wanted.items()}
        self._terms = Terms()

    def changes(self, entry: Entry) -> list[Change]:
        """Return what `entry` changed, field by field; what was empty and is says nothing."""
        told = (
            Change(
                _field_label(entry, name),
                self._shown(entry, name, entry.before.get(name)),
                self._shown(entry, name, entry.after.get(name)),
            )
            for name in dict.fromkeys([*entry.before, *entry.after])
        )
        return [change for change in told if {change.before, change.after} != {NOTHING}]

    def _shown(self, entry: Entry, name: str, value: Any) -> str:
        if value is None or value == "":
            return NOTHING
        model = _row_of(entry, name)
        if model is not None and name == "seats":
            seats = ((seated(self._rows[model].get(key, key), role),) for key, role in value)
            return format_html_join(", ", "{}", seats)
        if model is not None and isinstance(value, int):
            return vietnamese(self._rows[model].get(value, value))
        if model is Unit:
            return vietnamese(self._units.get(value, value))
        if name == "changed" and isinstance(value, list):
            return ", ".join(_field_label(entry, each) for each in value)
        field = _field(entry, name)
        if choices := getattr(field, "flatchoices", None):
            return str(dict(choices).get(value, value))
        if name == "language":
            return self._terms.label(Vocabulary.LANGUAGE, str(value))
        if field is not None and name in TERM_FIELDS:
            return self._terms.labels(TERM_FIELDS[name], str(value))
        return written(name, value)


def _field_label(entry: Entry, name: str) -> str:
    kind, _dot, role = name.partition(".")
    if role and kind in ROLES:
        return str(dict(ROLES[kind].choices).get(role, name))
    field = _field_of(_part(entry), name)
    if field is None and name in NAMES:
        return capfirst(str(NAMES[name]))
    field = field or _field_of(_subject(entry), name)
    if isinstance(field, models.ForeignObjectRel):  # the rows that point here, as `pages`
        return capfirst(str(field.related_model._meta.verbose_name_plural))
    return capfirst(str(field.verbose_name if field is not None else name))


def _row_of(entry: Entry, name: str) -> type[models.Model] | None:
    """Return the model whose keys stand under `name` in an entry."""
    if name in NUMBERED:
        return None
    field = _field(entry, name)
    return field.related_model if isinstance(field, models.ForeignKey) else ROWS.get(name)


def _field(entry: Entry, name: str) -> Any:
    """Return the field an entry names: of what the act was done to, or of the subject itself."""
    return _field_of(_part(entry), name) or _field_of(_subject(entry), name)


def _field_of(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model and model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _part(entry: Entry) -> type[models.Model] | None:
    return PARTS.get(entry.act) or PARTS.get(entry.act.rpartition(".")[0])


def _subject(entry: Entry) -> type[models.Model] | None:
    try:
        return apps.get_model(entry.subject_type)
    except LookupError:
        return None
