"""One record: description, page, moment, citation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.access.locks import open_to_all
from archive.public.caching import kept_for_visitors
from archive.public.reading.player import moment_of_record
from archive.public.reading.record import description_of, frame_of
from archive.public.reading.viewer import page_of_record


@open_to_all
@require_safe
@kept_for_visitors
def record(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "public/record.html", description_of(request, code))


@open_to_all
@require_safe
@kept_for_visitors
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return render(request, "public/page.html", page_of_record(request, code, number))


@open_to_all
@require_safe
@kept_for_visitors
def moment(request: HttpRequest, code: str, seconds: int) -> HttpResponse:
    return render(request, "public/moment.html", moment_of_record(request, code, seconds))


@open_to_all
@require_safe
@kept_for_visitors
def cite_bibtex(request: HttpRequest, code: str) -> HttpResponse:
    text = frame_of(request, code)["citation"].bibtex()
    return _file(text, f"{code}.bib", "application/x-bibtex")


@open_to_all
@require_safe
@kept_for_visitors
def cite_ris(request: HttpRequest, code: str) -> HttpResponse:
    text = frame_of(request, code)["citation"].ris()
    return _file(text, f"{code}.ris", "application/x-research-info-systems")


def _file(text: str, name: str, media_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8", headers=headers)
