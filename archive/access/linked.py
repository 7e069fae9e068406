"""What many records are linked to, as one viewer may know it, read in constant queries.

For whatever describes records by the hundred to other programs: a harvest, a feed, a page's head.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Several
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import F

from archive.access import gate
from archive.access.asking import Held, helds_of
from archive.access.audiences import Viewer
from archive.access.sight import Sight, sights_of
from archive.catalogue.models import (
    AppearanceRole,
    BodyRole,
    Collection,
    Involvement,
    Record,
)
from archive.units.models import Unit


class Named(NamedTuple):
    """Somebody or something linked to a record, by its preferred name and its address."""

    name: str
    slug: str


@dataclass(frozen=True)
class Links:
    """One record with all a viewer may know it by."""

    record: Record
    sight: Sight
    held: Held
    holder: Unit
    unit: Unit | None
    rights: str
    collection: Collection | None
    people: defaultdict[AppearanceRole, list[Named]] = field(
        default_factory=lambda: defaultdict(list)
    )
    bodies: defaultdict[BodyRole, list[Named]] = field(default_factory=lambda: defaultdict(list))
    places: list[Named] = field(default_factory=list)
    subjects: list[Named] = field(default_factory=list)
    events: list[Named] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing there is of the record is closed to the viewer."""
        sight, held = self.sight, self.held
        pages = not held.pages or (sight.pages and not sight.sealed_pages)
        sound = not held.parts or (sight.audio and sight.transcript and not sight.sealed_times)
        return pages and sound and (not held.films or sight.film)


def links_of(viewer: Viewer, records: Several[Record]) -> dict[int, Links]:
    """Return what each record, fetched through the gate for `viewer`, is linked to, by its id."""
    ids = [record.pk for record in records]
    sights, held = sights_of(viewer, records), helds_of(ids)
    units = Unit.objects.in_bulk(_ids(records, "holder_id") | _ids(records, "unit_id"))
    shelves = _Shelves.read(viewer, _ids(records, "collection_id"))
    found = {
        record.pk: Links(
            record=record,
            sight=sights[record.pk],
            held=held[record.pk],
            holder=units[record.holder_id],
            unit=units.get(record.unit_id or 0),
            rights=record.rights or shelves.rights(record.collection_id),
            collection=shelves.shown(record.collection_id),
        )
        for record in records
    }
    _name_people(viewer, found)
    _name_bodies(found)
    _name_the_rest(found)
    return found


def _ids(records: Several[Record], name: str) -> set[int]:
    return {pk for record in records if (pk := getattr(record, name)) is not None}


def _name_people(viewer: Viewer, found: dict[int, Links]) -> None:
    seen = gate.visible_appearances(viewer).filter(record__in=found).order_by("person__sort_key")
    rows = seen.values_list("record_id", "role", "person_id", "person__name", "person__slug")
    for pk, role, person, name, slug in rows:
        told = found[pk].sight.name_of(person, name)
        found[pk].people[AppearanceRole(role)].append(Named(told, slug))


def _name_bodies(found: dict[int, Links]) -> None:
    rows = Involvement.objects.filter(record__in=found).order_by("body__sort_key")
    for pk, role, name, slug in rows.values_list("record_id", "role", "body__name", "body__slug"):
        found[pk].bodies[BodyRole(role)].append(Named(name, slug))


def _name_the_rest(found: dict[int, Links]) -> None:
    for several, one in (("places", "place"), ("subjects", "subject"), ("events", "event")):
        through: Any = getattr(Record, several).through
        rows = through.objects.filter(record__in=found).order_by(f"{one}__sort_key")
        named = rows.values_list("record_id", F(f"{one}__name"), F(f"{one}__slug"))
        for pk, name, slug in named:
            getattr(found[pk], several).append(Named(name, slug))


@dataclass(frozen=True)
class _Shelves:
    """The levels some records are kept in and those above them, and which of them are shown."""

    levels: dict[int, Collection]
    visible: frozenset[int]

    @classmethod
    def read(cls, viewer: Viewer, ids: set[int]) -> _Shelves:
        levels = Collection.objects.in_bulk(ids)
        above = {pk for level in levels.values() for pk in level.ancestor_ids}
        levels |= Collection.objects.in_bulk(above - levels.keys())
        visible = gate.visible_collections(viewer).filter(pk__in=ids)
        return cls(levels, frozenset(visible.values_list("pk", flat=True)))

    def shown(self, pk: int | None) -> Collection | None:
        return self.levels[pk] if pk in self.visible and pk is not None else None

    def rights(self, pk: int | None) -> str:
        """Return what the nearest level says that says anything (`arrangement.rights_of`)."""
        if pk is None:
            return ""
        lines = [pk, *reversed(self.levels[pk].ancestor_ids)]
        return next((self.levels[each].rights for each in lines if self.levels[each].rights), "")
