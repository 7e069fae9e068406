"""The home page and the list of records."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.access.locks import open_to_all
from archive.public.browse.facets import facets_of
from archive.public.browse.histogram import OWN, histogram_of
from archive.public.browse.overview import overview
from archive.public.caching import kept_for_visitors
from archive.search.browsing.counting import Holdings
from archive.ui.cards import cards_of
from archive.ui.listed import DEFAULT_SORT, SORTS, Listed
from archive.ui.paging import page_of


@open_to_all
@require_safe
@kept_for_visitors
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", overview(request.user))


@open_to_all
@require_safe
@kept_for_visitors
def records(request: HttpRequest) -> HttpResponse:
    sort = request.GET.get("sort", DEFAULT_SORT)
    sort = sort if sort in SORTS else DEFAULT_SORT
    holdings = Holdings(request.user)
    page = page_of(request, Listed(holdings, holdings.left_by(request.GET), sort))
    facets = facets_of(request.GET, holdings, path=request.path)
    context = {
        "page": page,
        "cards": cards_of(request.user, list(page.object_list)),
        "facets": facets,
        "bars": histogram_of(request.GET, holdings, path=request.path),
        "chosen": [
            (facet.title, choice, facet.lang)
            for facet in facets
            for choice in facet.choices
            if choice.selected
        ],
        "sort": sort,
        "sorts": [(key, label) for key, (label, _column) in SORTS.items()],
        "kept": [(k, v) for k, v in request.GET.items() if k not in {"sort", "page"} and v],
        "kept_facets": [(k, v) for k, v in request.GET.items() if k not in OWN and v],
    }
    return render(request, "public/records.html", context)
