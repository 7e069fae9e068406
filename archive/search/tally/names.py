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
    """Names in their order; of each, a record that tells it, and who appears there if it is
    known by that alone.
    """

    names: list[int]
    records: Mapping[int, int]
    people: Mapping[int, int]

    def among(self, some: Collection[int]) -> Told:
        """Return those of `some`."""
        return replace(self, names=[pk for pk in self.names if pk in some])


def names_told(tally: Tally, model: type[Model], among: Bits, *, own: Bits) -> Told:
    """Return the names of a kind that the records `among` tell.

    Whose name is withheld in a record is told there only to whom the record is their `own`.
    """
    return tally.remembered((model, among, own), lambda: _told(tally, model, among, own))


def _told(tally: Tally, model: type[Model], among: Bits, own: Bits) -> Told:
    records, people = _TOLD[model](tally, among, own)
    return Told([pk for pk in tally.alphabet(model) if pk in records], records, people)


_Found = tuple[Mapping[int, int], Mapping[int, int]]


def _of_column(name: str) -> Callable[[Tally, Bits, Bits], _Found]:
    def found(tally: Tally, among: Bits, own: Bits) -> _Found:
        return getattr(tally, name).bearers(among), {}

    return found


def _people(tally: Tally, among: Bits, own: Bits) -> _Found:
    covered = tally.withheld.bearers(among & own)
    records = {**covered, **tally.person.bearers(among)}
    return records, {pk: pk for pk in records}


def _places(tally: Tally, among: Bits, own: Bits) -> _Found:
    """Find places named in a record, or where an event told of in one happened."""
    events = tally.event.bearers(among)
    happened = Event.places.through.objects.values_list("event_id", "place_id")
    there = {place: events[event] for event, place in happened if event in events}
    return {**there, **tally.place.bearers(among)}, {}


def _bodies(tally: Tally, among: Bits, own: Bits) -> _Found:
    """Find bodies that have to do with a record, or had a post of a person in one."""
    involved = tally.body.bearers(among)
    appearing, _themselves = _people(tally, among, own)
    posts = Post.objects.exclude(body=None).order_by().values_list("person_id", "body_id")
    held = {
        body: person
        for person, body in posts
        if body is not None and person in appearing and body not in involved
    }
    return {**involved, **{body: appearing[person] for body, person in held.items()}}, held


_TOLD: dict[type[Model], Callable[[Tally, Bits, Bits], _Found]] = {
    Person: _people,
    Place: _places,
    Subject: _of_column("subject"),
    Event: _of_column("event"),
    Body: _bodies,
    Unit: _of_column("unit"),
}
