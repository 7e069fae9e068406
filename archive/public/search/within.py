"""Searching inside one record: every page and every moment of it where the words stand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.callers import at_most
from archive.access.locks import open_to_all
from archive.access.sight import sight_of
from archive.public.search.asking import Asking
from archive.public.search.hits import shown_passages
from archive.search.passages import MOST_IN_ONE_RECORD, find_in_record
from archive.search.results import RecordHit
from archive.ui.paging import page_of

PER_PAGE = 30


@open_to_all
@require_safe
@at_most("SEARCHES_PER_MINUTE")
def in_record(request: HttpRequest, code: str) -> HttpResponse:
    """List where in one record the words stand, in the order of the record."""
    record = gate.record_or_404(request.user, code)
    asking = Asking.of(request)
    found = find_in_record(
        viewer=request.user, record=record, text=asking.text, ignore_marks=asking.ignore_marks
    )
    page = page_of(request, found, per_page=PER_PAGE)
    sight = sight_of(request.user, record)
    hit = RecordHit(record=record, sight=sight, title=[], summary=[], passages=list(page))
    shown = shown_passages([hit], asking, request.user, found.patterns, cutouts_of_each=PER_PAGE)
    context = {
        "record": record,
        "title": sight.veiled(record.title),
        "asking": asking,
        "page": page,
        "passages": shown[record.pk],
        "is_cut": len(found) >= MOST_IN_ONE_RECORD,
    }
    response = render(request, "public/search/in_record.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
