"""Compiled histories: the list, one with the sources it cites, and the chronicle."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.cited import told_sources
from archive.access.locks import open_to_all
from archive.public.caching import asked_anew, kept_for_visitors
from archive.ui.paging import page_of
from archive.values.numbers import whole_number
from archive.works.models import WorkKind

YEAR = "date_earliest__year"


@open_to_all
@require_safe
@kept_for_visitors
def works(request: HttpRequest) -> HttpResponse:
    rows = gate.visible_works(request.user).select_related("unit").order_by("period_from", "code")
    return render(request, "public/works.html", {"page": page_of(request, rows)})


@open_to_all
@require_safe
@asked_anew
def work(request: HttpRequest, code: str) -> HttpResponse:
    found = gate.work_or_404(request.user, code)
    cited = found.citations.filter(record__in=gate.visible_records(request.user))
    page = page_of(request, cited.select_related("record").order_by("id"), per_page=50)
    sources = told_sources(request.user, list(page.object_list))
    context = {"work": found, "page": page, "sources": sources}
    return render(request, "public/work.html", context)


@open_to_all
@require_safe
@kept_for_visitors
def chronicle(request: HttpRequest) -> HttpResponse:
    """Show what happened, in the order it did, and the chronicles compiled of it."""
    told = gate.visible_events(request.user).filter(date_earliest__isnull=False)
    decades = sorted({year - year % 10 for year in told.values_list(YEAR, flat=True).distinct()})
    asked = request.GET.get("decade", "")
    decade = whole_number(asked, None)
    if decade is not None and decade in decades:
        told = told.filter(date_earliest__year__gte=decade, date_earliest__year__lt=decade + 10)
    events = told.prefetch_related("places").order_by("date_earliest", "date_latest", "pk")
    compiled = gate.visible_works(request.user).filter(kind=WorkKind.CHRONICLE)
    context = {
        "page": page_of(request, events, per_page=50),
        "decades": decades,
        "decade": asked,
        "seen_places": set(gate.visible_places(request.user).values_list("pk", flat=True)),
        "works": compiled.order_by("period_from", "code")[:50],
    }
    return render(request, "public/chronicle.html", context)
