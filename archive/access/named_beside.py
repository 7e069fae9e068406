"""The names that readers see beside a description: of who and what it is linked to, of its shelves.

An event called after a witness tells their name as surely as a title does. Notes on an event, and
what is said of a fonds at large, stand on pages of their own and are tied to no testimony.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Value

from archive.catalogue.models import (
    Appearance,
    AppearanceRole,
    Collection,
    Involvement,
    Record,
)

# An act on one of these may change what stands beside a description without changing it.
KINDS = frozenset(
    f"catalogue.{kind}" for kind in ("person", "body", "place", "subject", "event", "collection")
)

Beside = dict[int, list[tuple[str, str]]]


def named_beside(records: Several[int]) -> Beside:
    """Return the names beside each record, with the field they stand in, in constant queries."""
    found: Beside = defaultdict(list)
    for record, field, *texts in _linked(records):
        found[record] += [(field, text) for text in texts if text]
    for record, text in _shelves(records):
        found[record].append(("collection", text))
    return found


def _linked(records: Several[int]) -> Iterator[tuple[Any, ...]]:
    """Yield record, field, name and further name of all it is linked to.

    Its witnesses are left out: whose name is withheld is not shown as one, and another's is no
    secret here.
    """
    others = Appearance.objects.filter(record__in=records).exclude(role=AppearanceRole.WITNESS)
    yield from _names(others, "people", "person")
    yield from _names(Involvement.objects.filter(record__in=records), "bodies", "body")
    for field, one in (("places", "place"), ("subjects", "subject"), ("events", "event")):
        through: Any = getattr(Record, field).through
        yield from _names(through.objects.filter(record__in=records), field, one)


def _names(rows: Any, field: str, one: str) -> Iterator[tuple[Any, ...]]:
    said = rows.order_by().values_list(
        "record_id", Value(field), F(f"{one}__name"), F(f"{one}__names__name")
    )
    yield from said.iterator()


def _shelves(records: Several[int]) -> Iterator[tuple[int, str]]:
    """Yield what a record's page says of the collections it is kept in."""
    kept = Record.objects.filter(pk__in=records).exclude(collection=None).order_by()
    shelves = dict(kept.values_list("pk", "collection_id"))
    lowest = Collection.objects.in_bulk(set(shelves.values()))
    above = Collection.objects.in_bulk(
        {pk for level in lowest.values() for pk in level.ancestor_ids}
    )
    for record, shelf in shelves.items():
        for level in (lowest[shelf], *(above[pk] for pk in lowest[shelf].ancestor_ids)):
            # Rights are inherited from a level that is not shown, too; its title is not.
            shown = (level.title, level.creator) if level.is_public else ()
            yield record, "\n".join((*shown, level.rights))
