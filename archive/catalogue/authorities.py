"""Finding the authorities by any of their names, and entering new ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Q

from archive.catalogue.models import Body, Event, Person, Place, Subject
from archive.values.text import canonical, fold, given_name_key, nfc, sort_key

A = TypeVar("A", Person, Body, Place, Subject, Event)
Authority = Person | Body | Place | Subject | Event


def people_named(names: Iterable[str], *, is_demonstration: bool = False) -> list[Person]:
    """Return the people with these names, entering those nobody has yet; sorted by given name."""
    return _named(Person, names, given_name_key, is_demonstration)


def bodies_named(names: Iterable[str], *, is_demonstration: bool = False) -> list[Body]:
    """Return the corporate bodies with these names, entering the new ones."""
    return _named(Body, names, sort_key, is_demonstration)


def places_named(names: Iterable[str], *, is_demonstration: bool = False) -> list[Place]:
    """Return the places with these names, entering the new ones."""
    return _named(Place, names, sort_key, is_demonstration)


def subjects_named(names: Iterable[str], *, is_demonstration: bool = False) -> list[Subject]:
    """Return the subjects with these names, entering the new ones."""
    return _named(Subject, names, sort_key, is_demonstration)


def events_named(names: Iterable[str], *, is_demonstration: bool = False) -> list[Event]:
    """Return the events with these names, entering the new ones."""
    return _named(Event, names, sort_key, is_demonstration)


def alternative_names(authority: Authority) -> Any:
    """Return the further names of an entry: rows with `name`, `canonical_name`, `plain_name`."""
    return authority.names


def free_slug(model: type[A], name: str) -> str:
    """Return an address nobody of `model` has, made from `name` without marks."""
    stem = re.sub("[^a-z0-9]+", "-", fold(name))[:100].strip("-") or "ten"
    taken = set(
        model._default_manager.filter(Q(slug=stem) | Q(slug__startswith=f"{stem}-")).values_list(
            "slug", flat=True
        )
    )
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _named(
    model: type[A], names: Iterable[str], key: Callable[[str], str], is_demonstration: bool
) -> list[A]:
    wanted = {canonical(name): nfc(" ".join(name.split())) for name in names if name.strip()}
    # Marks are part of a name: Hoà and Hoa are two people; only spelling and case are forgiven.
    known = known_by_name(model, wanted)
    for form, name in wanted.items():
        if form not in known:
            known[form] = model._default_manager.create(
                slug=free_slug(model, name),
                name=name,
                canonical_name=form,
                plain_name=fold(name),
                sort_key=key(name)[:255],
                is_demonstration=is_demonstration,
            )
    return sorted((known[form] for form in wanted), key=lambda row: row.sort_key)


def known_by_name(model: type[A], forms: Iterable[str]) -> dict[str, A]:
    """Return whoever already goes by one of the canonical names, by that name.

    The preferred name goes before a further one; of two with one name, the elder entry.
    """
    forms = list(forms)
    further = _further_names(model, forms)
    by_id = {row.pk: row for row in model._default_manager.filter(pk__in=further.values())}
    known = {form: by_id[pk] for form, pk in further.items()}
    preferred = model._default_manager.filter(canonical_name__in=forms).order_by("-id")
    return known | {row.canonical_name: row for row in preferred}


def _further_names(model: type[A], forms: list[str]) -> dict[str, int]:
    """Return the ids of those known by one of `forms` beside their preferred name."""
    names: Any = model._meta.get_field("names").related_model
    found = names.objects.filter(canonical_name__in=forms).order_by("-id")
    return dict(found.values_list("canonical_name", f"{model._meta.model_name}_id"))
