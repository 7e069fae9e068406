"""What is said of people, bodies, places, subjects, events and units."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from archive.interop.api.schema import Address
from archive.interop.api.shapes.parts import Coded, Days, Ref


@dataclass(frozen=True, kw_only=True)
class FurtherName:
    """Another name of the same."""

    name: str
    kind: Coded | None
    note: str


@dataclass(frozen=True, kw_only=True)
class NameSaid(Ref):
    """What is said of whatever has a name here."""

    further_names: list[FurtherName]
    note: str
    records_url: Annotated[Address, "The records that tell of it and are open to the asker."]
    is_demonstration: bool


@dataclass(frozen=True, kw_only=True)
class Post:
    """One post a person held."""

    title: str
    body: Ref | None
    date: Days


@dataclass(frozen=True, kw_only=True)
class PersonSaid(NameSaid):
    """Somebody who made, told or is told of in what we hold."""

    born: Days
    died: Days
    posts: list[Post]


@dataclass(frozen=True, kw_only=True)
class BodySaid(NameSaid):
    """A corporate body, and the people known to have had a post there (a hundred at most)."""

    existed: Days
    people: list[Ref]


@dataclass(frozen=True, kw_only=True)
class PlaceSaid(NameSaid):
    """Somewhere things happened."""

    unit: Ref | None
    events: list[Ref]


@dataclass(frozen=True, kw_only=True)
class SubjectSaid(NameSaid):
    """A topic of the thesaurus (ISO 25964)."""

    broader: Ref | None
    narrower: list[Ref]
    related: list[Ref]


@dataclass(frozen=True, kw_only=True)
class EventSaid(NameSaid):
    """Something that happened, when and where."""

    date: Days
    places: list[Ref]


@dataclass(frozen=True, kw_only=True)
class Succession:
    """One unit passing, wholly or in part, into another."""

    unit: Ref
    on: dt.date
    is_partial: bool
    basis: str


@dataclass(frozen=True, kw_only=True)
class UnitSaid(Ref):
    """An administrative unit or office under one name, with its life span."""

    kind: Coded
    level: Coded
    belongs_to: Ref | None
    valid_from: dt.date | None
    valid_to: Annotated[dt.date | None, "Its last day; null while it goes on."]
    made_of: list[Succession]
    became: list[Succession]
    records_url: Annotated[Address, "Records of it, of what belonged to it and it came from."]
