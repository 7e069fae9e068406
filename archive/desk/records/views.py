"""The desk's records: list, register, describe."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BoundField, ChoiceField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue import actions as catalogue
from archive.catalogue.lifting import LiftsCeiling
from archive.catalogue.models import Draft, Record, RecordKind
from archive.desk.records import suggestions
from archive.desk.records.filters import RecordFilter
from archive.desk.records.forms import (
    ChangeCodeForm,
    DescribeForm,
    RegisterForm,
)
from archive.desk.records.refusals import only_the_head
from archive.desk.records.sheet import described, sheet_of
from archive.ui.forms import written_in
from archive.ui.paging import ByNumber, page_of
from archive.ui.tongue import vietnamese
from archive.values.numbers import whole_number

PAGE_SIZE = 50


@require_safe
@staff_only()
def records(request: SignedInRequest) -> HttpResponse:
    rows = gate.workable_records(request.user).select_related("collection", "unit")
    found = RecordFilter(request.GET, queryset=rows.order_by("-changed_at", "-id"))
    page = page_of(request, ByNumber(found.qs), per_page=PAGE_SIZE)
    context = {
        "filter": found,
        "chosen": found.chosen(),
        "page": page,
        "may_register": policy.may_register(request.user),
    }
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


@require_safe
@staff_only()
def record(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code, among=described())
    return render(request, "desk/records/record.html", sheet_of(request.user, found))


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def describe(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code, among=described())
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
    draft = catalogue.keep_draft(
        author=request.user,
        record=found,
        version=whole_number(values.get("version", ""), found.version),
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


@require_safe
@staff_only()
def suggest_units(request: SignedInRequest) -> HttpResponse:
    return JsonResponse({"suggestions": suggestions.units(request.GET.get("q", ""))})


@require_safe
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
            may_lift=policy.may_lift(request.user, found.holder_id),
            **form.description(),
        )
    except LiftsCeiling as lifted:
        form.add_error("collection", only_the_head(lifted.code))
        return _form(request, found, form, status=403)
    except catalogue.StaleVersion:
        current = gate.workable_record_or_404(request.user, found.code, among=described())
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
        (field.label, _words_of(field), _words_of(kept[field.name]))
        for field in stored
        if field.name != "version" and str(field.value() or "") != str(kept[field.name].value())
    ]
    return _form(request, current, kept, conflict=differing, status=409)


def _words_of(field: BoundField) -> str:
    """Return what stands in a field: of a choice its name, else the words typed."""
    words = written_in(field.field, field.value())
    return words if isinstance(field.field, ChoiceField) else vietnamese(words)


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
