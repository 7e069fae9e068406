"""The dossier of a round: submission of a work, papers, obstacles, files, exports."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.locks import SignedInRequest, signed_in, staff_only
from archive.accounts.models import Role
from archive.desk.vetting.acts import back, form_page, refusals_on, sent, status_of
from archive.desk.vetting.dossiers import for_insiders
from archive.desk.vetting.work_forms import CompleteForm, ObstacleForm, PaperForm, SubmitWorkForm
from archive.files.models import Master
from archive.files.serving import serve_master
from archive.vetting import actions, policy
from archive.vetting.actions.papers import checklist
from archive.vetting.dossier.report import collated_report
from archive.vetting.dossier.whole import whole_dossier
from archive.vetting.models import ObstacleKind, PaperState, Round
from archive.vetting.rules import competence_for, procedures_for, rules_of
from archive.vetting.steps import Act
from archive.works.manuscripts import WORD, Unacceptable, keep

_ENDINGS = {".pdf", ".docx", ".txt", ".jpg", ".jpeg", ".png", ".tif", ".tiff"}


@staff_only(Role.OFFICE_HEAD)
def submit_work(request: SignedInRequest, code: str) -> HttpResponse:
    work = get_object_or_404(
        gate.workable_works(request.user).select_related("unit", "owner"), code=code
    )
    form = SubmitWorkForm(sent(request), work=work)
    if form.is_valid():
        manuscript = form.cleaned_data.pop("manuscript")
        with refusals_on(form):
            opened = actions.submit_work(
                actor=request.user,
                work=work,
                manuscript=manuscript,
                request=form.request(),
                at=timezone.now(),
            )
            return back(request, opened)
    today = timezone.localdate()
    competent = [
        (p, competence_for(p, level=work.unit.level, work_kind=work.kind, on=today))
        for p in procedures_for(work, today)
    ]
    context = {"form": form, "work": work, "competent": competent}
    return render(request, "desk/vetting/submit_work.html", context, status=status_of(form))


@signed_in
def papers(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    lines = checklist(found, rules_of(found.procedure))
    choices = [(line.provision.code, line.provision.text) for line in lines]
    form = PaperForm(sent(request), request.FILES or None, papers=choices)
    if form.is_valid():
        with refusals_on(form):
            _file(request, found, form)
            return back(request, found)
    context = {"title": _("Papers of the dossier"), "button": _("Enter"), "lines": lines}
    return form_page(request, found, form, act=Act.FILE_PAPER, **context)


@signed_in
def complete_work(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    if found.work is None:
        raise Http404
    form = CompleteForm(sent(request), work=found.work)
    if form.is_valid():
        with refusals_on(form):
            actions.complete_dossier(
                actor=request.user, round=found, at=timezone.now(), **form.cleaned_data
            )
            return back(request, found)
    context = {"title": _("Send the completed dossier"), "button": _("Send in")}
    return form_page(request, found, form, act=Act.COMPLETE_DOSSIER, **context)


@signed_in
def obstacle(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    form = ObstacleForm(sent(request))
    if form.is_valid():
        with refusals_on(form):
            actions.log_obstacle(
                actor=request.user,
                round=found,
                kind=ObstacleKind(form.cleaned_data["kind"]),
                text=form.cleaned_data["text"],
                at=timezone.now(),
            )
            return back(request, found)
    context = {"title": _("Note an obstacle"), "button": _("Enter")}
    return form_page(request, found, form, act=Act.LOG_OBSTACLE, **context)


@require_safe
@signed_in
def paper_file(request: SignedInRequest, code: str, number: int) -> HttpResponseBase:
    found = policy.round_or_404(request.user, code)
    paper = get_object_or_404(
        found.papers.select_related("master"), pk=number, master__isnull=False
    )
    assert paper.master is not None
    return _saved(request, paper.master, f"{found.code}-{slugify(paper.code) or 'paper'}")


@require_safe
@signed_in
def manuscript(request: SignedInRequest, code: str) -> HttpResponseBase:
    """Return the file that is vetted, to whoever has a part in the round."""
    found = policy.round_or_404(request.user, code)
    if found.manuscript is None:
        raise Http404
    return _saved(request, found.manuscript.master, f"{found.code}-{found.manuscript.version}")


def _saved(request: SignedInRequest, master: Master, name: str) -> HttpResponseBase:
    # Always saved, never shown in place: what a stranger uploaded does not run under our name.
    ending = Path(master.original_name).suffix.lower()
    return serve_master(request, master, name=f"{name}{ending if ending in _ENDINGS else ''}")


@require_safe
@signed_in
def report(request: SignedInRequest, code: str) -> HttpResponse:
    found = for_insiders(request, code)
    answer = HttpResponse(collated_report(found), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.docx"'
    return answer


@require_safe
@signed_in
def whole(request: SignedInRequest, code: str) -> HttpResponse:
    found = for_insiders(request, code)
    answer = HttpResponse(whole_dossier(found), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-dossier.docx"'
    return answer


def _file(request: SignedInRequest, found: Round, form: PaperForm) -> None:
    data = form.cleaned_data
    at = timezone.now()
    master = None
    if data["file"]:
        try:
            master, _paragraphs = keep(data["file"], name=data["file"].name, at=at)
        except Unacceptable as refused:
            form.add_error("file", str(refused.reason))
            raise
    actions.file_paper(
        actor=request.user,
        round=found,
        code=data["code"],
        state=PaperState(data["state"]),
        number=data["number"],
        on=data["on"],
        note=data["note"],
        master=master,
        at=at,
    )
