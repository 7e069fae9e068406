"""Keeping reading lists. Whoever calls has fetched the list as its owner's."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Max

from archive.accounts.models import User
from archive.research.models import ListedPlace, ReadingList
from archive.research.places import Place

MOST_LISTS = 200
MOST_PLACES = 1_000


class NameTaken(Exception):
    """The owner has another list, or another search, of this name."""


class TooMany(Exception):
    """There is an end to what one account may keep."""


class AlreadyListed(Exception):
    """The place is in the list already."""


@transaction.atomic
def make_list(*, owner: User, name: str, at: dt.datetime) -> ReadingList:
    """Begin a list. Raises `NameTaken`, `TooMany`."""
    own = ReadingList.objects.select_for_update().filter(owner=owner)
    if own.filter(name=name).exists():
        raise NameTaken
    if own.count() >= MOST_LISTS:
        raise TooMany
    return ReadingList.objects.create(owner=owner, name=name, made_at=at, changed_at=at)


@transaction.atomic
def rename_list(*, reading_list: ReadingList, name: str, at: dt.datetime) -> None:
    """Give a list another name. Raises `NameTaken`."""
    others = ReadingList.objects.filter(owner=reading_list.owner_id, name=name)
    if others.exclude(pk=reading_list.pk).exists():
        raise NameTaken
    reading_list.name = name
    reading_list.changed_at = at
    reading_list.save(update_fields=["name", "changed_at"])


def share_list(*, reading_list: ReadingList, with_notes: bool) -> None:
    """Let whoever has its address read the list; one it has already stays."""
    reading_list.share_key = reading_list.share_key or secrets.token_urlsafe(32)
    reading_list.shares_notes = with_notes
    reading_list.save(update_fields=["share_key", "shares_notes"])


def stop_sharing(*, reading_list: ReadingList) -> None:
    """Make the address of a shared list a dead one."""
    reading_list.share_key = None
    reading_list.save(update_fields=["share_key"])


def drop_list(*, reading_list: ReadingList) -> None:
    """Forget a list with its notes."""
    reading_list.delete()


@transaction.atomic
def list_place(
    *, reading_list: ReadingList, place: Place, at: dt.datetime, note: str = ""
) -> ListedPlace:
    """Put a place its owner may see at the end of the list. Raises `AlreadyListed`, `TooMany`."""
    _touch(reading_list, at)
    where = {"record": place.record, "page": place.page, "at_ms": place.at_ms}
    if reading_list.places.filter(**_exactly(where)).exists():
        raise AlreadyListed
    if reading_list.places.count() >= MOST_PLACES:
        raise TooMany
    last = reading_list.places.aggregate(last=Max("position"))["last"] or 0
    return reading_list.places.create(**where, note=note, position=last + 1, added_at=at)


@transaction.atomic
def note_place(*, place: ListedPlace, note: str, at: dt.datetime) -> None:
    """Write down what the reader thinks of a place; an empty note takes it away."""
    place.note = note
    place.save(update_fields=["note"])
    _touch(place.reading_list, at)


@transaction.atomic
def move_place(*, place: ListedPlace, to: int, at: dt.datetime) -> None:
    """Put a place where the `to`-th of its list stands, counted from 1; too far is the end."""
    _touch(place.reading_list, at)
    order = list(place.reading_list.places.values_list("pk", flat=True))
    order.remove(place.pk)
    order.insert(max(0, to - 1), place.pk)
    rows = [ListedPlace(pk=pk, position=number) for number, pk in enumerate(order, 1)]
    ListedPlace.objects.bulk_update(rows, ["position"], batch_size=300)


@transaction.atomic
def drop_place(*, place: ListedPlace, at: dt.datetime) -> None:
    """Take a place out of its list; those after it move up."""
    _touch(place.reading_list, at)
    place.reading_list.places.filter(position__gt=place.position).update(position=F("position") - 1)
    place.delete()


def _touch(reading_list: ReadingList, at: dt.datetime) -> None:
    """Take hold of the list, so that two windows of one reader change it one after the other."""
    ReadingList.objects.select_for_update().get(pk=reading_list.pk)
    ReadingList.objects.filter(pk=reading_list.pk).update(changed_at=at)


def _exactly(where: Mapping[str, object]) -> dict[str, object]:
    return {
        name if value is not None else f"{name}__isnull": True if value is None else value
        for name, value in where.items()
    }
