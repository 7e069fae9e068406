"""Authority control: giving people, places and subjects their names, and merging doubles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from archive.accounts.models import User
from archive.catalogue.models import (
    Appearance,
    FormerAddress,
    Person,
    PersonName,
    Place,
    PlaceName,
    Subject,
)
from archive.journal import actions as journal
from archive.values.dates import parse_date
from archive.values.text import canonical, fold, given_name_key, nfc, sort_key

A = TypeVar("A", Person, Place, Subject)
Authority = Person | Place | Subject

MOST_CANDIDATES = 8


class CannotMerge(Exception):
    """Something beside the catalogue holds on to both and may have only one of them."""


class WouldCircle(Exception):
    """A subject cannot be narrower than itself."""


@dataclass(frozen=True)
class FurtherName:
    """A name beside the preferred one, with what kind of name it is (or a note, for a place)."""

    name: str
    kind: str = ""


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
) -> Person:
    """Give a person their preferred name, their other names, and what is known of their dates."""
    before = _state(person)
    born, died = parse_date(born_written), parse_date(died_written)
    person.born_written, person.died_written = born_written, died_written
    person.born_earliest, person.born_latest = born.earliest, born.latest
    person.died_earliest, person.died_latest = died.earliest, died.latest
    _rename(person, name, note)
    person.names.all().delete()
    PersonName.objects.bulk_create(
        PersonName(
            person=person,
            name=nfc(other.name),
            canonical_name=canonical(other.name),
            kind=other.kind or PersonName.Kind.ALIAS,
        )
        for other in names
    )
    _journal(actor, person, "described", at, before)
    return person


@transaction.atomic
def describe_place(
    *,
    actor: User | None,
    place: Place,
    name: str,
    note: str,
    names: Sequence[FurtherName],
    at: dt.datetime,
) -> Place:
    """Give a place its preferred name and the names it had."""
    before = _state(place)
    _rename(place, name, note)
    place.names.all().delete()
    PlaceName.objects.bulk_create(
        PlaceName(
            place=place,
            name=nfc(other.name),
            canonical_name=canonical(other.name),
            note=other.kind,
        )
        for other in names
    )
    _journal(actor, place, "described", at, before)
    return place


@transaction.atomic
def describe_subject(
    *,
    actor: User | None,
    subject: Subject,
    name: str,
    note: str,
    broader: Subject | None,
    at: dt.datetime,
) -> Subject:
    """Give a subject its name and its place in the thesaurus. Raises `WouldCircle`."""
    before = _state(subject)
    above = broader
    while above is not None:
        if above.pk == subject.pk:
            raise WouldCircle
        above = above.broader
    subject.broader = broader
    _rename(subject, name, note)
    _journal(actor, subject, "described", at, before)
    return subject


@transaction.atomic
def merge(*, actor: User | None, kept: A, absorbed: A, at: dt.datetime) -> A:
    """Make two entries for one thing into one: `kept` takes the names and all that points to
    `absorbed`, and the address of `absorbed` leads to it for ever.

    Raises `CannotMerge`, and `WouldCircle` for a subject that is merged with one below it.
    """
    if kept.pk == absorbed.pk:
        return kept
    before = _state(kept)
    _take_names(kept, absorbed)
    for relation in type(absorbed)._meta.related_objects:
        _repoint(relation, kept, absorbed)
    model = str(kept._meta.model_name)
    FormerAddress.objects.filter(model=model, current_slug=absorbed.slug).update(
        current_slug=kept.slug
    )
    FormerAddress.objects.create(model=model, slug=absorbed.slug, current_slug=kept.slug)
    label = str(absorbed)
    absorbed.delete()
    _journal(actor, kept, "merged", at, before, note=label)
    return kept


def candidates(model: type[A], name: str, *, besides: A | None = None) -> list[A]:
    """Return entries that may be the same as one called `name`: alike without marks and case."""
    words = fold(name).split()
    if not words:
        return []
    stem = "-".join(words)[:60]
    found = model._default_manager.filter(
        Q(slug__startswith=stem) | Q(canonical_name=canonical(name))
    )
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return list(found[:MOST_CANDIDATES])


def _rename(authority: Authority, name: str, note: str) -> None:
    authority.name = nfc(name)
    authority.note = note
    authority.canonical_name = canonical(name)
    key = given_name_key if isinstance(authority, Person) else sort_key
    authority.sort_key = key(name)[:255]
    authority.save()


def _take_names(kept: A, absorbed: A) -> None:
    """Keep the absorbed entry's preferred name as a further name, unless it is there already."""
    if isinstance(kept, Person):
        has = {kept.canonical_name, *kept.names.values_list("canonical_name", flat=True)}
        if absorbed.canonical_name not in has:
            PersonName.objects.create(
                person=kept,
                name=absorbed.name,
                canonical_name=absorbed.canonical_name,
                kind=PersonName.Kind.OTHER,
            )
    elif isinstance(kept, Place):
        has = {kept.canonical_name, *kept.names.values_list("canonical_name", flat=True)}
        if absorbed.canonical_name not in has:
            PlaceName.objects.create(
                place=kept, name=absorbed.name, canonical_name=absorbed.canonical_name
            )


def _repoint(relation: Any, kept: Authority, absorbed: Authority) -> None:
    """Lead whatever points to `absorbed` to `kept`, in this room and in those above."""
    if relation.many_to_many:
        if relation.through is None or relation.through is Appearance:
            return  # an explicit table is met again as a foreign key
        for row in relation.related_model._default_manager.filter(
            **{relation.field.name: absorbed}
        ):
            getattr(row, relation.field.name).add(kept)
            getattr(row, relation.field.name).remove(absorbed)
        return
    name = relation.field.name
    for row in relation.related_model._default_manager.filter(**{name: absorbed}):
        _repoint_row(row, name, kept)


def _repoint_row(row: models.Model, name: str, kept: Authority) -> None:
    if isinstance(row, Subject) and row.pk == kept.pk:
        raise WouldCircle
    setattr(row, name, kept)
    try:
        with transaction.atomic():
            row.save(update_fields=[name])
    except IntegrityError:
        if not isinstance(row, Appearance):
            raise CannotMerge(str(row)) from None
        row.delete()  # the same person in the same role of the same record, once is enough


def _state(authority: Authority) -> dict[str, Any]:
    state: dict[str, Any] = {"name": authority.name, "note": authority.note}
    if isinstance(authority, Person):
        state["born_written"] = authority.born_written
        state["died_written"] = authority.died_written
        state["names"] = list(authority.names.values_list("name", flat=True))
    elif isinstance(authority, Place):
        state["names"] = list(authority.names.values_list("name", flat=True))
    else:
        state["broader"] = authority.broader and authority.broader.name
    return state


def _journal(
    actor: User | None,
    authority: Authority,
    verb: str,
    at: dt.datetime,
    before: dict[str, Any],
    note: str = "",
) -> None:
    after = _state(authority)
    changed = [name for name in after if before[name] != after[name]]
    if not changed and not note:
        return
    journal.record(
        actor=actor,
        act=f"catalogue.{authority._meta.model_name}.{verb}",
        subject=authority,
        at=at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        note=note,
    )
