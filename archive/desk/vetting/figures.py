"""Vetting in figures: a page to read and print, tables to work on."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive.access.locks import SignedInRequest, staff_only
from archive.ui.forms import DayField
from archive.ui.paging import page_of
from archive.values.cells import neutralised
from archive.vetting import figures


class AsOfForm(forms.Form):
    day = DayField(label=gettext_lazy("As of"), required=False)

    def as_of(self) -> dt.date:
        """Return the day asked for; today where none, or none that exists, was given."""
        given: dt.date | None = self.cleaned_data.get("day") if self.is_valid() else None
        # The last day of the calendar has no morrow to count until.
        return min(given or timezone.localdate(), dt.date(9000, 1, 1))


@require_safe
@staff_only()
def statistics(request: SignedInRequest) -> HttpResponse:
    form = AsOfForm(request.GET or None)
    day = form.as_of()
    rows = figures.figures(request.user, day)
    kinds = figures.obstacle_counts(request.user, day)
    obstacles = figures.obstacles(request.user, day)
    context = {
        "form": form,
        "day": day,
        "rows": rows,
        "concluded": sum(row.rounds for row in rows),
        "under_way": figures.under_way(request.user, day).count(),
        "kinds": kinds,
        "page": page_of(request, obstacles, per_page=50, count=sum(n for _kind, n in kinds)),
    }
    return render(request, "desk/vetting/statistics.html", context)


@require_safe
@staff_only()
def statistics_csv(request: SignedInRequest) -> HttpResponse:
    day = AsOfForm(request.GET or None).as_of()
    head = [
        _("Year"), _("Vetting body"), _("Level"), _("Verdict"), _("Rounds"),
        _("Vetting document issued"),
    ]  # fmt: skip
    rows = (
        (row.year, row.body, row.level, row.verdict, row.rounds, row.issued)
        for row in figures.figures(request.user, day)
    )
    return _table(f"tham-dinh-{day.isoformat()}", head, rows)


@require_safe
@staff_only()
def obstacles_csv(request: SignedInRequest) -> HttpResponse:
    day = AsOfForm(request.GET or None).as_of()
    head = [_("Date"), _("Round"), _("Kind"), _("What stands in the way")]
    rows = (
        (
            timezone.localtime(row.entered_at).date().isoformat(),
            row.round.code,
            row.get_kind_display(),
            row.text,
        )
        for row in figures.obstacles(request.user, day).iterator(chunk_size=500)
    )
    return _table(f"vuong-mac-{day.isoformat()}", head, rows)


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.write("\ufeff")  # so that a spreadsheet reads the marks
    writer = csv.writer(answer)
    writer.writerow(head)
    for row in rows:
        writer.writerow(neutralised(str(cell)) for cell in row)
    return answer
