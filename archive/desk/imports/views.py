"""Records by the spreadsheet: bring, read the report, import, undo; templates and exports."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.desk.imports.forms import SheetForm
from archive.ingest.sheets import actions, exporting
from archive.ingest.sheets.models import Outcome, Row, Sheet, SheetState
from archive.ingest.sheets.policy import workable_sheets
from archive.jobs.queue import later
from archive.ui.following import followed
from archive.ui.paging import page_of
from archive.values.cells import neutralised

_WHO = (Role.ARCHIVIST, Role.OFFICE_HEAD)
_JOBS = "archive.ingest.sheets.tasks"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_WORK = (SheetState.RECEIVED, SheetState.RUNNING, SheetState.UNDOING)
ROWS_PER_PAGE = 50


@staff_only(*_WHO)
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: SignedInRequest) -> HttpResponse:
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("desk:import_sheet", _receive(request, form).pk)
    page = page_of(request, workable_sheets(request.user))
    context = {"form": form, "page": page, "may_bring": policy.may_register(request.user)}
    status = 422 if form.errors else 200
    return render(request, "desk/imports/sheets.html", context, status=status)


@staff_only(*_WHO)
@require_safe
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _sheet(request, pk)
    rows = found.rows.exclude(problems=[]) if request.GET.get("show") != "all" else found.rows.all()
    context = _state(found) | {
        "page": page_of(
            request, rows.select_related("record", "collection"), per_page=ROWS_PER_PAGE
        ),
        "all_rows": request.GET.get("show") == "all",
    }
    return render(request, "desk/imports/sheet.html", context)


@staff_only(*_WHO)
@require_safe
def state(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the worker has come, asked again and again while it works."""
    found = _sheet(request, pk)
    context = _state(found)
    return followed(request, "desk/imports/state.html", context, goes_on=bool(context["at_work"]))


@staff_only(*_WHO)
@require_POST
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    return _set_going(request, pk, SheetState.RUNNING, "import_sheet")


@staff_only(*_WHO)
@require_POST
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    return _set_going(request, pk, SheetState.UNDOING, "undo_import")


@staff_only(*_WHO)
@require_POST
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _sheet(request, pk)
    try:
        actions.stop(actor=request.user, sheet=found, at=timezone.now())
    except actions.NotReady:
        raise Http404 from None
    messages.success(request, _("The worker stops after the rows at hand."))
    return redirect("desk:import_sheet", found.pk)


@staff_only(*_WHO)
@require_safe
def template(request: SignedInRequest, form: str) -> HttpResponseBase:
    return _file(form, "mau-nhap", iter(exporting.template()))


@staff_only(*_WHO)
@require_safe
def export(request: SignedInRequest, form: str) -> HttpResponseBase:
    levels = gate.workable_collections(request.user)
    return _file(form, "tu-lieu", exporting.table(gate.workable_records(request.user), levels))


@staff_only(*_WHO)
@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Every problem on a line of its own, to be worked through beside the spreadsheet."""
    found = _sheet(request, pk)
    head = [_("Row"), _("Column"), _("Value"), _("Reason"), _("Suggestion"), _("Error?")]
    rows = found.rows.exclude(problems=[]).only("number", "problems").iterator()
    lines = (line for row in rows for line in _lines(row))
    return _file("csv", f"bao-cao-{found.pk}", _prepended(head, lines))


def _receive(request: SignedInRequest, form: SheetForm) -> Sheet:
    if not policy.may_register(request.user) or request.user.office is None:
        raise PermissionDenied
    file = form.cleaned_data["file"]
    with transaction.atomic():
        found = actions.receive_sheet(
            actor=request.user,
            office=request.user.office,
            name=file.name or "",
            chunks=file.chunks(actions.PIECE),
            at=timezone.now(),
        )
        later(f"{_JOBS}.check_sheet", found.pk)
    return found


def _set_going(request: SignedInRequest, pk: int, what: SheetState, job: str) -> HttpResponse:
    found = _sheet(request, pk)
    try:
        with transaction.atomic():
            actions.set_going(sheet=found, what=what)
            later(f"{_JOBS}.{job}", found.pk, request.user.pk)
    except actions.NotReady:
        raise Http404 from None
    return redirect("desk:import_sheet", found.pk)


def _sheet(request: SignedInRequest, pk: int) -> Sheet:
    return get_object_or_404(workable_sheets(request.user), pk=pk)


def _state(found: Sheet) -> dict[str, object]:
    counts = dict(found.rows.values_list("outcome").annotate(Count("id")).order_by())
    warned = found.rows.filter(errors=0).exclude(problems=[]).count()
    return {
        "sheet": found,
        "at_work": found.state in _AT_WORK,
        "checked": sum(counts.values()),
        "done": found.row_count - counts.get(Outcome.WAITING, 0),
        "faulty": counts.get(Outcome.FAULTY, 0),
        "ready": counts.get(Outcome.WAITING, 0),
        "warned": warned,
        "outcomes": [(Outcome(value).label, counts[value]) for value in Outcome if value in counts],
        "may_run": found.state in actions.READY_FOR[SheetState.RUNNING]
        and counts.get(Outcome.WAITING, 0),
        "undone": counts.get(Outcome.UNDONE, 0),
        "to_undo": sum(
            counts.get(outcome, 0) for outcome in (Outcome.CREATED, Outcome.UPDATED, Outcome.UNDONE)
        ),
        "may_undo": found.state in actions.READY_FOR[SheetState.UNDOING],
        "may_stop": found.state in _AT_WORK,
    }


def _lines(row: Row) -> Iterator[list[str]]:
    for problem in row.shown_problems:
        cells = (problem["column"], problem["value"], problem["reason"], problem["suggestion"])
        mark = _("error") if problem["is_error"] else _("warning")
        yield [str(row.number), *map(neutralised, cells), mark]


def _prepended(head: list[str], lines: Iterator[list[str]]) -> Iterator[list[str]]:
    yield head
    yield from lines


def _file(form: str, name: str, rows: Iterator[list[str]]) -> HttpResponseBase:
    response: HttpResponseBase
    if form == "csv":
        response = StreamingHttpResponse(
            exporting.as_csv(rows), content_type="text/csv; charset=utf-8"
        )
    elif form == "xlsx":
        response = HttpResponse(exporting.as_workbook(rows), content_type=_XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
