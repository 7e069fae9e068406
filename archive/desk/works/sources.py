"""The list of sources of a work, made from its citations, to print or to work on."""

from __future__ import annotations

import csv

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.locks import SignedInRequest, staff_only
from archive.reports.sources import source_lines, sources_document
from archive.values.cells import neutralised
from archive.works.manuscripts import WORD
from archive.works.models import Work


@require_safe
@staff_only()
def word(request: SignedInRequest, code: str) -> HttpResponse:
    work = _work(request, code)
    lines = source_lines(request.user, work, site=request.build_absolute_uri("/"))
    answer = HttpResponse(sources_document(work, lines), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{work.code}-sources.docx"'
    return answer


@require_safe
@staff_only()
def table(request: SignedInRequest, code: str) -> HttpResponse:
    work = _work(request, code)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{work.code}-sources.csv"'
    answer.write("\ufeff")  # so that a spreadsheet reads the marks
    writer = csv.writer(answer)
    writer.writerow(
        [_("Place in the work"), _("Code"), _("Source"), _("Place"), _("Note"), _("Address")]
    )
    for line in source_lines(request.user, work, site=request.build_absolute_uri("/")):
        writer.writerow(
            neutralised(value)
            for value in (
                line.place_in_work, line.code, line.title, line.place, line.note, line.address
            )
        )  # fmt: skip
    return answer


def _work(request: SignedInRequest, code: str) -> Work:
    return get_object_or_404(gate.workable_works(request.user).select_related("unit"), code=code)
