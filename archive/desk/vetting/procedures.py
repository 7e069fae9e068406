"""Reading the rules, and entering new ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseFormSet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access.locks import SignedInRequest, signed_in, staff_only
from archive.accounts.models import Role
from archive.desk.vetting.acts import refusals_on, sent, status_of
from archive.desk.vetting.work_forms import (
    DEMANDS,
    CompetenceForm,
    DemandForm,
    NewProcedureForm,
    ProcedureForm,
)
from archive.vetting.actions.procedures import enter_competence, enter_procedure, new_version
from archive.vetting.models import Certainty, Competence, Procedure, ProvisionKind
from archive.vetting.rules import rules_of


@require_safe
@staff_only()
def procedures(request: SignedInRequest) -> HttpResponse:
    context = {
        "procedures": Procedure.objects.all(),
        "competences": Competence.objects.all(),
        "may_edit": request.user.has_role(Role.ADMINISTRATOR),
        "may_enter": request.user.has_role(Role.OFFICE_HEAD, Role.VETTING_HEAD),
    }
    return render(request, "desk/vetting/procedures.html", context)


@require_safe
@signed_in
def procedure(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    found = _procedure(code, version)
    context = {"rules": rules_of(found), "may_edit": request.user.has_role(Role.ADMINISTRATOR)}
    return render(request, "desk/vetting/procedure.html", context)


@staff_only(Role.ADMINISTRATOR)
def edit(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    found = _procedure(code, version)
    form = ProcedureForm(sent(request), initial=_columns(found))
    return _enter(
        request,
        found,
        form,
        lambda demands: new_version(
            actor=request.user,
            procedure=found,
            columns=form.cleaned_data,
            demands=demands,
            at=timezone.now(),
        ),
        title=_("New version of the procedure"),
    )


@staff_only(Role.ADMINISTRATOR)
def copy(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    """Enter another procedure, beginning from the demands of this one."""
    found = _procedure(code, version)
    form = NewProcedureForm(sent(request), initial=_columns(found))

    def act(demands: list[dict[str, Any]]) -> Procedure:
        given = dict(form.cleaned_data)
        return enter_procedure(
            actor=request.user,
            code=given.pop("code"),
            subject_kind=found.subject_kind,
            columns=given,
            demands=demands,
            at=timezone.now(),
        )

    return _enter(request, found, form, act, title=_("Another procedure"))


def _enter(
    request: SignedInRequest,
    found: Procedure,
    form: ProcedureForm,
    act: Callable[[list[dict[str, Any]]], Procedure],
    *,
    title: str,
) -> HttpResponse:
    posted = request.method == "POST"
    demands = DEMANDS(sent(request), initial=None if posted else _demands(found))
    is_whole = form.is_valid()
    if posted and not demands.is_valid():
        form.add_error(None, _why_not(demands))
    elif is_whole:
        given = [row.cleaned_data for row in demands if row.cleaned_data.get("label")]
        with refusals_on(form):
            made = act(given)
            return redirect("desk:vetting_procedure", made.code, made.version)
    context = {"form": form, "demands": demands, "procedure": found, "title": title}
    return render(request, "desk/vetting/procedure_edit.html", context, status=status_of(form))


def _why_not(demands: BaseFormSet[DemandForm]) -> str:
    """Say above the form what is wrong below it, where each demand is folded."""
    hidden = {name for row in demands for name in row.errors if row[name].is_hidden}
    if not demands.management_form.is_valid() or demands.non_form_errors() or hidden:
        return _("The form did not come whole; nothing was entered. Open the page anew.")
    return _("Nothing was entered: look at the demands that stand open below.")


def _columns(found: Procedure) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ProcedureForm.base_fields}


def _demands(found: Procedure) -> list[dict[str, Any]]:
    """Return the demands there are, and room for one more of each kind."""
    names = ("kind", "code", "label", "label_en", "value", "basis", "basis_en", "certainty")
    rows = [{name: getattr(p, name) for name in names} for p in rules_of(found).provisions]
    return rows + [{"kind": kind, "certainty": Certainty.OFFICE} for kind in ProvisionKind.values]


@staff_only(Role.OFFICE_HEAD, Role.VETTING_HEAD)
def competence(request: SignedInRequest) -> HttpResponse:
    newest = {p.code: p.label for p in Procedure.objects.order_by("version")}
    form = CompetenceForm(sent(request), procedures=list(newest.items()))
    if form.is_valid():
        with refusals_on(form):
            enter_competence(actor=request.user, at=timezone.now(), **form.cleaned_data)
            return redirect("desk:vetting_procedures")
    context = {"form": form, "title": _("Enter a competent body")}
    return render(request, "desk/vetting/competence.html", context, status=status_of(form))


def _procedure(code: str, version: int) -> Procedure:
    found = Procedure.objects.filter(code=code, version=version).first()
    if found is None:
        raise Http404
    return found
