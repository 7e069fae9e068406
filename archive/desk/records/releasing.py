"""Opening a vetted record to readers, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.access import actions as access
from archive.access import gate
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue.models import AccessLevel, Record
from archive.desk.records.forms import ReleaseForm, WithdrawForm
from archive.desk.records.sheet import described, sheet_of


@require_POST
@staff_only(Role.OFFICE_HEAD)
def release(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code, among=described())
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
    found = gate.workable_record_or_404(request.user, code, among=described())
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


def _refused(
    request: SignedInRequest,
    found: Record,
    *,
    release_form: ReleaseForm | None = None,
    withdraw_form: WithdrawForm | None = None,
) -> HttpResponse:
    context = sheet_of(request.user, found)
    context |= {"release_form": release_form} if release_form else {}
    context |= {"withdraw_form": withdraw_form} if withdraw_form else {}
    return render(request, "desk/records/record.html", context, status=422)
