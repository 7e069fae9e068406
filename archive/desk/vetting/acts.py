"""Acting in a round: a form, one call, and the reason when it is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from archive.access import gate
from archive.access.locks import SignedInRequest, signed_in, staff_only
from archive.accounts.models import Role
from archive.desk.vetting.forms import (
    SEATS,
    ConcludeForm,
    CouncilForm,
    NoteForm,
    OpinionForm,
    ReasonForm,
    ReplaceForm,
    SubmitForm,
)
from archive.vetting import actions, policy
from archive.vetting.models import Opinion, Round, Seat, SubjectKind
from archive.vetting.rules import rules_of
from archive.vetting.steps import Act, Refused
from archive.works.manuscripts import Unacceptable


@dataclass(frozen=True)
class PlainAct:
    """An act that needs a sentence at most."""

    title: StrPromise
    button: StrPromise
    form: type[forms.Form]
    do: Callable[..., Any]
    act: Act
    takes: str = "reason"

    def run(self, request: SignedInRequest, round_: Round, form: forms.Form) -> None:
        said = {self.takes: form.cleaned_data["reason"]} if "reason" in form.cleaned_data else {}
        self.do(actor=request.user, round=round_, at=timezone.now(), **said)


PLAIN: dict[str, PlainAct] = {
    "return": PlainAct(
        gettext_lazy("Return the dossier"),
        gettext_lazy("Return"),
        ReasonForm,
        actions.return_dossier,
        Act.RETURN_DOSSIER,
    ),
    "complete": PlainAct(
        gettext_lazy("Send the completed dossier"),
        gettext_lazy("Send in"),
        NoteForm,
        actions.complete_dossier,
        Act.COMPLETE_DOSSIER,
        takes="note",
    ),
    "begin": PlainAct(
        gettext_lazy("Open the review"),
        gettext_lazy("Open the review"),
        forms.Form,
        actions.begin_review,
        Act.BEGIN_REVIEW,
    ),
    "suspend": PlainAct(
        gettext_lazy("Suspend the round"),
        gettext_lazy("Suspend"),
        ReasonForm,
        actions.suspend_round,
        Act.SUSPEND,
    ),
    "resume": PlainAct(
        gettext_lazy("Resume the round"),
        gettext_lazy("Resume"),
        forms.Form,
        actions.resume_round,
        Act.RESUME,
    ),
    "send-back": PlainAct(
        gettext_lazy("Return the corrected version"),
        gettext_lazy("Return"),
        ReasonForm,
        actions.send_back,
        Act.SEND_BACK,
    ),
    "withdraw": PlainAct(
        gettext_lazy("Withdraw the round"),
        gettext_lazy("Withdraw from vetting"),
        ReasonForm,
        actions.withdraw_round,
        Act.WITHDRAW,
    ),
}


@signed_in
def plain(request: SignedInRequest, code: str, word: str) -> HttpResponse:
    act = PLAIN.get(word)
    if act is None:
        raise Http404
    found = policy.round_or_404(request.user, code)
    if word == "complete" and found.work is not None:
        return redirect("desk:vetting_complete", found.code)
    form = act.form(sent(request))
    if form.is_valid():
        with refusals_on(form):
            act.run(request, found, form)
            return back(request, found)
    context = {"title": act.title, "button": act.button}
    return form_page(request, found, form, act=act.act, **context)


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def submit_record(request: SignedInRequest, code: str) -> HttpResponse:
    record = gate.workable_record_or_404(request.user, code)
    form = SubmitForm(sent(request), kind=SubjectKind.RECORD, body=record.holder)
    if form.is_valid():
        with refusals_on(form):
            opened = actions.submit_record(
                actor=request.user, record=record, request=form.request(), at=timezone.now()
            )
            return back(request, opened)
    context = {
        "form": form,
        "record": record,
        "title": _("Submit for vetting"),
        "button": _("Submit"),
    }
    return render(request, "desk/vetting/submit.html", context, status=status_of(form))


@signed_in
def council(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    form = CouncilForm(sent(request))
    seats = SEATS(sent(request))
    if form.is_valid() and seats.is_valid():
        with refusals_on(form):
            actions.form_council(
                actor=request.user,
                round=found,
                decision=form.decision(),
                sittings=seats.sittings(),  # type: ignore[attr-defined]
                review_due_on=form.cleaned_data["review_due_on"],
                at=timezone.now(),
            )
            return back(request, found)
    context = {"title": _("Form the council"), "button": _("Form the council"), "seats": seats}
    return form_page(request, found, form, act=Act.FORM_COUNCIL, **context)


@signed_in
def replace(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    current = Seat.objects.current().filter(round=found)
    form = ReplaceForm(sent(request), seats=current)
    if form.is_valid():
        with refusals_on(form):
            actions.replace_member(
                actor=request.user,
                round=found,
                seat_left=form.cleaned_data["seat_left"],
                sitting=form.sitting(),
                decision=form.decision(),
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
            return back(request, found)
    context = {"title": _("Replace a member"), "button": _("Replace")}
    return form_page(request, found, form, act=Act.REPLACE_MEMBER, **context)


@signed_in
def opinion(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    seat = policy.seat_of(request.user, found)
    if seat is None:
        raise Http404
    written: Opinion | None = getattr(seat, "opinion", None)
    form = OpinionForm(sent(request), rules=rules_of(found.procedure), initial=_written(written))
    if form.is_valid():
        with refusals_on(form):
            _keep(request, found, form)
            return back(request, found)
    context = {"title": _("Write the opinion"), "opinion": written}
    return form_page(request, found, form, act=Act.WRITE_OPINION, **context)


@signed_in
def conclude(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    rules = rules_of(found.procedure)
    form = ConcludeForm(sent(request), rules=rules, kind=found.subject_kind)
    if form.is_valid():
        with refusals_on(form):
            actions.conclude(
                actor=request.user, round=found, finding=form.finding(), at=timezone.now()
            )
            return back(request, found)
    context = {"title": _("Conclude the round"), "button": _("Conclude")}
    return form_page(request, found, form, act=Act.CONCLUDE, **context)


def sent(request: SignedInRequest) -> QueryDict | None:
    """Return what was posted, be it empty; None when nothing was."""
    return request.POST if request.method == "POST" else None


@contextmanager
def refusals_on(form: forms.BaseForm) -> Iterator[None]:
    """Put the reason why an act was refused on the form, which is then shown again."""
    try:
        yield
    except Refused as refused:
        form.add_error(None, str(refused.reason))
    except Unacceptable:
        pass  # the field it is about says so


def _keep(request: SignedInRequest, found: Round, form: OpinionForm) -> None:
    at: dt.datetime = timezone.now()
    if "hand_in" in request.POST:
        late = form.cleaned_data["late_reason"]
        actions.hand_in_opinion(
            actor=request.user, round=found, at=at, late_reason=late, **form.values()
        )
    else:
        actions.save_opinion(actor=request.user, round=found, at=at, **form.values())


def _written(opinion: Opinion | None) -> dict[str, Any]:
    if opinion is None:
        return {}
    points = {f"point_{code}": text for code, text in opinion.points.items()}
    return {"text": opinion.text, "verdict": opinion.verdict} | points


def form_page(
    request: SignedInRequest, found: Round, form: forms.BaseForm, *, act: Act, **context: Any
) -> HttpResponse:
    """Show a form, or say why there is none: nobody fills in what will be refused."""
    reason = policy.why_not(request.user, found, act)
    if reason is not None and request.method != "POST":
        context = {"round": found, "reason": reason, "title": context["title"]}
        return render(request, "desk/vetting/refused.html", context, status=409)
    template = "desk/vetting/opinion.html" if "opinion" in context else "desk/vetting/act.html"
    context |= {"form": form, "round": found, "rules": rules_of(found.procedure)}
    return render(request, template, context, status=status_of(form))


def status_of(form: forms.BaseForm | None) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200


def back(request: SignedInRequest, found: Round) -> HttpResponse:
    messages.success(request, _("Done; it is in the journal."))
    return redirect("desk:vetting_round", found.code)
