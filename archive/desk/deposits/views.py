"""Deposits on the desk. The question about secrecy comes first; files only after it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.access.audiences import offices_of
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue.actions import CodeTaken
from archive.catalogue.models import RecordKind
from archive.desk.deposits.forms import RecordForm, SecrecyForm
from archive.desk.failures import failures_of, try_again
from archive.files.models import Derivative, Unmade
from archive.files.serving import serve_derivative
from archive.files.technical import facts, shortcomings
from archive.ingest import actions, processing, records
from archive.ingest.duplicates import alike_to, held_in
from archive.ingest.models import Deposit, DepositedFile, FileState, Secrecy
from archive.ingest.policy import visible_deposits
from archive.ingest.reasons import Refusal
from archive.ingest.uploading import unfinished_uploads
from archive.ingest.watching import waiting_folders
from archive.ui.paging import page_of
from archive.units.models import Unit

NAMES_SHOWN = 3

_WHO = (Role.ARCHIVIST, Role.OFFICE_HEAD, Role.COLLECTOR)


@staff_only(*_WHO)
@require_safe
def deposits(request: SignedInRequest) -> HttpResponse:
    first = DepositedFile.objects.order_by("sort_key", "id").only("deposit", "name")
    found = (
        visible_deposits(request.user)
        .select_related("office", "made_by")
        .prefetch_related(Prefetch("files", first[:NAMES_SHOWN], to_attr="first_files"))
        .annotate(
            file_count=Count("files"),
            refused_count=Count("files", filter=Q(files__state=FileState.REFUSED)),
            has_unmade=Exists(Unmade.objects.filter(master__deposited__deposit=OuterRef("pk"))),
        )
        .order_by("-made_at", "-pk")
    )
    offices = Unit.objects.offices()
    if not request.user.has_role(Role.ADMINISTRATOR):
        offices = offices.filter(pk__in=offices_of(request.user))
    context = {"page": page_of(request, found), "waiting": waiting_folders(offices)}
    return render(request, "desk/deposits/deposits.html", context)


@staff_only(*_WHO)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    form = SecrecyForm(
        request.POST or None,
        user=request.user,
        initial={"folder": request.GET.get("folder", "")},
    )
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/deposits/new.html", {"form": form})
    answers = form.cleaned_data | {"secrecy": Secrecy(form.cleaned_data["secrecy"])}
    deposit = actions.open_deposit(actor=request.user, at=timezone.now(), **answers)
    return redirect("desk:deposit", deposit.pk)


@staff_only(*_WHO)
@require_safe
def deposit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _deposit(request, pk)
    if not found.is_admitted:
        return render(request, "desk/deposits/refused.html", {"deposit": found})
    return _screen(request, found, RecordForm(deposit=found))


@staff_only(*_WHO)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take files in (POST), or show how far each has come (GET, asked again and again)."""
    found = _deposit(request, pk)
    if request.method == "POST":
        if not found.is_admitted:
            raise Http404
        sent = request.FILES.getlist("files")
        for file in sent:
            _receive(request, found, file)
        if not sent:
            messages.error(request, _("No file was chosen."))
        if not request.headers.get("X-Requested-With"):
            return redirect("desk:deposit", pk)
    return render(request, "desk/deposits/files.html", _files_context(request, found))


@staff_only(*_WHO)
@require_POST
def make_record(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _deposit(request, pk)
    form = RecordForm(request.POST, deposit=found)
    if not form.is_valid():
        return _screen(request, found, form, status=422)
    try:
        record = records.make_record(
            actor=request.user,
            deposit=found,
            files=form.cleaned_data["chosen"],
            code=form.cleaned_data["code"],
            kind=RecordKind(form.cleaned_data["kind"]),
            title=form.cleaned_data["title"],
            at=timezone.now(),
        )
    except CodeTaken:
        form.add_error("code", _("Another record has this code."))
        return _screen(request, found, form, status=422)
    messages.success(request, _("The record %(code)s was made.") % {"code": record.code})
    return redirect("desk:record", record.code)


@staff_only(*_WHO)
@require_POST
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put unfinished files on the queue again, after a mishap of the worker."""
    processing.resume(deposit=_deposit(request, pk))
    return redirect("desk:deposit", pk)


@staff_only(*_WHO)
@require_POST
def again(request: SignedInRequest, pk: int, file_pk: int) -> HttpResponse:
    """Have the worker make again what could not be made of one file."""
    file = get_object_or_404(_deposit(request, pk).files.exclude(master=None), pk=file_pk)
    assert file.master is not None
    try_again(request, file.master)
    return redirect(f"{reverse('desk:deposit', args=[pk])}#file-{file.pk}")


@staff_only(*_WHO)
@require_safe
def thumbnail(request: SignedInRequest, pk: int, file_pk: int) -> HttpResponseBase:
    file = get_object_or_404(_deposit(request, pk).files, pk=file_pk)
    found = get_object_or_404(
        Derivative, master=file.master_id, role=Derivative.Role.THUMBNAIL, frame=0
    )
    return serve_derivative(request, found)


def _deposit(request: SignedInRequest, pk: int) -> Deposit:
    return get_object_or_404(visible_deposits(request.user).select_related("office"), pk=pk)


def _receive(request: SignedInRequest, found: Deposit, file: UploadedFile[Any]) -> None:
    now, name = timezone.now(), file.name or ""
    if getattr(file, "over_limit", False):
        actions.refuse_unread(
            actor=request.user, deposit=found, name=name, reason=Refusal.TOO_LARGE, at=now
        )
        return
    actions.receive_file(actor=request.user, deposit=found, name=name, chunks=file.chunks(), at=now)


def _screen(
    request: SignedInRequest, found: Deposit, form: RecordForm, *, status: int = 200
) -> HttpResponse:
    context = _files_context(request, found) | {"form": form}
    return render(request, "desk/deposits/deposit.html", context, status=status)


def _files_context(request: SignedInRequest, found: Deposit) -> dict[str, Any]:
    """Return the rows of the list: each file with what else shows the same bytes."""
    rows: list[DepositedFile] = list(
        found.files.select_related("master", "record").order_by("sort_key", "id")
    )
    held = held_in(request.user, rows)
    alike = alike_to(request.user, found, rows)
    failures = failures_of(
        Unmade.objects.filter(master__in=found.files.values("master")).order_by("pk")
    )
    at_work = any(file.finished_at is None for file in rows)
    return {
        "deposit": found,
        "limit": settings.MAX_UPLOAD_BYTES,
        "unfinished": unfinished_uploads(found),
        "rows": [
            (
                file,
                held.get(file.pk),
                alike.get(file.pk),
                _technical(file),
                failures.get(file.master_id or 0),
            )
            for file in rows
        ],
        "accepted": sum(file.state == FileState.ACCEPTED for file in rows),
        "refused": sum(file.state == FileState.REFUSED for file in rows),
        "free": sum(file.is_free for file in rows),
        "at_work": at_work,
        "goes_on": at_work or any(each.is_being_tried for each in failures.values()),
        "done": sum(file.finished_at is not None for file in rows),
        "pictured": _pictured(found),
    }


def _pictured(found: Deposit) -> set[int]:
    """Return the masters of the deposit there is a small picture of."""
    made = Derivative.objects.filter(
        master__in=found.files.values("master"), role=Derivative.Role.THUMBNAIL, frame=0
    )
    return set(made.values_list("master", flat=True))


def _technical(file: DepositedFile) -> dict[str, Any]:
    master = file.master
    return {"facts": facts(master), "short": shortcomings(master)} if master else {}
