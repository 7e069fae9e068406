"""Reading the rules, and entering new ones."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from archive.access.locks import SignedInRequest, signed_in, staff_only
from archive.accounts.models import Role
from archive.desk.vetting.acts import attempt, sent, status_of
from archive.desk.vetting.work_forms import DEMANDS, CompetenceForm, ProcedureForm
from archive.vetting.actions.procedures import enter_competence, new_version
from archive.vetting.models import Competence, Procedure
from archive.vetting.rules import rules_of


@require_GET
@staff_only()
def procedures(request: SignedInRequest) -> HttpResponse:
    context = {
        "procedures": Procedure.objects.all(),
        "competences": Competence.objects.all(),
        "may_edit": request.user.has_role(Role.ADMINISTRATOR),
        "may_enter": request.user.has_role(Role.OFFICE_HEAD, Role.VETTING_HEAD),
    }
    return render(request, "desk/vetting/procedures.html", context)


@require_GET
@signed_in
def procedure(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    found = _procedure(code, version)
    context = {"rules": rules_of(found), "may_edit": request.user.has_role(Role.ADMINISTRATOR)}
    return render(request, "desk/vetting/procedure.html", context)


@staff_only(Role.ADMINISTRATOR)
def edit(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    found = _procedure(code, version)
    rows = [
        {name: getattr(p, name) for name in (
            "kind", "code", "label", "label_en", "value", "basis", "basis_en", "certainty"
        )}
        for p in rules_of(found).provisions
    ]  # fmt: skip
    blank = [{"kind": kind} for kind in ("paper", "criterion", "rule")]
    initial = {name: getattr(found, name) for name in ProcedureForm.base_fields}
    form = ProcedureForm(sent(request), initial=initial)
    demands = DEMANDS(sent(request), initial=None if request.method == "POST" else rows + blank)
    if form.is_valid() and demands.is_valid():
        given = [row.cleaned_data for row in demands if row.cleaned_data.get("label")]
        made: list[Procedure] = []
        if attempt(
            form,
            lambda: made.append(
                new_version(
                    actor=request.user,
                    procedure=found,
                    columns=form.cleaned_data,
                    demands=given,
                    at=timezone.now(),
                )
            ),
        ):
            return redirect("desk:vetting_procedure", made[0].code, made[0].version)
    context = {"form": form, "demands": demands, "procedure": found}
    return render(request, "desk/vetting/procedure_edit.html", context, status=status_of(form))


@staff_only(Role.OFFICE_HEAD, Role.VETTING_HEAD)
def competence(request: SignedInRequest) -> HttpResponse:
    newest = {p.code: p.label for p in Procedure.objects.order_by("version")}
    form = CompetenceForm(sent(request), procedures=list(newest.items()))
    if form.is_valid() and attempt(
        form,
        lambda: enter_competence(actor=request.user, at=timezone.now(), **form.cleaned_data),
    ):
        return redirect("desk:vetting_procedures")
    context = {"form": form, "title": _("Enter a competent body")}
    return render(request, "desk/vetting/competence.html", context, status=status_of(form))


def _procedure(code: str, version: int) -> Procedure:
    found = Procedure.objects.filter(code=code, version=version).first()
    if found is None:
        raise Http404
    return found
