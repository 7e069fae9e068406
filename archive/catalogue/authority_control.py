"""Authority control: giving each entry its names, its dates and its place among the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from archive.accounts.models import User
from archive.catalogue.authorities import (
    Authority,
    alternative_names,
    bodies_named,
    places_named,
)
from archive.catalogue.models import Body, Event, Person, Place, Post, Subject
from archive.catalogue.thesaurus import line_of
from archive.journal import actions as journal
from archive.units.models import Unit
from archive.values.dates import parse_date
from archive.values.text import canonical, fold, given_name_key, nfc, sort_key


class WouldCircle(Exception):
    """A subject cannot be narrower than itself."""


class RelatedInLine(Exception):
    """A subject above or below another, or the same, is not related to it (ISO 25964)."""


@dataclass(frozen=True)
class FurtherName:
    """A name beside the preferred one; what kinds there are depends on what it names."""

    name: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class PostHeld:
    """A post as it is typed: what it is called, when it was held, the name of the body."""

    title: str
    date_written: str = ""
    body: str = ""


@transaction.atomic
def describe_person(
    *,
    actor: User | None,
    person: Person,
    name: str,
    note: str,
    born_written: str,
    died_written: str,
    names: Sequence[FurtherName],
    at: dt.datetime,
    posts: Sequence[PostHeld] | None = None,
) -> Person:
    """Give a person their names, what is known of their dates, and the posts they held.

    Without `posts` those they have stay.
    """
    before = state_of(person)
    born, died = parse_date(born_written), parse_date(died_written)
    person.born_written, person.died_written = born_written, died_written
    person.born_earliest, person.born_latest = born.earliest, born.latest
    person.died_earliest, person.died_latest = died.earliest, died.latest
    _rename(person, name, note, names)
    if posts is not None:
        person.posts.all().delete()
        Post.objects.bulk_create(_post(person, held) for held in posts)
    journal_change(actor, person, "described", at, before)
    return person


@transaction.atomic
def describe_body(
    *,
    actor: User | None,
    body: Body,
    name: str,
    note: str,
    date_written: str,
    names: Sequence[FurtherName],
    at: dt.datetime,
) -> Body:
    """Give a corporate body the names it had and the dates of its existence."""
    before = state_of(body)
    body.date_it(date_written)
    _rename(body, name, note, names)
    journal_change(actor, body, "described", at, before)
    return body


@transaction.atomic
def describe_place(
    *,
    actor: User | None,
    place: Place,
    name: str,
    note: str,
    names: Sequence[FurtherName],
    at: dt.datetime,
    unit: Unit | None = None,
) -> Place:
    """Give a place its preferred name, the names it had, and the unit it lies in."""
    before = state_of(place)
    place.unit = unit
    _rename(place, name, note, names)
    journal_change(actor, place, "described", at, before)
    return place


@transaction.atomic
def describe_event(
    *,
    actor: User | None,
    event: Event,
    name: str,
    note: str,
    date_written: str,
    places: Iterable[str],
    names: Sequence[FurtherName],
    at: dt.datetime,
) -> Event:
    """Give an event its names, and say when and where (by name) it happened."""
    before = state_of(event)
    event.date_it(date_written)
    _rename(event, name, note, names)
    event.places.set(places_named(places, is_demonstration=event.is_demonstration))
    journal_change(actor, event, "described", at, before)
    return event


@transaction.atomic
def describe_subject(
    *,
    actor: User | None,
    subject: Subject,
    name: str,
    note: str,
    broader: Subject | None,
    at: dt.datetime,
    names: Sequence[FurtherName] | None = None,
    related: Sequence[Subject] | None = None,
) -> Subject:
    """Give a subject its name, the terms it is used for and its place in the thesaurus.

    Without `names` the terms stay, without `related` the related subjects. Raises `WouldCircle`
    and `RelatedInLine`.
    """
    before = state_of(subject)
    if subject.pk in line_of(broader):
        raise WouldCircle
    subject.broader = broader
    _rename(subject, name, note, names)
    if related is None:
        related = list(subject.related.all())
    for other in related:
        if other.pk in {subject.pk, *line_of(broader)} or subject.pk in line_of(other):
            raise RelatedInLine(other.name)
    _relate(actor, subject, related, at)
    journal_change(actor, subject, "described", at, before)
    return subject


def _relate(
    actor: User | None, subject: Subject, related: Sequence[Subject], at: dt.datetime
) -> None:
    """Set the related subjects; each that gains or loses the relation has an entry of its own."""
    now, then = set(subject.related.all()), set(related)
    touched = sorted(now ^ then, key=lambda other: other.pk)
    before = [state_of(other) for other in touched]
    subject.related.set(then)
    for other, state in zip(touched, before, strict=True):
        journal_change(actor, other, "described", at, state)


def set_name(authority: Authority, name: str) -> None:
    """Set the preferred name with the forms it is found, compared and sorted by."""
    authority.name = nfc(" ".join(name.split()))
    authority.canonical_name = canonical(authority.name)
    authority.plain_name = fold(authority.name)
    key = given_name_key if isinstance(authority, Person) else sort_key
    authority.sort_key = key(authority.name)[:255]


def state_of(authority: Authority) -> dict[str, Any]:
    """Return what the journal keeps of an entry: everything in words, links by name."""
    state: dict[str, Any] = {
        "name": authority.name,
        "note": authority.note,
        "names": list(alternative_names(authority).values_list("name", flat=True)),
    }
    if isinstance(authority, Person):
        state["born_written"] = authority.born_written
        state["died_written"] = authority.died_written
        state["posts"] = [
            f"{post.title}; {post.date_written}; {post.body or ''}".rstrip("; ")
            for post in authority.posts.select_related("body")
        ]
    if isinstance(authority, Body | Event):
        state["date_written"] = authority.date_written
    if isinstance(authority, Event):
        state["places"] = list(authority.places.values_list("name", flat=True))
    if isinstance(authority, Place):
        state["unit"] = authority.unit and authority.unit.code
    if isinstance(authority, Subject):
        state["broader"] = authority.broader and authority.broader.name
        state["related"] = list(authority.related.values_list("name", flat=True))
    return state


def journal_change(
    actor: User | None,
    authority: Authority,
    verb: str,
    at: dt.datetime,
    before: dict[str, Any],
    note: str = "",
) -> None:
    """Write down what an act changed of an entry; without a change or a note, nothing."""
    before, after = journal.differing(before, state_of(authority))
    if not after and not note:
        return
    journal.record(
        actor=actor,
        act=f"catalogue.{authority._meta.model_name}.{verb}",
        subject=authority,
        at=at,
        before=before,
        after=after,
        note=note,
    )


def _rename(
    authority: Authority, name: str, note: str, names: Sequence[FurtherName] | None
) -> None:
    set_name(authority, name)
    authority.note = note
    authority.save()
    if names is None:
        return
    others = alternative_names(authority)
    others.all().delete()
    for other in names:
        details = {"note": other.note} | ({"kind": other.kind} if other.kind else {})
        others.create(
            name=nfc(other.name),
            canonical_name=canonical(other.name),
            plain_name=fold(other.name),
            **details,
        )


def _post(person: Person, held: PostHeld) -> Post:
    bodies = bodies_named([held.body], is_demonstration=person.is_demonstration)
    post = Post(person=person, title=nfc(held.title), body=bodies[0] if bodies else None)
    post.date_it(held.date_written)
    return post
