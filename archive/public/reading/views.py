"""One record: description, page, moment, citation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.access.locks import open_to_all
from archive.access.sharing import read_elsewhere
from archive.files.serving import disposition
from archive.public.caching import asked_anew
from archive.public.reading.comparing import two_pages
from archive.public.reading.player import moment_of_record
from archive.public.reading.record import cited_place, description_of
from archive.public.reading.transcripts import transcript_file
from archive.public.reading.viewer import page_of_record, query_string
from archive.values.numbers import whole_number


@open_to_all
@require_safe
@asked_anew
def record(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "public/record.html", description_of(request, code))


@open_to_all
@require_safe
@asked_anew
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return render(request, "public/page.html", page_of_record(request, code, number))


@open_to_all
@require_safe
@asked_anew
def compare(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the page beside another, of this record or of a second one."""
    return render(request, "public/compare.html", two_pages(request, code, number))


@open_to_all
@require_safe
def page_jump(request: HttpRequest, code: str) -> HttpResponse:
    """Go to the page whose number was typed, or to the first."""
    number = max(1, whole_number(request.GET.get("n", ""), 1))
    address = reverse("public:page", args=[code, number])
    return redirect(f"{address}{query_string(request)}")


@open_to_all
@require_safe
@asked_anew
def moment(request: HttpRequest, code: str, seconds: int) -> HttpResponse:
    return render(request, "public/moment.html", moment_of_record(request, code, seconds))


@open_to_all
@read_elsewhere
@require_safe
@asked_anew
def transcript(request: HttpRequest, code: str, format: str) -> HttpResponse:
    file = transcript_file(request, code, format)
    headers = {
        "Content-Disposition": disposition(file.name, download=True),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(file.body, content_type=file.media_type, headers=headers)


@open_to_all
@require_safe
@asked_anew
def cite_bibtex(request: HttpRequest, code: str) -> HttpResponse:
    text = cited_place(request, code).bibtex()
    return _file(text, f"{code}.bib", "application/x-bibtex")


@open_to_all
@require_safe
@asked_anew
def cite_ris(request: HttpRequest, code: str) -> HttpResponse:
    text = cited_place(request, code).ris()
    return _file(text, f"{code}.ris", "application/x-research-info-systems")


def _file(text: str, name: str, media_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8", headers=headers)
