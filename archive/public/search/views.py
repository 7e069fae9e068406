"""The search screens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.access.locks import open_to_all
from archive.public.search import showing
from archive.public.search.asking import Asking
from archive.search.finding import find
from archive.search.suggestions import suggest as suggestions


@open_to_all
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asking = Asking.of(request)
    results = find(
        viewer=request.user,
        text=asking.text,
        filters=asking.filters,
        sort=asking.sort,
        page=asking.page,
        ignore_marks=asking.ignore_marks,
    )
    context = {
        "asking": asking,
        "results": results,
        "hits": showing.hits(results, asking, request.user),
        "facets": showing.facets(results, asking),
        "notes": showing.notes(results),
        "sorts": showing.sorts(asking),
        "ways_out": showing.ways_out(results, asking),
        "previous_url": showing.page_address(asking, results.page - 1),
        "next_url": showing.page_address(asking, results.page + 1),
    }
    response = render(request, "public/search/results.html", context)
    # Every combination of facets is an address: crawlers are to stay out of them.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@open_to_all
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    found = suggestions(viewer=request.user, text=Asking.of(request).text)
    return render(
        request, "public/search/suggestions.html", {"suggestions": showing.suggestions(found)}
    )


@open_to_all
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "public/search/help.html", {"examples": showing.examples()})
