"""The review report: on screen, and as a Word file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive.access.locks import SignedInRequest, staff_only
from archive.desk.records.fields import UnitField
from archive.desk.reports import fixity
from archive.reports.review import BASIS, review_document, review_report
from archive.ui.forms import DayField
from archive.units.models import Level, Unit
from archive.works.manuscripts import WORD


class ReviewForm(forms.Form):
    """Which territory, as of which day."""

    unit = UnitField(label=gettext_lazy("Unit"), required=False)
    day = DayField(label=gettext_lazy("As of"), required=False)

    def asked(self, request: SignedInRequest) -> tuple[Unit | None, dt.date]:
        data: dict[str, Any] = self.cleaned_data
        day = data.get("day") or timezone.localdate()
        return data.get("unit") or own_province(request), day


def own_province(request: SignedInRequest) -> Unit | None:
    """Return the territory the person's office serves; where none is known, they choose."""
    office = request.user.office
    parent = office.parent if office is not None else None
    return parent if parent is not None and parent.level == Level.PROVINCE else None


@require_safe
@staff_only()
def review(request: SignedInRequest) -> HttpResponse:
    form = ReviewForm(request.GET)
    may_read_fixity = request.user.has_role(*fixity.READERS)
    context: dict[str, Any] = {"form": form, "basis": BASIS, "may_read_fixity": may_read_fixity}
    if form.is_valid():
        unit, day = form.asked(request)
        context |= {"unit": unit, "day": day}
        if unit is not None:
            context["sections"] = review_report(request.user, unit, day)
    return render(request, "desk/reports/review.html", context)


@require_safe
@staff_only()
def review_docx(request: SignedInRequest) -> HttpResponse:
    form = ReviewForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest()
    unit, day = form.asked(request)
    if unit is None:
        return HttpResponseBadRequest()
    answer = HttpResponse(review_document(request.user, unit, day), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="bao-cao-{day.isoformat()}.docx"'
    return answer
