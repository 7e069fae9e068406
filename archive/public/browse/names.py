"""The people, places, subjects … one viewer sees, by the alphabet, out of the columns.

Which names stand on a page is known in memory; they are then fetched through the gate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

from archive.catalogue.models import Body, Event, Person, Place, Post, Subject
from archive.public.browse.counting import Holdings
from archive.ui.paging import Numbered
from archive.units.models import Unit

M = TypeVar("M", bound=Model)
Seen = Callable[[Holdings], set[int]]


@dataclass(frozen=True)
class Names(Numbered[M]):
    """Some rows of a kind in their order, to be sliced; `rows` is the gate's word on them."""

    ids: list[int]
    rows: QuerySet[M]

    def __len__(self) -> int:
        return len(self.ids)

    def numbers(self, first: int, last: int) -> list[int]:
        return self.ids[first:last]

    def fetched(self) -> QuerySet[M]:
        return self.rows


def names_of(
    holdings: Holdings, rows: QuerySet[M], *, among: QuerySet[Any] | None = None
) -> Names[M]:
    """Return those of `rows` that have to do with a record one sees, and are `among` others."""
    seen = _SEEN[rows.model](holdings)
    if among is not None:
        seen &= set(among.order_by().values_list("pk", flat=True))
    return Names([pk for pk in holdings.tally.alphabet(rows.model) if pk in seen], rows)


def _of_column(name: str) -> Seen:
    def seen(holdings: Holdings) -> set[int]:
        return set(getattr(holdings.tally, name).counts(holdings.left_by(QueryDict())))

    return seen


def _people(holdings: Holdings) -> set[int]:
    left = holdings.left_by(QueryDict())
    covered = holdings.tally.withheld.counts(left & holdings.own())
    return _of_column("person")(holdings) | covered.keys()


def _places(holdings: Holdings) -> set[int]:
    """Places named in a record, or where an event told of in one happened."""
    events = _of_column("event")(holdings)
    happened = Event.places.through.objects.values_list("event_id", "place_id")
    return _of_column("place")(holdings) | {place for event, place in happened if event in events}


def _bodies(holdings: Holdings) -> set[int]:
    """Bodies that have to do with a record, or had a post of a person in one."""
    people = _people(holdings)
    posts = Post.objects.order_by().values_list("person_id", "body_id")
    held = {body for person, body in posts if person in people and body is not None}
    return _of_column("body")(holdings) | held


_SEEN: dict[type[Model], Seen] = {
    Person: _people,
    Place: _places,
    Subject: _of_column("subject"),
    Event: _of_column("event"),
    Body: _bodies,
    Unit: _of_column("unit"),
}
