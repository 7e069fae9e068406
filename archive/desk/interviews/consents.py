"""Consents and seals at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access import actions, gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.access.models import Giver, Scope
from archive.accounts.models import Role
from archive.desk.interviews.forms import ConsentForm, SealForm, WithdrawalForm
from archive.desk.interviews.papers import paper_of
from archive.desk.interviews.views import sheet
from archive.files.serving import serve_master

KEEPERS = (Role.ARCHIVIST, Role.COLLECTOR, Role.OFFICE_HEAD)


@staff_only(*KEEPERS)
def give(request: SignedInRequest, code: str) -> HttpResponse:
    record = gate.workable_record_or_404(request.user, code)
    form = ConsentForm(request.POST or None, request.FILES or None, record=record)
    if not policy.may_keep_consents(request.user, record):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid() and (kept := paper_of(form)).ok:
        given = form.cleaned_data
        names = ("witness", "given_on", "giver_name", "pseudonym", "conditions")
        actions.record_consent(
            actor=request.user,
            record=record,
            terms=form.terms(),
            giver=Giver(given["giver"]),
            form=kept.master,
            form_version=given["form_version"],
            language_read=given["language_read"],
            at=timezone.now(),
            **{name: given[name] for name in names},
        )
        messages.success(request, _("The consent is in force as far as its dates say."))
        return redirect("desk:interview", record.code)
    return render(request, "desk/interviews/consent.html", {"record": record, "form": form})


@staff_only(*KEEPERS)
def withdraw(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    record = gate.workable_record_or_404(request.user, code)
    consent = get_object_or_404(record.consents, pk=number)
    form = WithdrawalForm(request.POST or None, consent=consent)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_consent(
                actor=request.user,
                consent=consent,
                scopes=[Scope(scope) for scope in form.cleaned_data["scopes"]],
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except actions.NotAllowed:
            raise PermissionDenied from None
        messages.success(request, _("Taken back. From this moment readers no longer have it."))
        return redirect("desk:interview", record.code)
    context = {"record": record, "consent": consent, "form": form}
    return render(request, "desk/interviews/withdraw.html", context)


@require_safe
@staff_only(*KEEPERS)
def paper(request: SignedInRequest, code: str, number: int) -> HttpResponseBase:
    record = gate.workable_record_or_404(request.user, code)
    consent = get_object_or_404(record.consents.exclude(form=None), pk=number)
    assert consent.form is not None
    return serve_master(request, consent.form)


@require_POST
@staff_only(*KEEPERS)
def seal(request: SignedInRequest, code: str) -> HttpResponse:
    record = gate.workable_record_or_404(request.user, code)
    form = SealForm(request.POST)
    if not form.is_valid():
        return sheet(request, record, seal_form=form)
    try:
        actions.seal_stretch(
            actor=request.user, record=record, at=timezone.now(), **form.cleaned_data
        )
    except actions.NotAllowed:
        raise PermissionDenied from None
    messages.success(
        request, _("Sealed. Readers hear nothing until the copy without this stretch is made.")
    )
    return redirect("desk:interview", record.code)


@require_POST
@staff_only(Role.OFFICE_HEAD)
def lift(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    record = gate.workable_record_or_404(request.user, code)
    found = get_object_or_404(record.seals.filter(lifted_at=None), pk=number)
    try:
        actions.lift_seal(actor=request.user, seal=found, at=timezone.now())
    except actions.NotAllowed:
        raise PermissionDenied from None
    messages.success(request, _("The seal was lifted."))
    return redirect("desk:interview", record.code)
