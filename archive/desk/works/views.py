"""The desk's works: list, page, and the acts on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.desk.works.forms import (
    AdvanceForm,
    CiteForm,
    CodeForm,
    CompilerForm,
    FileForm,
    LegacyForm,
    RegisterForm,
    TakeBackForm,
    WorkForm,
)
from archive.journal.models import Entry
from archive.ui.paging import page_of
from archive.vetting import policy as vetting
from archive.works import actions, ladder, manuscripts
from archive.works.models import Work, WorkKind, WorkStage

WRITERS = (Role.ARCHIVIST, Role.OFFICE_HEAD)


@require_safe
@staff_only()
def works(request: SignedInRequest) -> HttpResponse:
    rows = gate.workable_works(request.user).select_related("unit", "owner")
    asked = {name: request.GET.get(name, "") for name in ("stage", "kind")}
    for name, values in (("stage", WorkStage.values), ("kind", WorkKind.values)):
        if asked[name] in values:
            rows = rows.filter(**{name: asked[name]})
    context = {
        "page": page_of(request, rows, per_page=50),
        "stages": WorkStage.choices,
        "kinds": WorkKind.choices,
        "may_register": _may_write(request),
        **asked,
    }
    return render(request, "desk/works/list.html", context)


@staff_only(*WRITERS)
def register(request: SignedInRequest) -> HttpResponse:
    office = request.user.office
    if office is None:
        raise PermissionDenied
    form = RegisterForm(_sent(request))
    if form.is_valid():
        with refusals_on(form):
            made = actions.enter_work(
                actor=request.user, owner=office, at=timezone.now(), **form.description()
            )
            return redirect("desk:work", made.code)
    return _form(request, None, form, title=_("Enter a work"), button=_("Enter"))


@require_safe
@staff_only()
def work(request: SignedInRequest, code: str) -> HttpResponse:
    found = get_object_or_404(
        gate.workable_works(request.user).select_related("unit", "owner", "superseded_by"),
        code=code,
    )
    context = {
        "work": found,
        "may_write": _may_write(request),
        "may_show": request.user.has_role(Role.OFFICE_HEAD),
        "may_submit": vetting.may_request(request.user, found)
        and found.stage in ladder.MAY_BE_SUBMITTED,
        "rungs": ladder.rungs_from(WorkStage(found.stage)),
        "may_be_legacy": found.stage in ladder.BEFORE_VETTING,
        "basis": ladder.BASIS[WorkStage(found.stage)],
        "citations": gate.sources_of(request.user, found)[:200],
        "rounds": found.vetting_rounds.select_related("procedure", "body", "conclusion"),
        "entries": Entry.objects.about(found).select_related("actor").order_by("-id")[:10],
    }
    return render(request, "desk/works/work.html", context)


@staff_only(*WRITERS)
def describe(request: SignedInRequest, code: str) -> HttpResponse:
    def act(found: Work, form: Any) -> None:
        actions.describe_work(
            actor=request.user, work=found, at=timezone.now(), **form.cleaned_data
        )

    found = _work(request, code)
    # A copy: the form writes into its instance, and the act compares with what is stored.
    unit = f"{found.unit.name} — {found.unit.code}"
    form = WorkForm(_sent(request), instance=found, initial={"unit": unit})
    return _act(request, found, form, act, title=_("Describe the work"))


@staff_only(*WRITERS)
def advance(request: SignedInRequest, code: str) -> HttpResponse:
    def act(found: Work, form: Any) -> None:
        edition = form.cleaned_data.get("superseded_by")
        more = {"superseded_by": edition} if edition else {}
        actions.advance(
            actor=request.user,
            work=found,
            stage=WorkStage(form.cleaned_data["stage"]),
            paper=form.paper(),
            at=timezone.now(),
            **more,
        )

    found = _work(request, code)
    editions = gate.workable_works(request.user).exclude(pk=found.pk)
    form = AdvanceForm(_sent(request), work=found, editions=editions)
    return _act(request, found, form, act, title=_("Enter a stage"))


@staff_only(*WRITERS)
def legacy(request: SignedInRequest, code: str) -> HttpResponse:
    def act(found: Work, form: Any) -> None:
        actions.mark_legacy(actor=request.user, work=found, at=timezone.now(), **form.cleaned_data)

    found = _work(request, code)
    form = LegacyForm(_sent(request))
    return _act(request, found, form, act, title=_("Printed before the guideline"))


@staff_only(*WRITERS)
def manuscript(request: SignedInRequest, code: str) -> HttpResponse:
    def act(found: Work, form: Any) -> None:
        file = form.cleaned_data["file"]
        at = timezone.now()
        master, paragraphs = manuscripts.keep(file, name=file.name, at=at)
        actions.add_manuscript(
            actor=request.user,
            work=found,
            master=master,
            paragraphs=paragraphs,
            at=at,
            note=form.cleaned_data["note"],
        )

    found = _work(request, code)
    form = FileForm(_sent(request), request.FILES or None)
    return _act(request, found, form, act, title=_("Add a version of the manuscript"))


@require_safe
@staff_only()
def read(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    found = _work(request, code)
    manuscript = get_object_or_404(found.manuscripts.select_related("master"), version=version)
    context = {
        "work": found,
        "manuscript": manuscript,
        "page": page_of(request, manuscript.passages.all(), per_page=100),
    }
    return render(request, "desk/works/read.html", context)


@staff_only(*WRITERS)
def compiler(request: SignedInRequest, code: str) -> HttpResponse:
    def act(found: Work, form: Any) -> None:
        actions.add_compiler(actor=request.user, work=found, at=timezone.now(), **form.cleaned_data)

    found = _work(request, code)
    return _act(request, found, CompilerForm(_sent(request)), act, title=_("Add a compiler"))


@staff_only(*WRITERS)
def cite(request: SignedInRequest, code: str) -> HttpResponse:
    def act(found: Work, form: Any) -> None:
        data = form.cleaned_data
        record = gate.visible_records(request.user).filter(code=data["record"]).first()
        if record is None:
            raise actions.NotPossible(_("There is no such record, or it is not open to you."))
        seconds = data["seconds"]
        actions.cite_record(
            actor=request.user,
            work=found,
            record=record,
            page=data["page"],
            at_ms=None if seconds is None else seconds * 1000,
            place_in_work=data["place_in_work"],
            note=data["note"],
            at=timezone.now(),
        )

    found = _work(request, code)
    return _act(request, found, CiteForm(_sent(request)), act, title=_("Cite a source"))


@staff_only(Role.OFFICE_HEAD)
def show(request: SignedInRequest, code: str) -> HttpResponse:
    def act(found: Work, form: Any) -> None:
        actions.show(
            actor=request.user,
            work=found,
            is_public=not found.is_public,
            reason=form.cleaned_data.get("reason", ""),
            at=timezone.now(),
        )

    found = _work(request, code)
    if found.is_public:
        title = _("Stop showing to the public")
        return _act(request, found, TakeBackForm(_sent(request)), act, title=title)
    return _act(request, found, forms.Form(_sent(request)), act, title=_("Show to the public"))


@staff_only(*WRITERS)
def change_code(request: SignedInRequest, code: str) -> HttpResponse:
    found = _work(request, code)
    form = CodeForm(_sent(request))
    if form.is_valid():
        with refusals_on(form):
            moved = actions.change_code(
                actor=request.user,
                work=found,
                code=form.cleaned_data["code"],
                at=timezone.now(),
            )
            messages.success(request, _("The code was changed; the old address leads here."))
            return redirect("desk:work", moved.code)
    return _form(request, found, form, title=_("Change the code"), button=_("Save"))


@contextmanager
def refusals_on(form: forms.BaseForm) -> Iterator[None]:
    """Put the reason why an act was refused on the form, which is then shown again."""
    try:
        yield
    except (actions.NotPossible, manuscripts.Unacceptable) as refused:
        form.add_error(None, str(refused.reason))
    except actions.CodeTaken:
        form.add_error("code", _("Another work has this code."))
    except actions.NotInTheWork:
        form.add_error("seconds", _("Give a page or a second, not both."))


def _act(
    request: SignedInRequest,
    found: Work,
    form: forms.BaseForm,
    act: Callable[[Work, Any], None],
    *,
    title: str,
) -> HttpResponse:
    if form.is_valid():
        with refusals_on(form):
            act(found, form)
            messages.success(request, _("Done; it is in the journal."))
            return redirect("desk:work", found.code)
    return _form(request, found, form, title=title, button=_("Save"))


def _form(
    request: SignedInRequest, found: Work | None, form: forms.BaseForm, **context: Any
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    context |= {"form": form, "work": found}
    return render(request, "desk/works/form.html", context, status=status)


def _work(request: SignedInRequest, code: str) -> Work:
    return get_object_or_404(gate.workable_works(request.user).select_related("unit"), code=code)


def _may_write(request: SignedInRequest) -> bool:
    return request.user.has_role(*WRITERS)


def _sent(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None
