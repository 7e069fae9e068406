"""Who and what records are tied to, under every name: for a whole batch in a few plain queries.

Prefetched rows would build a query set for every record and tie, which took longer than all the
rest of a record without pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from django.db.models import QuerySet

from archive.catalogue.models import (
    Appearance,
    Body,
    Event,
    Involvement,
    Person,
    Place,
    Record,
    Subject,
)


class Named(NamedTuple):
    """One person, body, place, subject or event; the preferred name stands first."""

    pk: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Ties:
    """The ties of a batch of records, each by the record's id."""

    people: Mapping[int, list[Named]]
    bodies: Mapping[int, list[Named]]
    places: Mapping[int, list[Named]]
    subjects: Mapping[int, list[Named]]
    events: Mapping[int, list[Named]]

    @classmethod
    def read(cls, records: QuerySet[Record]) -> Self:
        return cls(
            people=_tied(Person, Appearance, "person_id", records),
            bodies=_tied(Body, Involvement, "body_id", records),
            places=_tied(Place, Record.places.through, "place_id", records),
            subjects=_tied(Subject, Record.subjects.through, "subject_id", records),
            events=_tied(Event, Record.events.through, "event_id", records),
        )


def _tied(
    model: Any, through: Any, column: str, records: QuerySet[Record]
) -> dict[int, list[Named]]:
    rows = through._default_manager.filter(record__in=records).order_by("pk")
    pairs = list(rows.values_list("record_id", column))
    named = _named(model, {authority for _, authority in pairs})
    found: defaultdict[int, list[Named]] = defaultdict(list)
    for record, authority in pairs:
        found[record].append(named[authority])
    return found


def _named(model: Any, ids: Collection[int]) -> dict[int, Named]:
    others: defaultdict[int, list[str]] = defaultdict(list)
    owner = model._meta.get_field("names").field
    rows = owner.model._default_manager.filter(**{f"{owner.name}__in": ids}).order_by("pk")
    for pk, name in rows.values_list(owner.attname, "name"):
        others[pk].append(name)
    preferred: Iterable[tuple[int, str]] = model._default_manager.filter(pk__in=ids).values_list(
        "pk", "name"
    )
    return {pk: Named(pk, (name, *others[pk])) for pk, name in preferred}
