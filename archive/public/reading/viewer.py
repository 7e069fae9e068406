"""What the page viewer shows: one page, its text, the words looked for, the pages around it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from archive.access.policy import may_transcribe
from archive.access.sight import Sight
from archive.access.wholes import whole_pdf
from archive.accounts.models import User
from archive.catalogue.models import Page, Record
from archive.files.models import Derivative
from archive.files.pyramids import tiles
from archive.files.technical import conversion, printing_note
from archive.public.reading.flowing import flowing
from archive.public.reading.record import citation_of, frame_of
from archive.search.highlight import Pattern, Piece
from archive.search.marking import mark_boxes, mark_text, patterns_of
from archive.ui.addresses import media_address

Role = Derivative.Role
AROUND = 7
# What a link to another place of the record carries along.
KEPT = ("q", "marks", "transcript", "beside")


def page_of_record(request: HttpRequest, code: str, number: int) -> dict[str, Any]:
    """Return what page `number` shows. Raises `Http404` for a page the viewer may not see."""
    frame = frame_of(request, code)
    record, sight = frame["record"], frame["sight"]
    if not sight.shows_page(number):
        raise Http404
    page = record.pages.filter(number=number).select_related("master").first()
    if page is None:
        raise Http404
    query = request.GET.get("q", "")[:1000]
    patterns = sought(request)
    visible = _visible_numbers(record, sight)
    place = visible.index(number)
    return frame | {
        "page": page,
        "may_correct": isinstance(request.user, User) and may_transcribe(request.user, record),
        "query": query,
        "query_string": query_string(request),
        "picture": picture_of(record, page),
        "text_notes": [conversion(page.master), printing_note(page.master)],
        "paper": page.master.has_pdf and whole_pdf(record, sight),
        "text": marked(mark_text(flowing(sight.veiled(page.text)), patterns)),
        "has_alto": bool(page.words) and sight.shows_text(page.text),
        "boxes": mark_boxes(page.words, patterns) if sight.shows_text(page.text) else [],
        "previous": visible[place - 1] if place else None,
        "next": visible[place + 1] if place + 1 < len(visible) else None,
        "last": visible[-1],
        "strip": _strip(record, visible, place),
        "citation": citation_of(request, record, frame["people"], page=number),
    }


@dataclass(frozen=True)
class Picture:
    """Where the image of a page is, as far as it is made, and in which size."""

    whole: str
    small: str  # stands there until the tiles do
    width: int
    height: int
    zoomed: str  # the information of the tiled one, so that nobody need ask for it


def picture_of(record: Record, page: Page) -> Picture | None:
    """Return the image of a page; None of a page without one."""
    roles = (Role.PAGE_IMAGE, Role.THUMBNAIL, Role.PYRAMID)
    found = Derivative.objects.filter(master=page.master_id, frame=page.frame, role__in=roles)
    made = {each.role: each for each in found.only("role", "width", "height")}
    if Role.PAGE_IMAGE not in made:
        return None
    whole = media_address("page_image", record.code, page.number)
    small = media_address("page_thumbnail", record.code, page.number)
    pyramid = made.get(Role.PYRAMID)
    largest = pyramid or made[Role.PAGE_IMAGE]
    return Picture(
        whole=whole,
        small=small if Role.THUMBNAIL in made else whole,
        width=largest.width or 1,
        height=largest.height or 1,
        zoomed=_zoomed(record, page, pyramid) if pyramid else "",
    )


def _zoomed(record: Record, page: Page, pyramid: Derivative) -> str:
    width, height = pyramid.width or 1, pyramid.height or 1
    said = {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": reverse("iiif:base", args=[f"{record.code}:{page.number}"]),
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": width,
        "height": height,
        "tiles": tiles(width, height),
    }
    return json.dumps(said)


def sought(request: HttpRequest) -> list[Pattern]:
    """Return what to mark: the words looked for, by the marks rule they were looked for with."""
    query = request.GET.get("q", "")[:1000]
    if not query.strip():
        return []
    ignore_marks = request.GET.get("marks") == "ignore"
    return patterns_of(request.user, query, ignore_marks=ignore_marks)


def query_string(request: HttpRequest) -> str:
    """Return what a link to another place of the record carries along: the words looked for."""
    kept = {key: request.GET[key] for key in KEPT if request.GET.get(key)}
    return f"?{urlencode(kept)}" if kept else ""


def marked(pieces: list[Piece]) -> SafeString:
    """Return text in pieces as HTML, with what was found in `<mark>`."""
    # Escaped piece by piece by the standard library: a long interview has thousands of pieces, and
    # `format_html_join` takes ten times as long.
    return mark_safe(  # noqa: S308
        "".join(
            f"<mark>{escape(piece.text)}</mark>" if piece.is_found else escape(piece.text)
            for piece in pieces
        )
    )


def _visible_numbers(record: Record, sight: Sight) -> list[int]:
    numbers = Page.objects.filter(record=record).order_by("number")
    return [n for n in numbers.values_list("number", flat=True) if sight.shows_page(n)]


def _strip(record: Record, visible: list[int], place: int) -> list[tuple[int, str, str]]:
    """Return number, address and small picture of the pages around this one."""
    around = visible[max(0, place - AROUND) : place + AROUND + 1]
    pages = record.pages.filter(number__in=around).order_by("number")
    return [
        (
            page.number,
            reverse("public:page", args=[record.code, page.number]),
            media_address("page_thumbnail", record.code, page.number)
            if page.master.is_pictured
            else "",
        )
        for page in pages.select_related("master").defer("text", "words")
    ]
