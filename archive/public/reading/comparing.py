"""Two pages side by side: of one record, or of two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from archive.access import gate
from archive.access.audiences import Viewer
from archive.access.sight import sight_of
from archive.catalogue.models import Page, Record
from archive.public.reading.flowing import flowing
from archive.public.reading.viewer import Picture, marked, picture_of
from archive.search.highlight import Pattern
from archive.search.marking import mark_boxes, mark_text, patterns_of
from archive.values.numbers import whole_number

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Side:
    """One of the two pages, as far as the viewer may see it."""

    record: Record
    page: Page
    picture: Picture | None
    text: SafeString
    boxes: list[Box]
    last: int

    @property
    def url(self) -> str:
        return reverse("public:page", args=[self.record.code, self.page.number])


def two_pages(request: HttpRequest, code: str, number: int) -> dict[str, Any]:
    """Return page `number` and the one asked for with `?with=` and `?n=`: else the page after it.

    The second page being closed or missing is said and leaves the first to be read. Raises
    `Http404` for the first.
    """
    query = request.GET.get("q", "")[:1000]
    patterns = patterns_of(request.user, query) if query.strip() else []
    left = _side(request.user, code, number, patterns)
    other_code = request.GET.get("with", "").strip()[:200] or code
    other = whole_number(request.GET.get("n", ""), min(number + 1, left.last))
    try:
        right = _side(request.user, other_code, other, patterns)
    except (Http404, gate.Withdrawn, gate.Moved):
        right = None
    return {
        "sides": [side for side in (left, right) if side],
        "left": left,
        "right": right,
        "query": query,
        "other_code": other_code,
        "other_number": other,
    }


def _side(viewer: Viewer, code: str, number: int, patterns: list[Pattern]) -> Side:
    record = gate.record_or_404(viewer, code)
    sight = sight_of(viewer, record)
    page = record.pages.filter(number=number).first() if sight.shows_page(number) else None
    if page is None:
        raise Http404
    last = record.pages.exclude(number__in=sight.sealed_pages).order_by("-number")
    return Side(
        record=record,
        page=page,
        picture=picture_of(record, page),
        text=marked(mark_text(flowing(sight.veiled(page.text)), patterns)),
        boxes=mark_boxes(page.words, patterns) if sight.shows_text(page.text) else [],
        last=last.values_list("number", flat=True).first() or number,
    )
