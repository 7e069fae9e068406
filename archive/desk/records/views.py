"""The desk's records: list, register, describe, release, take back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive.access import actions as access
from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.access.readiness import gaps_of
from archive.accounts.models import Role
from archive.catalogue import actions as catalogue
from archive.catalogue import restoring
from archive.catalogue.models import AccessLevel, Draft, Record, RecordKind
from archive.desk.records import suggestions
from archive.desk.records.filters import RecordFilter
from archive.desk.records.forms import (
    ChangeCodeForm,
    DescribeForm,
    RegisterForm,
    ReleaseForm,
    WithdrawForm,
)
from archive.journal.models import Entry
from archive.ui.changes import earlier_state

PAGE_SIZE = 50
HISTORY_SIZE = 50


@require_GET
@staff_only()
def records(request: SignedInRequest) -> HttpResponse:
    rows = gate.workable_records(request.user).select_related("collection", "unit")
    found = RecordFilter(request.GET, queryset=rows.order_by("-changed_at", "-id"))
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "may_register": policy.may_register(request.user)}
    return render(request, "desk/records/list.html", context)


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def register(request: SignedInRequest) -> HttpResponse:
    if request.user.office is None:
        raise PermissionDenied
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record = catalogue.register_record(
                actor=request.user,
                code=form.cleaned_data["code"],
                kind=RecordKind(form.cleaned_data["kind"]),
                title=form.cleaned_data["title"],
                holder=request.user.office,
                at=timezone.now(),
            )
        except catalogue.CodeTaken:
            form.add_error("code", _("This code is taken, now or formerly, by another record."))
        else:
            return redirect("desk:record_describe", record.code)
    return render(request, "desk/records/register.html", {"form": form})


@require_GET
@staff_only()
def record(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code, among=_described())
    return render(request, "desk/records/record.html", _sheet(request, found))


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def describe(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code, among=_described())
    if request.method == "POST" and "discard" in request.POST:
        catalogue.discard_draft(author=request.user, record=found)
        return redirect("desk:record_describe", found.code)
    if request.method == "POST":
        return _describe(request, found)
    draft = Draft.objects.filter(record=found, author=request.user).first()
    form = DescribeForm(instance=found, user=request.user, initial=draft.values if draft else {})
    return _form(request, found, form, draft=draft)


@require_POST
@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def keep_draft(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code)
    names = DescribeForm.base_fields.keys() & request.POST.keys()
    values = {name: request.POST[name][:100_000] for name in names}
    version = values.get("version", "")
    draft = catalogue.keep_draft(
        author=request.user,
        record=found,
        version=int(version) if version.isdecimal() else found.version,
        values=values,
        at=timezone.now(),
    )
    return JsonResponse({"saved_at": timezone.localtime(draft.saved_at).strftime("%H:%M:%S")})


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def change_code(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code)
    form = ChangeCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = catalogue.change_code(
                actor=request.user,
                record=found,
                code=form.cleaned_data["code"],
                at=timezone.now(),
            )
        except catalogue.CodeTaken:
            form.add_error("code", _("This code is taken, now or formerly, by another record."))
        else:
            messages.success(request, _("The code was changed; the old address leads here."))
            return redirect("desk:record", found.code)
    return render(request, "desk/records/change_code.html", {"record": found, "form": form})


@require_POST
@staff_only(Role.OFFICE_HEAD)
def release(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code, among=_described())
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, release_form=form)
    try:
        access.release_record(
            actor=request.user,
            record=found,
            level=AccessLevel(form.cleaned_data["level"]),
            basis_number=form.cleaned_data["basis_number"],
            at=timezone.now(),
        )
    except access.NotVetted:
        form.add_error(None, _("Only a vetted record may be released."))
        return _refused(request, found, release_form=form)
    except access.NotAllowed:
        raise PermissionDenied from None
    messages.success(request, _("The record is open to its readers."))
    return redirect("desk:record", found.code)


@require_POST
@staff_only(Role.OFFICE_HEAD)
def withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code, among=_described())
    form = WithdrawForm(request.POST)
    if found.released_at is None:
        form.add_error(None, _("The record is not released."))
    if not form.is_valid():
        return _refused(request, found, withdraw_form=form)
    try:
        access.withdraw_record(
            actor=request.user,
            record=found,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except access.NotAllowed:
        raise PermissionDenied from None
    messages.success(request, _("The record was taken back; its address says so."))
    return redirect("desk:record", found.code)


@require_GET
@staff_only()
def history(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code)
    entries = Entry.objects.about(found).select_related("actor").order_by("-id")
    page = Paginator(entries, HISTORY_SIZE).get_page(request.GET.get("page"))
    may_describe = policy.may_describe(request.user, found)
    context = {"record": found, "page": page, "may_describe": may_describe}
    return render(request, "desk/records/history.html", context)


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def restore(request: SignedInRequest, code: str, entry: int) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code)
    act = get_object_or_404(Entry.objects.about(found), pk=entry)
    try:
        state = restoring.state_before(found, act)
    except restoring.NotRestorable:
        raise Http404 from None
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            restoring.restore_description(
                actor=request.user,
                record=found,
                entry=act,
                version=int(version) if version.isdecimal() else 0,
                at=timezone.now(),
            )
        except catalogue.StaleVersion:
            messages.error(
                request, _("Somebody changed the record meanwhile. Look again before restoring.")
            )
            return redirect("desk:record_restore", found.code, act.pk)
        messages.success(request, _("The earlier description holds again, as a new act."))
        return redirect("desk:record", found.code)
    context = {"record": found, "entry": act, "state": earlier_state(found, state)}
    return render(request, "desk/records/restore.html", context)


@require_GET
@staff_only()
def suggest_units(request: SignedInRequest) -> HttpResponse:
    return JsonResponse({"suggestions": suggestions.units(request.GET.get("q", ""))})


@require_GET
@staff_only()
def suggest_collections(request: SignedInRequest) -> HttpResponse:
    own = gate.workable_collections(request.user)
    return JsonResponse({"suggestions": suggestions.collections(request.GET.get("q", ""), own)})


def _describe(request: SignedInRequest, found: Record) -> HttpResponse:
    form = DescribeForm(request.POST, instance=found, user=request.user)
    if not form.is_valid():
        return _form(request, found, form)
    try:
        catalogue.describe_record(
            actor=request.user,
            record=found,
            version=form.cleaned_data["version"],
            at=timezone.now(),
            **form.description(),
        )
    except catalogue.StaleVersion:
        current = gate.workable_record_or_404(request.user, found.code, among=_described())
        return _conflict(request, current)
    catalogue.discard_draft(author=request.user, record=found)
    messages.success(request, _("The description was saved."))
    return redirect("desk:record", found.code)


def _conflict(request: SignedInRequest, current: Record) -> HttpResponse:
    """Show both texts. The form now stands on the current version: saving again is a choice."""
    stored = DescribeForm(instance=current, user=request.user)
    values = request.POST.copy()
    values["version"] = str(current.version)
    kept = DescribeForm(values, instance=current, user=request.user)
    differing = [
        (field.label, field.value(), kept[field.name].value())
        for field in stored
        if field.name != "version" and str(field.value() or "") != str(kept[field.name].value())
    ]
    return _form(request, current, kept, conflict=differing, status=409)


def _form(
    request: HttpRequest,
    found: Record,
    form: DescribeForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {"record": found, "form": form, **more}
    return render(request, "desk/records/describe.html", context, status=status)


def _refused(
    request: SignedInRequest,
    found: Record,
    *,
    release_form: ReleaseForm | None = None,
    withdraw_form: WithdrawForm | None = None,
) -> HttpResponse:
    context = _sheet(request, found)
    context |= {"release_form": release_form} if release_form else {}
    context |= {"withdraw_form": withdraw_form} if withdraw_form else {}
    return render(request, "desk/records/record.html", context, status=422)


def _sheet(request: SignedInRequest, found: Record) -> dict[str, object]:
    return {
        "record": found,
        "gaps": gaps_of(found),
        "pages": found.pages.count(),
        "recordings": found.recordings.count(),
        "transcripts": found.transcripts.all()[:10],
        "entries": Entry.objects.about(found).select_related("actor").order_by("-id")[:5],
        "may_describe": policy.may_describe(request.user, found),
        "may_release": policy.may_release(request.user, found),
        "release_form": ReleaseForm(),
        "withdraw_form": WithdrawForm(),
    }


def _described() -> QuerySet[Record]:
    return Record.objects.select_related("collection", "unit", "holder", "created_by")
