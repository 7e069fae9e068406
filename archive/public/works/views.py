"""Compiled histories: the list, and one with the sources it cites."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.locks import open_to_all
from archive.public.caching import kept_for_visitors
from archive.ui.paging import page_of


@open_to_all
@require_safe
@kept_for_visitors
def works(request: HttpRequest) -> HttpResponse:
    rows = gate.visible_works(request.user).select_related("unit").order_by("period_from", "code")
    return render(request, "public/works.html", {"page": page_of(request, rows)})


@open_to_all
@require_safe
@kept_for_visitors
def work(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(
        gate.visible_works(request.user).select_related("unit", "owner"), code=code
    )
    cited = found.citations.filter(record__in=gate.visible_records(request.user))
    context = {
        "work": found,
        "page": page_of(request, cited.select_related("record").order_by("id"), per_page=50),
    }
    return render(request, "public/work.html", context)
