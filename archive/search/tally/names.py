"""Which names stand in a set of records, by the alphabet, and by which record each is known.

Whoever shows a name asks the gate about that record: one plain question for a page of names,
instead of one for each name through all its records.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import Model

from archive.catalogue.models import Body, Event, Person, Place, Post, Subject
from archive.search.tally.columns import Bits
from archive.search.tally.kept import Tally
from archive.units.models import Unit


@dataclass(frozen=True)
class Told:
    """Names in their order, and of each a record that tells it."""

    names: list[int]
    records: Mapping[int, int]

    def among(self, some: Collection[int]) -> Told:
        """Return those of `some`."""
        return replace(self, names=[pk for pk in self.names if pk in some])


def names_told(tally: Tally, model: type[Model], among: Bits, *, own: Bits) -> Told:
    """Return the names of a kind that the records `among` tell.

    Whose name is withheld in a record is told there only to whom the record is their `own`.
    """
    return tally.remembered((model, among, own), lambda: _told(tally, model, among, own))


def _told(tally: Tally, model: type[Model], among: Bits, own: Bits) -> Told:
    records = _TOLD[model](tally, among, own)
    return Told([pk for pk in tally.alphabet(model) if pk in records], records)


_Finder = Callable[[Tally, Bits, Bits], Mapping[int, int]]


def _of_column(name: str) -> _Finder:
    def found(tally: Tally, among: Bits, own: Bits) -> Mapping[int, int]:
        bearers: Mapping[int, int] = getattr(tally, name).bearers(among)
        return bearers

    return found


def _people(tally: Tally, among: Bits, own: Bits) -> Mapping[int, int]:
    return {**tally.withheld.bearers(among & own), **tally.person.bearers(among)}


def _places(tally: Tally, among: Bits, own: Bits) -> Mapping[int, int]:
    """Find places named in a record, or where an event told of in one happened."""
    events = tally.event.bearers(among)
    happened = Event.places.through.objects.values_list("event_id", "place_id")
    there = {place: events[event] for event, place in happened if event in events}
    return {**there, **tally.place.bearers(among)}


def _bodies(tally: Tally, among: Bits, own: Bits) -> Mapping[int, int]:
    """Find bodies that have to do with a record, or had a post of a person in one."""
    people = _people(tally, among, own)
    posts = Post.objects.exclude(body=None).order_by().values_list("person_id", "body_id")
    held = {body: people[who] for who, body in posts if body is not None and who in people}
    return {**held, **tally.body.bearers(among)}


_TOLD: dict[type[Model], _Finder] = {
    Person: _people,
    Place: _places,
    Subject: _of_column("subject"),
    Event: _of_column("event"),
    Body: _bodies,
    Unit: _of_column("unit"),
}


def names_ranked(tally: Tally, model: type[Model], among: Bits, *, own: Bits) -> Mapping[int, int]:
    """Return the places of the names of a kind that the records `among` tell: those that most of
    them tell come first, equal ones by the alphabet. Units count for those they lay in too.
    """

    def ranked() -> Mapping[int, int]:
        counts = _COUNTED[model](tally, among, own)
        known = [pk for pk in tally.alphabet(model) if pk in counts]
        known.sort(key=counts.__getitem__, reverse=True)
        return {pk: place for place, pk in enumerate(known)}

    return tally.remembered(("ranked", model, among, own), ranked)


_Counter = Callable[[Tally, Bits, Bits], Mapping[int, int]]


def _counted_people(tally: Tally, among: Bits, own: Bits) -> Mapping[int, int]:
    return tally.person.counts(among) + tally.withheld.counts(among & own)


def _counted_units(tally: Tally, among: Bits, own: Bits) -> Mapping[int, int]:
    exact = tally.unit.counts(among)
    return tally.reach(exact).rolled_up(exact)


_COUNTED: dict[type[Model], _Counter] = {
    Person: _counted_people,
    Place: lambda tally, among, own: tally.place.counts(among),
    Subject: lambda tally, among, own: tally.subject.counts(among),
    Unit: _counted_units,
}
