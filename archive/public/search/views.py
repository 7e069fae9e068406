"""The search screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.access.audiences import Viewer
from archive.access.callers import at_most
from archive.access.locks import SignedInRequest, open_to_all, signed_in
from archive.public.caching import kept_by_visitors
from archive.public.search import showing, spreadsheet
from archive.public.search.asking import Asking
from archive.public.search.hits import shown_hits
from archive.search.finding import each_hit, find
from archive.search.results import Results
from archive.search.suggestions import related
from archive.search.suggestions import suggest as suggestions

MOST_EXPORTED = 500


@open_to_all
@require_safe
@at_most("SEARCHES_PER_MINUTE")
def search(request: HttpRequest) -> HttpResponse:
    asking = Asking.of(request)
    results = _find(asking, request.user)
    context = {
        "asking": asking,
        "results": results,
        "hits": shown_hits(results, asking, request.user),
        "facets": showing.facets(results, asking),
        "notes": showing.notes(results),
        "sorts": showing.sorts(asking),
        "ways_out": showing.ways_out(results, asking),
        "related": [] if results.count else _related(asking, request.user),
        "previous_url": showing.page_address(asking, results.page - 1),
        "save_url": showing.save_address(asking),
        "csv_url": showing.csv_address(asking) if request.user.is_authenticated else "",
        "next_url": showing.page_address(asking, results.page + 1),
    }
    response = render(request, "public/search/results.html", context)
    # Every combination of facets is an address: crawlers are to stay out of them.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@open_to_all
@require_safe
@kept_by_visitors
@at_most("SUGGESTIONS_PER_MINUTE", of_scripts=True)
def suggest(request: HttpRequest) -> HttpResponse:
    found = suggestions(viewer=request.user, text=Asking.of(request).text)
    return render(
        request, "public/search/suggestions.html", {"suggestions": showing.suggestions(found)}
    )


@open_to_all
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "public/search/help.html", {"examples": showing.examples()})


@signed_in
def results_csv(request: SignedInRequest) -> HttpResponseBase:
    """Give the first five hundred records of a search, with their passages, as CSV."""
    asking = Asking.of(request)
    hits = each_hit(
        viewer=request.user,
        text=asking.text,
        filters=asking.filters,
        sort=asking.sort,
        ignore_marks=asking.ignore_marks,
        most=MOST_EXPORTED,
    )
    address = request.build_absolute_uri("/").rstrip("/")
    return StreamingHttpResponse(
        spreadsheet.lines(hits, address),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="nhan-chung.csv"'},
    )


def _related(asking: Asking, viewer: Viewer) -> list[dict[str, Any]]:
    return showing.suggestions(related(viewer=viewer, text=asking.text))


def _find(asking: Asking, viewer: Viewer) -> Results:
    return find(
        viewer=viewer,
        text=asking.text,
        filters=asking.filters,
        sort=asking.sort,
        page=asking.page,
        ignore_marks=asking.ignore_marks,
    )
