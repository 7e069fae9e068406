"""The columns the lists count and go by, and how they are read from the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Count, Model, QuerySet, Sum
from django.db.models.functions import Cast
from django.utils import timezone

from archive.access.consents import withheld_witness
from archive.catalogue.models import Appearance, Involvement, Page, Record, Recording
from archive.catalogue.thesaurus import lines
from archive.search.tally.columns import (
    LOCK,
    DenseColumn,
    OrderColumn,
    SparseColumn,
    WeightColumn,
)
from archive.search.tally.years import years_between

_LINKS = ("place", "event")
_APPEARING = ("pk", "person_id", "record_id")


class Shelves:
    """A column for each facet and for each order of the list."""

    def __init__(self) -> None:
        self.kind, self.vetting, self.condition = DenseColumn(), DenseColumn(), DenseColumn()
        self.language, self.year = DenseColumn(), DenseColumn()
        self.document_type = DenseColumn()
        self.unit, self.collection = SparseColumn(), SparseColumn()
        self.person, self.withheld, self.body = SparseColumn(), SparseColumn(), SparseColumn()
        self.place, self.subject, self.event = SparseColumn(), SparseColumn(), SparseColumn()
        self.pages, self.milliseconds = WeightColumn(), WeightColumn()
        self._codes: dict[int, str] = {}
        self.newest = OrderColumn(self._codes, descending=True)
        self.earliest = OrderColumn(self._codes)
        self.latest = OrderColumn(self._codes, descending=True)
        self.code = OrderColumn(self._codes)

    def read(self, ids: frozenset[int] | None = None) -> None:
        """Read the records `ids` anew, or all into columns that are empty."""
        self._read_described(ids)
        self._read_people(ids)
        for name in _LINKS:
            column: SparseColumn = getattr(self, name)
            linked = _of(ids, getattr(Record, f"{name}s").through)
            column.replace(ids or (), _pairs(linked, f"{name}_id"))
        self.subject.replace(ids or (), _in_line(_of(ids, Record.subjects.through)))
        self.body.replace(ids or (), _pairs(_of(ids, Involvement), "body_id"))
        pages = _of(ids, Page).values_list("record").annotate(Count("pk"))
        self.pages.replace(ids or (), pages)
        heard = _of(ids, Recording).values_list("record").annotate(Sum("duration_ms"))
        self.milliseconds.replace(ids or (), heard)

    def _read_described(self, ids: frozenset[int] | None) -> None:
        among = Record.objects.order_by()
        if ids is not None:
            among = among.filter(pk__in=ids)
        # Days as texts: they sort as well, and to make days of them takes longer than to read.
        days = (_text("date_earliest"), _text("date_latest"), _text("released_at"))
        rows = list(
            among.values_list(
                *("pk", "code", "kind", "vetting_status", "condition", "languages"),
                *("unit_id", "collection_id", *days, "document_type"),
            )
        )
        gone = ids or ()
        self.kind.replace(gone, ((row[2], row[0]) for row in rows))
        self.vetting.replace(gone, ((row[3], row[0]) for row in rows))
        self.condition.replace(gone, ((row[4], row[0]) for row in rows))
        self.language.replace(gone, ((tag, row[0]) for row in rows for tag in tags_of(row[5])))
        self.unit.replace(gone, ((row[6], row[0]) for row in rows if row[6]))
        self.collection.replace(gone, ((row[7], row[0]) for row in rows if row[7]))
        self.year.replace(gone, ((y, row[0]) for row in rows for y in years_between(*row[8:10])))
        self.document_type.replace(gone, ((row[11], row[0]) for row in rows if row[11]))
        with LOCK:
            self._codes.update((row[0], row[1]) for row in rows)
        self.code.replace(gone, ((None, row[0]) for row in rows))
        self.earliest.replace(gone, ((row[8], row[0]) for row in rows))
        self.latest.replace(gone, ((row[9], row[0]) for row in rows))
        self.newest.replace(gone, ((row[10], row[0]) for row in rows))

    def _read_people(self, ids: frozenset[int] | None) -> None:
        """Read who appears; whose name is withheld in a record stands apart."""
        among = _of(ids, Appearance)
        withheld = among.filter(withheld_witness(timezone.now()))
        hidden = {pk: pair for pk, *pair in withheld.values_list(*_APPEARING)}
        shown = {(who, pk) for n, who, pk in among.values_list(*_APPEARING) if n not in hidden}
        self.person.replace(ids or (), shown)
        covered = ((who, pk) for who, pk in hidden.values() if (who, pk) not in shown)
        self.withheld.replace(ids or (), covered)


def _in_line(linked: QuerySet[Any]) -> Iterator[tuple[int, int]]:
    """Yield the subjects of each record, and those above them: it counts for these as well."""
    above = lines()
    for subject, record in _pairs(linked, "subject_id"):
        yield subject, record
        for broader in above.get(subject, ()):
            yield broader, record


def tags_of(written: str) -> set[str]:
    """Return the language tags of what is written in a record."""
    return {tag.strip() for tag in written.replace(";", ",").split(",")} - {""}


def _text(field: str) -> Cast:
    return Cast(field, CharField())


def _of(ids: frozenset[int] | None, model: type[Model]) -> QuerySet[Any]:
    """Return the rows of `model` that belong to the records `ids`, or all."""
    rows = model._default_manager.order_by()
    return rows if ids is None else rows.filter(record__in=ids)


def _pairs(rows: QuerySet[Any], value: str) -> Iterator[tuple[int, int]]:
    return iter(rows.values_list(value, "record_id"))
