"""Finding the authorities by any of their names, and entering new ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from archive.catalogue.models import Body, Event, Person, Place, Subject
from archive.values.text import canonical, fold, given_name_key, nfc, sort_key

A = TypeVar("A", Person, Body, Place, Subject, Event)
Authority = Person | Body | Place | Subject | Event

_MOST_ASKED = 500


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


def free_slugs(model: type[A], names: Sequence[str]) -> list[str]:
    """Return an address nobody of `model` has for each of `names`, made from it without marks.

    Candidates are asked for by name, in ever larger portions: what merely begins alike, SQLite
    would look for in the whole table.
    """
    stems = [re.sub("[^a-z0-9]+", "-", fold(name))[:100].strip("-") or "ten" for name in names]
    needed = Counter(stems)
    free: defaultdict[str, deque[str]] = defaultdict(deque)
    seen: set[str] = set()
    asked = dict.fromkeys(needed, 0)
    while short := [stem for stem in needed if len(free[stem]) < needed[stem]]:
        owners: dict[str, str] = {}
        for stem in short:
            last = max(needed[stem], 2 * asked[stem])
            for number in range(asked[stem] + 1, last + 1):
                owners.setdefault(stem if number == 1 else f"{stem}-{number}", stem)
            asked[stem] = last
        taken = seen | _among(model, list(owners))
        for slug, stem in owners.items():
            if slug not in taken:
                free[stem].append(slug)
        seen |= owners.keys()
    return [free[stem].popleft() for stem in stems]


def _among(model: type[A], slugs: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(slugs), _MOST_ASKED):
        some = model._default_manager.filter(slug__in=slugs[start : start + _MOST_ASKED])
        found.update(some.values_list("slug", flat=True))
    return found


def _named(
    model: type[A], names: Iterable[str], key: Callable[[str], str], is_demonstration: bool
) -> list[A]:
    wanted = {canonical(name): nfc(" ".join(name.split())) for name in names if name.strip()}
    # Marks are part of a name: Hoà and Hoa are two people; only spelling and case are forgiven.
    known = known_by_name(model, wanted)
    fresh = {form: name for form, name in wanted.items() if form not in known}
    entered = model._default_manager.bulk_create(
        model(
            slug=slug,
            name=name,
            canonical_name=form,
            plain_name=fold(name),
            sort_key=key(name)[:255],
            is_demonstration=is_demonstration,
        )
        for (form, name), slug in zip(
            fresh.items(), free_slugs(model, list(fresh.values())), strict=True
        )
    )
    known |= {row.canonical_name: row for row in entered}
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
