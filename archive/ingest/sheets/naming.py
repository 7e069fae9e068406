"""Names in the cells of a table: known already, or alike to one that is, before any is entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from archive.catalogue.models import Body, Event, Person, Place, Subject
from archive.ingest.sheets.columns import COLUMNS, Column, Kind
from archive.ingest.sheets.judged import CheckedRow
from archive.jobs.said import say as _
from archive.values.text import canonical, fold

_AT_ONCE = 500
_THINGS: dict[str, type[Any]] = {"places": Place, "subjects": Subject, "events": Event}


def _model_of(column: Column) -> type[Any]:
    if column.role is not None:
        return Person
    return Body if column.body_role is not None else _THINGS[column.key]


_COLUMNS = [(column, _model_of(column)) for column in COLUMNS if column.kind == Kind.NAMES]


_MODELS = list(dict.fromkeys(model for _column, model in _COLUMNS))


class NameJudge:
    """Judges the names of one table; a name is asked for once, however often it comes."""

    def __init__(self) -> None:
        # For each kind: canonical form → nothing to say (empty), or a name that is alike.
        self._alike: defaultdict[type[Any], dict[str, str]] = defaultdict(dict)

    def judge(self, rows: Sequence[CheckedRow]) -> None:
        """Note on each row which of its names will be new though one alike is there."""
        for model in _MODELS:
            self._ask(model, {name for _row, _c, name in _named(rows, model)})
            for row, column, name in _named(rows, model):
                self._say(row, column, name, self._alike[model].get(canonical(name), ""))

    def _say(self, row: CheckedRow, column: Column, name: str, alike: str) -> None:
        if not any(sign.isalnum() for sign in name):
            row.object_to(column, name, _("A name without a letter."))
        elif alike:
            reason = _("A new entry will be made, though one alike is there.")
            row.object_to(column, name, reason, alike, is_error=False)
        elif column.role is not None and "," in name:
            reason = _("Names are parted by semicolons; this is read as one name.")
            row.object_to(column, name, reason, name.replace(",", ";"), is_error=False)

    def _ask(self, model: type[Any], names: Iterable[str]) -> None:
        known = self._alike[model]
        fresh = {form: name for name in names if (form := canonical(name)) not in known}
        forms = list(fresh)
        for first in range(0, len(forms), _AT_ONCE):
            some = forms[first : first + _AT_ONCE]
            known |= _alike(model, {form: fresh[form] for form in some})


def _alike(model: type[Any], names: dict[str, str]) -> dict[str, str]:
    """Return for each canonical form the name of an entry that is alike without its marks; nothing
    where the form itself is known, or none is alike.
    """
    plain = {fold(name) for name in names.values()}
    further = model._meta.get_field("names").related_model
    owner = str(model._meta.model_name)
    rows = [
        *model.objects.filter(plain_name__in=plain).values_list(
            "canonical_name", "plain_name", "name"
        ),
        *further.objects.filter(plain_name__in=plain).values_list(
            "canonical_name", "plain_name", f"{owner}__name"
        ),
    ]
    exact = {form for form, _plain, _name in rows}
    by_plain = {plain: name for _form, plain, name in rows}
    return {
        form: "" if form in exact else by_plain.get(fold(name), "") for form, name in names.items()
    }


def _named(
    rows: Sequence[CheckedRow], model: type[Any]
) -> Iterator[tuple[CheckedRow, Column, str]]:
    for row in rows:
        for column, named in _COLUMNS:
            if named is model:
                for name in row.plan.get(column.key, ()):
                    yield row, column, name
