"""What bears out or contradicts a record, as one viewer may know it: both ends through the gate."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.access import gate
from archive.access.audiences import Viewer
from archive.access.sight import Sight, sights_of
from archive.catalogue.models import Corroboration, Record, Relation

_BACKWARDS: dict[str, str | Promise] = {
    Relation.CONFIRMS: _("Is confirmed by"),
    Relation.CONTRADICTS: _("Is contradicted by"),
    Relation.ADDS: _("Is added to by"),
}
_FORWARDS: dict[str, str | Promise] = {
    Relation.CONFIRMS: _("Confirms"),
    Relation.CONTRADICTS: _("Contradicts"),
    Relation.ADDS: _("Adds to"),
}


@dataclass(frozen=True)
class Place:
    """Where in a record: a page, a stretch of milliseconds, or the whole."""

    page: int | None = None
    from_ms: int | None = None
    to_ms: int | None = None


@dataclass(frozen=True)
class Related:
    """One relation seen from a record: what stands between it and a place in another.

    It is its own where the record is the testimony, not what it was held against.
    """

    key: int
    relation: str
    words: str | Promise
    here: Place
    other: Record
    there: Place
    note: str
    author: str
    is_own: bool


def related_to(viewer: Viewer, record: Record, sight: Sight) -> list[Related]:
    """Return the relations of `record`, either way, in constant queries.

    Only those both of whose places the viewer may have: that something contradicts a sealed
    stretch says what is said in it.
    """
    rows = list(
        Corroboration.objects.filter(
            Q(record=record, other__in=gate.visible_records(viewer))
            | Q(other=record, record__in=gate.visible_records(viewer))
        ).select_related("record", "other", "made_by")[:500]
    )
    sights = sights_of(viewer, list({far.pk: far for row in rows for far in _ends(row)}.values()))
    sights[record.pk] = sight
    return [_seen(row, record, sights) for row in rows if _is_open(row, sights)]


def _ends(row: Corroboration) -> tuple[Record, Record]:
    return row.record, row.other


def _is_open(row: Corroboration, sights: dict[int, Sight]) -> bool:
    own, other = sights[row.record_id], sights[row.other_id]
    here = Place(None, row.from_ms, row.to_ms)
    return shows_place(own, here) and shows_place(other, _there(row))


def shows_place(sight: Sight, place: Place) -> bool:
    """Tell whether the viewer may have what stands at `place`; of the whole, always."""
    if place.page is not None:
        return sight.shows_page(place.page)
    if place.from_ms is not None and place.to_ms is not None:
        heard = sight.audio or sight.transcript
        return heard and sight.shows_stretch(place.from_ms, place.to_ms)
    return True


def _there(row: Corroboration) -> Place:
    return Place(row.other_page, row.other_from_ms, row.other_to_ms)


def _seen(row: Corroboration, record: Record, sights: dict[int, Sight]) -> Related:
    own, far = sights[row.record_id], sights[row.other_id]
    here, there = Place(None, row.from_ms, row.to_ms), _there(row)
    forwards = row.other_id == record.pk and row.record_id != record.pk
    staff = sights[record.pk].masters
    return Related(
        key=row.pk,
        relation=row.relation,
        words=(_FORWARDS if forwards else _BACKWARDS)[row.relation],
        here=there if forwards else here,
        other=row.record if forwards else row.other,
        there=here if forwards else there,
        note=far.veiled(own.veiled(row.note)),
        author=str(row.made_by) if staff and row.made_by else "",
        is_own=not forwards,
    )
