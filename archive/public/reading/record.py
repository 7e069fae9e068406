"""What the page of one record shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from archive.access import gate
from archive.access.asking import held_of, is_something_closed
from archive.access.audiences import Viewer
from archive.access.cited import told_source
from archive.access.corroboration import related_to
from archive.access.notes import access_notes
from archive.access.sight import Sight, sight_of
from archive.access.speech import told_versions
from archive.access.wholes import whole_pdf
from archive.catalogue.models import Appearance, AppearanceRole, BodyRole, Involvement, Record
from archive.public.reading.citations import Citation
from archive.public.reading.fields import areas_of
from archive.public.reading.head import head_of
from archive.ui.addresses import media_address
from archive.values.numbers import whole_number
from archive.works.models import Citation as CitedPlace

FIRST_PAGES = 12
MOST_CITING = 50
WITH_PARTS = Record.objects.select_related("collection", "holder", "unit")


def frame_of(request: HttpRequest, code: str) -> dict[str, Any]:
    """Fetch a record through the gate, with what its three pages have in common."""
    record = gate.record_or_404(request.user, code, among=WITH_PARTS)
    sight = sight_of(request.user, record)
    people = named_people(request.user, record)
    held = held_of(record)
    return {
        "record": record,
        "sight": sight,
        "held": held,
        "people": people,
        "related": related_to(request.user, record, sight),
        "page_count": held.pages,
        "part_count": held.parts,
        "film_count": held.films,
        "notes": access_notes(record, sight, held),
        "may_ask": is_something_closed(sight, held),
        "citation": citation_of(request, record, people),
        "manifest": reverse("iiif:manifest", args=[record.code])
        if (held.pages and sight.pages) or (held.parts and sight.audio)
        else "",
    }


def cited_place(request: HttpRequest, code: str) -> Citation:
    """Return the citation of the record, or of the page (`?p=`) or second (`?t=`) asked for.

    Raises `Http404` for a place the viewer would not find either.
    """
    record = gate.record_or_404(request.user, code, among=WITH_PARTS)
    page, second, to = (whole_number(request.GET.get(name, ""), None) for name in ("p", "t", "to"))
    if not _is_there(record, sight_of(request.user, record), page, second):
        raise Http404
    return citation_of(
        request,
        record,
        named_people(request.user, record),
        page=page,
        at_ms=None if second is None else second * 1000,
        to_ms=None if second is None or to is None else to * 1000,
    )


def _is_there(record: Record, sight: Sight, page: int | None, second: int | None) -> bool:
    if page is not None:
        return sight.shows_page(page) and record.pages.filter(number=page).exists()
    return second is None or record.recordings.exists() or bool(told_versions(record, sight))


def description_of(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return what the description page shows."""
    frame = frame_of(request, code)
    record, sight = frame["record"], frame["sight"]
    shown = frame | {
        "areas": areas_of(record, sight),
        "bodies": _named_bodies(record),
        "places": record.places.all(),
        "subjects": record.subjects.all(),
        "events": record.events.all(),
        "paper": whole_pdf(record, sight),
        "first_pages": _first_pages(record, sight),
        "cited_by": _citing(request.user, record, sight),
    }
    return shown | {"head": head_of(shown, frame["held"])}


def _citing(viewer: Viewer, record: Record, sight: Sight) -> list[CitedPlace]:
    """Return where open works cite the record."""
    citing = record.citations.filter(work__in=gate.visible_works(viewer)).select_related("work")
    return [told_source(each, sight) for each in citing.order_by("work__code", "id")[:MOST_CITING]]


def named_people(viewer: Viewer, record: Record) -> list[tuple[str, list[Appearance]]]:
    """Return the people of a record by role, those who tell it first."""
    found = gate.visible_appearances(viewer).filter(record=record).select_related("person")
    by_role: dict[str, list[Appearance]] = {role: [] for role in AppearanceRole.values}
    for appearance in found.order_by("person__sort_key"):
        by_role[appearance.role].append(appearance)
    return [
        (str(AppearanceRole(role).label), several) for role, several in by_role.items() if several
    ]


def _named_bodies(record: Record) -> list[tuple[str, list[Involvement]]]:
    """Return the corporate bodies of a record by role, the issuing one first."""
    by_role: dict[str, list[Involvement]] = {role: [] for role in BodyRole.values}
    for involvement in record.involvements.select_related("body").order_by("body__sort_key"):
        by_role[involvement.role].append(involvement)
    return [(str(BodyRole(role).label), several) for role, several in by_role.items() if several]


def citation_of(
    request: HttpRequest,
    record: Record,
    people: list[tuple[str, list[Appearance]]],
    *,
    page: int | None = None,
    at_ms: int | None = None,
    to_ms: int | None = None,
) -> Citation:
    """Return how to cite the record, or the page or the stretch of it that is being read."""
    address = record.get_absolute_url()
    if page is not None:
        address = reverse("public:page", args=[record.code, page])
    elif at_ms is not None:
        address = reverse("public:moment", args=[record.code, at_ms // 1000])
        address += f"?to={to_ms // 1000}" if to_ms is not None else ""
    return Citation(
        record=record,
        title=record.title,
        author=record.issuing_body or record.creator or _tellers(people),
        url=request.build_absolute_uri(address),
        read_on=timezone.localdate(),
        page=page,
        at_ms=at_ms,
        to_ms=to_ms,
    )


def _tellers(people: list[tuple[str, list[Appearance]]]) -> str:
    names = [
        appearance.person.name
        for _label, several in people
        for appearance in several
        if appearance.role in {AppearanceRole.CREATOR, AppearanceRole.WITNESS}
    ]
    return "; ".join(names)


def _first_pages(record: Record, sight: Sight) -> list[tuple[int, str, str]]:
    """Return number, label and small picture of the first pages the viewer may see."""
    if not sight.pages:
        return []
    rows = record.pages.exclude(number__in=sight.sealed_pages).order_by("number")
    return [
        (
            page.number,
            page.label or str(page.number),
            media_address("page_thumbnail", record.code, page.number)
            if page.master.is_pictured
            else "",
        )
        for page in rows.select_related("master").defer("text", "words")[:FIRST_PAGES]
    ]
