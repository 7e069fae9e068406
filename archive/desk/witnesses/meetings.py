"""Appointments and campaigns at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from archive.access.locks import SignedInRequest, staff_only
from archive.collecting import actions, policy
from archive.collecting.calendars import calendar
from archive.collecting.models import Appointment, Outcome, Status
from archive.desk.witnesses.forms import AppointmentForm, CampaignForm, OutcomeForm
from archive.desk.witnesses.views import COLLECTORS, sheet, visible_or_404
from archive.ui.paging import page_of

# With these nothing more is to be done.
SETTLED = (Status.MET, Status.DECLINED, Status.DECEASED)


@never_cache
@require_safe
@staff_only(*COLLECTORS)
def board(request: SignedInRequest) -> HttpResponse:
    pending = _visible(request).filter(outcome=Outcome.PENDING).order_by("starts_at", "pk")
    return _board(request, pending, OutcomeForm(user=request.user))


def _board(
    request: SignedInRequest, pending: QuerySet[Appointment], form: OutcomeForm, refused: int = 0
) -> HttpResponse:
    """Answer with the board; the form of the appointment `refused` says what is wrong with it."""
    context = {"page": page_of(request, pending), "outcome_form": form, "refused": refused}
    status = 400 if refused else 200
    return render(request, "desk/witnesses/appointments.html", context, status=status)


@never_cache
@require_safe
@staff_only(*COLLECTORS)
def calendar_file(request: SignedInRequest) -> HttpResponse:
    pending = _visible(request).filter(outcome=Outcome.PENDING).order_by("starts_at", "pk")[:500]
    text = calendar(pending, host=request.get_host(), now=timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="lich-hen.ics"'
    return answer


@require_POST
@staff_only(*COLLECTORS)
def appoint(request: SignedInRequest, number: int) -> HttpResponse:
    witness = visible_or_404(request, number)
    form = AppointmentForm(request.POST, witness=witness)
    if not form.is_valid():
        return sheet(request, witness, appointment_form=form)
    actions.appoint(actor=request.user, witness=witness, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The appointment was entered."))
    return redirect("desk:witness", witness.pk)


@require_POST
@staff_only(*COLLECTORS)
def close(request: SignedInRequest, number: int) -> HttpResponse:
    pending = _visible(request).filter(outcome=Outcome.PENDING).order_by("starts_at", "pk")
    appointment = get_object_or_404(pending, pk=number)
    form = OutcomeForm(request.POST, user=request.user)
    if not form.is_valid():
        return _board(request, pending, form, refused=appointment.pk)
    actions.close_appointment(
        actor=request.user,
        appointment=appointment,
        outcome=Outcome(form.cleaned_data["outcome"]),
        meet_again=form.cleaned_data["meet_again"],
        record=form.cleaned_data["record"],
        at=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return redirect("desk:appointments")


@never_cache
@staff_only(*COLLECTORS)
def campaigns(request: SignedInRequest) -> HttpResponse:
    form = CampaignForm(request.POST or None, user=request.user)
    office = request.user.office
    if request.method == "POST" and office is not None and form.is_valid():
        given = form.cleaned_data
        actions.open_campaign(
            actor=request.user,
            office=office,
            title=given["title"],
            due_on=given["due_on"],
            note=given["note"],
            witnesses=form.targets(today=timezone.localdate()),
            at=timezone.now(),
        )
        return redirect("desk:campaigns")
    done = Q(witnesses__status__in=SETTLED)
    rows = policy.visible_campaigns(request.user).annotate(
        size=Count("witnesses", distinct=True), done=Count("witnesses", filter=done, distinct=True)
    )
    return render(request, "desk/witnesses/campaigns.html", {"campaigns": rows, "form": form})


@never_cache
@require_safe
@staff_only(*COLLECTORS)
def campaign(request: SignedInRequest, number: int) -> HttpResponse:
    """Whom a campaign is to meet: those still to be met first, with how far it is with each."""
    found = get_object_or_404(policy.visible_campaigns(request.user), pk=number)
    targets = found.witnesses.select_related("unit").annotate(
        is_done=ExpressionWrapper(Q(status__in=SETTLED), output_field=BooleanField())
    )
    done = targets.filter(is_done=True).count()
    page = page_of(request, targets.order_by("is_done", "sort_key", "pk"))
    context = {"campaign": found, "page": page, "done": done, "size": page.paginator.count}
    return render(request, "desk/witnesses/campaign.html", context)


def _visible(request: SignedInRequest) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        witness__in=policy.visible_witnesses(request.user)
    ).select_related("witness", "interviewer")
