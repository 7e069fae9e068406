"""What the head of a record's page says to programs: Dublin Core, Zotero's type, schema.org.

No query is made for it: it is said of what the page shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from archive.access.asking import Held
from archive.access.dublin_core import Element, elements_of
from archive.access.linked import Links, Named
from archive.access.sight import Sight
from archive.catalogue.arrangement import rights_of
from archive.catalogue.models import (
    Appearance,
    AppearanceRole,
    BodyRole,
    Involvement,
    Record,
    RecordKind,
)
from archive.catalogue.models.authorities import Authority
from archive.catalogue.terms import Terms
from archive.public.schema_org import block, of_record

# https://api.zotero.org/itemTypes
_ZOTERO = {
    RecordKind.DOCUMENT: "document",
    RecordKind.PHOTOGRAPH: "artwork",
    RecordKind.INTERVIEW: "interview",
    RecordKind.MEMOIR: "manuscript",
    RecordKind.MAP: "map",
    RecordKind.OBJECT: "artwork",
    RecordKind.PUBLICATION: "book",
}


class Head(NamedTuple):
    """Elements of Dublin Core, the kind of item a reference manager makes of it, JSON-LD."""

    elements: list[Element]
    item_type: str
    linked: SafeString


def head_of(context: dict[str, Any], held: Held) -> Head:
    """Return what is to be said of a record whose page shows what stands in `context`."""
    record: Record = context["record"]
    links = _links(context, record, context["sight"], held)
    return Head(
        elements_of(links, Terms()), _ZOTERO[RecordKind(record.kind)], block(of_record(links))
    )


def _links(context: dict[str, Any], record: Record, sight: Sight, held: Held) -> Links:
    shelf = record.collection
    return Links(
        record=record,
        sight=sight,
        held=held,
        holder=record.holder,
        unit=record.unit,
        rights=rights_of(shelf, record.rights).value,
        collection=shelf if shelf is not None and shelf.is_public else None,
        people=_people(sight, context["people"]),
        bodies=_bodies(context["bodies"]),
        places=_named(context["places"]),
        subjects=_named(context["subjects"]),
        events=_named(context["events"]),
    )


def _people(
    sight: Sight, by_role: Iterable[tuple[str, list[Appearance]]]
) -> defaultdict[AppearanceRole, list[Named]]:
    found: defaultdict[AppearanceRole, list[Named]] = defaultdict(list)
    for _label, several in by_role:
        for each in several:
            name = sight.name_of(each.person_id, each.person.name)
            found[AppearanceRole(each.role)].append(Named(name, each.person.slug))
    return found


def _bodies(by_role: Iterable[tuple[str, list[Involvement]]]) -> defaultdict[BodyRole, list[Named]]:
    found: defaultdict[BodyRole, list[Named]] = defaultdict(list)
    for _label, several in by_role:
        for each in several:
            found[BodyRole(each.role)].append(Named(each.body.name, each.body.slug))
    return found


def _named(authorities: Iterable[Authority]) -> list[Named]:
    return [Named(each.name, each.slug) for each in authorities]
