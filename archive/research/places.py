"""Places in the holdings: a record, one page of it, or one moment; as far as a reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from archive.access import gate
from archive.access.audiences import Viewer
from archive.access.sight import Sight, sight_of, sights_of
from archive.accounts.models import User
from archive.catalogue.models import Page, Record
from archive.research.models import ListedPlace, ReadingList

_WITH_PARTS = Record.objects.select_related("collection", "holder", "unit")


@dataclass(frozen=True)
class Place:
    """A record, or with `page` or `at_ms` (milliseconds) a place in it."""

    record: Record
    page: int | None = None
    at_ms: int | None = None


@dataclass(frozen=True)
class Shown:
    """A listed place as a reader may see it now. `record` is None for what they may not.

    `gone` is the record, if it was taken back and the reader gets its tombstone.
    """

    listed: ListedPlace
    record: Record | None
    title: str = ""
    gone: Record | None = None

    @property
    def place(self) -> Place | None:
        if self.record is None:
            return None
        return Place(self.record, self.listed.page, self.listed.at_ms)


def place_or_404(viewer: Viewer, code: str, *, page: int | None, at_ms: int | None) -> Place:
    """Return a place the viewer may see. Raises `Http404`, and what `record_or_404` raises."""
    record = gate.record_or_404(viewer, code, among=_WITH_PARTS)
    if not _is_shown(sight_of(viewer, record), page, at_ms):
        raise Http404
    if page is not None and not record.pages.filter(number=page).exists():
        raise Http404
    return Place(record, page, None if page is not None else at_ms)


def shown_places(viewer: Viewer, listed: Sequence[ListedPlace]) -> list[Shown]:
    """Return the places as `viewer` may see them now, in the same order, in constant queries.

    Of what is closed, sealed or deleted nothing is said, not even which of the three.
    """
    ids = {place.record_id for place in listed if place.record_id is not None}
    records = (
        gate.visible_records(viewer)
        .select_related("collection", "holder", "unit")
        .in_bulk(sorted(ids))
    )
    sights = sights_of(viewer, list(records.values())) if records else {}
    pages = _pages_there(listed)
    gone = gate.tombstones_of(viewer, ids - records.keys())
    return [
        _shown(place, records, sights, pages)
        if place.record_id in records
        else Shown(place, None, gone=gone.get(place.record_id or 0))
        for place in listed
    ]


def shared_places(viewer: Viewer, shared: ReadingList) -> list[Shown]:
    """Return what `viewer` may see of another's list; the rest is left out and not counted."""
    shown = shown_places(viewer, list(shared.places.all()))
    return [place for place in shown if place.record or place.gone]


def lists_of(owner: User) -> list[ReadingList]:
    """Return the lists of a reader, the one changed last first."""
    return list(ReadingList.objects.filter(owner=owner))


def _shown(
    listed: ListedPlace,
    records: dict[int, Record],
    sights: dict[int, Sight],
    pages: set[tuple[int, int]],
) -> Shown:
    record = records[listed.record_id or 0]
    if not _is_shown(sights[record.pk], listed.page, listed.at_ms):
        return Shown(listed, None)
    if listed.page is not None and (record.pk, listed.page) not in pages:
        return Shown(listed, None)
    return Shown(listed, record, sights[record.pk].veiled(record.title))


def _is_shown(sight: Sight, page: int | None, at_ms: int | None) -> bool:
    if page is not None:
        return sight.shows_page(page)
    if at_ms is not None:
        return (sight.audio or sight.transcript) and sight.shows_stretch(at_ms, at_ms)
    return True


def _pages_there(listed: Sequence[ListedPlace]) -> set[tuple[int, int]]:
    wanted = {
        (place.record_id, place.page)
        for place in listed
        if place.record_id is not None and place.page is not None
    }
    rows = Page.objects.filter(
        record__in={record for record, _ in wanted}, number__in={page for _, page in wanted}
    )
    return set(rows.values_list("record_id", "number"))
