"""Which entries may already be the one somebody is about to name: alike without marks and case."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from archive.catalogue.authorities import A, Authority, alternative_names
from archive.catalogue.models import Body, Event, Person
from archive.values.text import fold

MOST_CANDIDATES = 8
# One letter is the beginning of half the catalogue.
LEAST_LETTERS = 2


def candidates(rows: QuerySet[A], name: str, *, besides: A | None = None) -> QuerySet[A]:
    """Return the entries among `rows` one of whose names begins like `name`, at most a few.

    Marks and case do not count: `ba hoa` may be `Bà Hoà`, `Ba Hoá` or somebody else of that
    name, which is for a person to say.
    """
    plain = " ".join(fold(name).split())
    if len(plain) < LEAST_LETTERS:
        return rows.none()
    names: Any = rows.model._meta.get_field("names").related_model
    owner = names._meta.get_field(rows.model._meta.model_name)
    also_called = names.objects.filter(plain_name__startswith=plain).values(owner.attname)
    found = rows.filter(Q(plain_name__startswith=plain) | Q(pk__in=also_called))
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return found.order_by("plain_name", "slug")[:MOST_CANDIDATES]


def particulars(authority: Authority) -> str:
    """Return what tells an entry from its namesakes, in a few words: dates, other names."""
    dates: list[str] = []
    if isinstance(authority, Person):
        years = (authority.born_written, authority.died_written)
        dates = ["–".join(years)] if any(years) else []
    elif isinstance(authority, Body | Event) and authority.date_written:
        dates = [authority.date_written]
    names = [str(other) for other in alternative_names(authority).all()]
    return "; ".join([*dates, *names])
