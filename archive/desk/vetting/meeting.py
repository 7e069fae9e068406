"""The meeting, its ballot; then answers, the corrected version, the vetting document."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access.locks import SignedInRequest, signed_in
from archive.desk.vetting.acts import back, form_page, refusals_on, sent
from archive.desk.vetting.forms import verdict_choices
from archive.desk.vetting.work_forms import (
    AnswerForm,
    BallotForm,
    DiscloseForm,
    DocumentForm,
    MeetingForm,
    ResubmitForm,
)
from archive.ui.paging import page_of
from archive.vetting import actions, policy
from archive.vetting.disclosed import latest_disclosure
from archive.vetting.models import Comment, Round, Seat
from archive.vetting.rules import rules_of
from archive.vetting.steps import Act
from archive.works import comparison

MOST_COMPARED = 20_000


@signed_in
def meeting(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    seats = Seat.objects.current().filter(round=found).select_related("person")
    form = MeetingForm(sent(request), seats=seats)
    if form.is_valid():
        with refusals_on(form):
            actions.record_meeting(
                actor=request.user, round=found, sitting=form.sitting(), at=timezone.now()
            )
            return back(request, found)
    context = {"title": _("Enter a meeting"), "button": _("Enter")}
    return form_page(request, found, form, act=Act.HOLD_MEETING, **context)


@signed_in
def ballot(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    verdicts = verdict_choices(rules_of(found.procedure))
    form = BallotForm(sent(request), meetings=found.meetings.all(), verdicts=verdicts)
    if form.is_valid():
        with refusals_on(form):
            actions.count_ballot(
                actor=request.user,
                round=found,
                counts=form.counts(),
                at=timezone.now(),
                **{
                    name: form.cleaned_data[name]
                    for name in ("meeting", "question", "spoilt", "envelope")
                },
            )
            return back(request, found)
    context = {"title": _("Enter a secret ballot"), "button": _("Enter")}
    return form_page(request, found, form, act=Act.HOLD_MEETING, **context)


@require_safe
@signed_in
def answers(request: SignedInRequest, code: str) -> HttpResponse:
    found = _after_conclusion(request, code)
    comments = found.comments.filter(handed_in_at__isnull=False).select_related("answer")
    writes = policy.why_not(request.user, found, Act.ANSWER) is None
    rows = [
        {"comment": comment, "form": _answer_form(comment) if writes else None}
        for comment in comments
    ]
    context = {
        "round": found,
        "rows": rows,
        "unanswered": sum(not hasattr(comment, "answer") for comment in comments),
    }
    return render(request, "desk/vetting/answers.html", context)


def _answer_form(comment: Comment) -> AnswerForm:
    """Return the form for one comment of many on a page, filled with the answer there is."""
    given = getattr(comment, "answer", None)
    initial = {}
    if given is not None:
        text = given.where_changed or given.why_not
        initial = {"accepted": "yes" if given.accepted else "no", "text": text}
    return AnswerForm(initial=initial, auto_id=f"c{comment.pk}-%s")


@signed_in
def answer(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    found = _after_conclusion(request, code)
    comment = get_object_or_404(found.comments.filter(handed_in_at__isnull=False), pk=number)
    form = AnswerForm(sent(request))
    if form.is_valid():
        with refusals_on(form):
            actions.answer_comment(
                actor=request.user,
                round=found,
                comment=comment,
                accepted=form.cleaned_data["accepted"] == "yes",
                text=form.cleaned_data["text"],
                at=timezone.now(),
            )
            return redirect(f"{reverse('desk:vetting_answers', args=[found.code])}#c{comment.pk}")
    context = {"title": _("Answer a comment"), "button": _("Answer"), "comment": comment}
    return form_page(request, found, form, act=Act.ANSWER, **context)


@signed_in
def resubmit(request: SignedInRequest, code: str) -> HttpResponse:
    found = _after_conclusion(request, code)
    if found.work is None:
        raise Http404
    form = ResubmitForm(sent(request), work=found.work)
    if form.is_valid():
        with refusals_on(form):
            actions.resubmit(
                actor=request.user, round=found, at=timezone.now(), **form.cleaned_data
            )
            return back(request, found)
    context = {"title": _("Send the corrected version"), "button": _("Send in")}
    return form_page(request, found, form, act=Act.RESUBMIT, **context)


@signed_in
def document(request: SignedInRequest, code: str) -> HttpResponse:
    found = _after_conclusion(request, code)
    form = DocumentForm(sent(request))
    if form.is_valid():
        with refusals_on(form):
            actions.issue_document(
                actor=request.user,
                round=found,
                document=form.decision(),
                note=form.cleaned_data["note"],
                at=timezone.now(),
            )
            return back(request, found)
    context = {"title": _("Issue the vetting document"), "button": _("Issue")}
    return form_page(request, found, form, act=Act.ISSUE_DOCUMENT, **context)


@signed_in
def disclose(request: SignedInRequest, code: str) -> HttpResponse:
    found = _after_conclusion(request, code)
    form = DiscloseForm(sent(request), initial=_disclosed(found))
    if form.is_valid():
        with refusals_on(form):
            actions.disclose(
                actor=request.user,
                round=found,
                opinions=form.cleaned_data["opinions"],
                names=form.cleaned_data["names"],
                decision=form.decision(),
                at=timezone.now(),
            )
            return back(request, found)
    context = {"title": _("Decide what readers see of the round"), "button": _("Enter")}
    return form_page(request, found, form, act=Act.DISCLOSE, **context)


def _disclosed(found: Round) -> dict[str, bool]:
    latest = latest_disclosure(found)
    return {"opinions": latest.opinions, "names": latest.names} if latest else {}


@require_safe
@signed_in
def compare(request: SignedInRequest, code: str) -> HttpResponse:
    found = _after_conclusion(request, code)
    sent_back = found.resubmissions.select_related("manuscript__master").order_by("-id").first()
    if sent_back is None or found.manuscript is None:
        raise Http404
    before = found.manuscript.passages.values_list("text", flat=True)[:MOST_COMPARED]
    after = sent_back.manuscript.passages.values_list("text", flat=True)[:MOST_COMPARED]
    rows = comparison.compare(list(before), list(after))
    page = page_of(request, rows, per_page=100)
    context = {"round": found, "sent": sent_back, "page": page, "count": len(rows)}
    return render(request, "desk/vetting/compare.html", context)


def _after_conclusion(request: SignedInRequest, code: str) -> Round:
    found = policy.round_or_404(request.user, code)
    if found.concluded_at is None:
        raise Http404
    return found
