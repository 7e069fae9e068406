"""Arranging the holdings: fonds, series, files; moving them; what a level inherits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr

from archive.accounts.models import User
from archive.catalogue import lifting, terms
from archive.catalogue.inheriting import spread
from archive.catalogue.models import AccessLevel, Collection
from archive.catalogue.models.particulars import PARTICULARS
from archive.journal import actions as journal
from archive.units.models import Unit
from archive.values.codes import normalise_code

DESCRIPTIVE_FIELDS = PARTICULARS | frozenset(
    {
        "title",
        "level",
        "creator",
        "date_written",
        "extent",
        "languages",
        "status",
        "creator_history",
        "scope_and_content",
        "arrangement",
        "history",
        "accruals",
        "acquisition",
        "finding_aids",
        "keywords",
        "information_symbol",
        "preservation",
        "reliability",
        "retention",
        "related_material",
        "publication_note",
        "notes",
        "rights",
        "publication",
    }
)


# What is made of `date_written`.
_DAYS = ("date_edtf", "date_earliest", "date_latest")


class CodeTaken(Exception):
    """Another collection has this code."""


class IntoItself(Exception):
    """A collection cannot be moved below itself."""


class OtherHolder(Exception):
    """What is part of a collection is held by the same office."""


@dataclass(frozen=True)
class Inherited:
    """A value in effect, and the collection that says so (None where nobody says anything)."""

    value: str
    source: Collection | None


@transaction.atomic
def open_collection(
    *,
    actor: User | None,
    code: str,
    title: str,
    level: str,
    holder: Unit,
    at: dt.datetime,
    parent: Collection | None = None,
    is_demonstration: bool = False,
    **description: Any,
) -> Collection:
    """Open a level of arrangement, at the root or below `parent`.

    Raises `CodeTaken`, `OtherHolder`, `terms.UnknownTerm` and `values.codes.InvalidCode`.
    """
    terms.admit(description | {"level": level})
    code = normalise_code(code)
    if Collection.objects.filter(code=code).exists():
        raise CodeTaken(code)
    _same_holder(parent, holder)
    collection = Collection(
        code=code,
        title=title,
        level=level,
        holder=holder,
        parent=parent,
        is_demonstration=is_demonstration,
    )
    _apply(collection, description)
    try:
        with transaction.atomic():
            collection.save()
    except IntegrityError:  # pressed twice, or somebody was quicker
        raise CodeTaken(code) from None
    collection.path = f"{parent.path if parent else ''}{collection.pk}/"
    collection.save(update_fields=["path"])
    spread(collection)
    journal.record(
        actor=actor,
        act="catalogue.collection.opened",
        subject=collection,
        at=at,
        after={"code": code, "title": title, "level": level, "parent": parent and parent.code}
        | description,
    )
    return Collection.objects.get(pk=collection.pk)


@transaction.atomic
def describe_collection(
    *, actor: User | None, collection: Collection, at: dt.datetime, **description: Any
) -> Collection:
    """Change the description of a level; whether it is shown spreads to what inherits it.

    Raises `terms.UnknownTerm`.
    """
    terms.admit(description)
    collection = Collection.objects.select_for_update().get(pk=collection.pk)
    before = {name: getattr(collection, name) for name in description}
    _apply(collection, description)
    before, changed = journal.differing(before, description)
    if not changed:
        return collection
    collection.save(update_fields={*changed, *(_DAYS if "date_written" in changed else ())})
    spread(collection)
    journal.record(
        actor=actor,
        act="catalogue.collection.described",
        subject=collection,
        at=at,
        before=before,
        after=changed,
    )
    return Collection.objects.get(pk=collection.pk)


@transaction.atomic
def move_collection(
    *,
    actor: User | None,
    collection: Collection,
    parent: Collection | None,
    at: dt.datetime,
    may_lift: bool = False,
) -> Collection:
    """Put a level with everything below it under another one, or at the root.

    Raises `IntoItself`, `OtherHolder`, and `lifting.LiftsCeiling` for a move that would open
    anything to more people, unless the actor `may_lift`.
    """
    collection = Collection.objects.select_for_update().get(pk=collection.pk)
    if parent is not None:
        parent = Collection.objects.select_for_update().get(pk=parent.pk)
        if parent.path.startswith(collection.path):
            raise IntoItself
        _same_holder(parent, collection.holder)
    if not may_lift and lifting.widened_by(collection, parent):
        raise lifting.LiftsCeiling(collection.code)
    former_path, former_parent = collection.path, collection.parent
    collection.parent = parent
    collection.save(update_fields=["parent"])
    stem = parent.path if parent else ""
    Collection.objects.filter(path__startswith=former_path).update(
        path=Concat(Value(f"{stem}{collection.pk}/"), Substr("path", len(former_path) + 1))
    )
    collection.refresh_from_db()
    spread(collection)
    journal.record(
        actor=actor,
        act="catalogue.collection.moved",
        subject=collection,
        at=at,
        before={"parent": former_parent and former_parent.code},
        after={"parent": parent and parent.code},
    )
    return Collection.objects.get(pk=collection.pk)


@transaction.atomic
def limit_access(
    *,
    actor: User | None,
    collection: Collection,
    ceiling: str,
    at: dt.datetime,
    basis_number: str = "",
) -> Collection:
    """Set the widest circle to which anything kept in `collection` or below may be open.

    An empty `ceiling` takes the word back: what the level above says holds again. A level below
    can be stricter, never wider. Nothing about the records themselves is changed.
    """
    collection = Collection.objects.select_for_update().get(pk=collection.pk)
    before = {"access_ceiling": collection.access_ceiling, "ceiling": collection.ceiling}
    if collection.access_ceiling == ceiling:
        return collection
    collection.access_ceiling = AccessLevel(ceiling) if ceiling else ""
    collection.save(update_fields=["access_ceiling"])
    spread(collection)
    collection.refresh_from_db()
    journal.record(
        actor=actor,
        act="catalogue.collection.limited",
        subject=collection,
        at=at,
        before=before,
        after={"access_ceiling": collection.access_ceiling, "ceiling": collection.ceiling},
        basis_number=basis_number,
    )
    return collection


def rights_of(collection: Collection | None, own: str = "") -> Inherited:
    """Return the rights in effect for something with its `own` rights kept in `collection`.

    What is said nearest holds; the source is None when `own` itself says it or nobody does.
    """
    if own or collection is None:
        return Inherited(own, None)
    levels = [collection, *reversed(ancestors_of(collection))]
    return next(
        (Inherited(level.rights, level) for level in levels if level.rights), Inherited("", None)
    )


def ceiling_of(collection: Collection | None) -> Inherited:
    """Return the ceiling in effect in `collection` and the level that sets it.

    Of several levels that say the same, the highest is the source; it is None without a ceiling.
    """
    if collection is None or collection.ceiling == AccessLevel.PUBLIC:
        return Inherited(AccessLevel.PUBLIC, None)
    levels = [*ancestors_of(collection), collection]
    source = next(
        (level for level in levels if level.access_ceiling == collection.ceiling), collection
    )
    return Inherited(collection.ceiling, source)


def ancestors_of(collection: Collection) -> list[Collection]:
    """Return the levels above, from the root down, in one query."""
    ids = collection.ancestor_ids
    found = Collection.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def below(collection: Collection) -> Q:
    """Return the condition for records kept in `collection` or in a level below it."""
    return Q(collection__path__startswith=collection.path)


def _apply(collection: Collection, description: Mapping[str, Any]) -> None:
    if unknown := description.keys() - DESCRIPTIVE_FIELDS:
        raise TypeError(f"not part of a collection's description: {sorted(unknown)}")
    for name, value in description.items():
        setattr(collection, name, value)
    if "date_written" in description:
        collection.date_it(collection.date_written)


def _same_holder(parent: Collection | None, holder: Unit) -> None:
    if parent is not None and parent.holder_id != holder.pk:
        raise OtherHolder
