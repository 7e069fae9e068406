"""The queue of witnesses and one entry of the register."""

from __future__ import annotations

import contextlib
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.collecting import actions, policy
from archive.collecting.models import Status, Witness
from archive.collecting.models.witnesses import WAITING
from archive.collecting.urgency import coverage, queue, urgencies_of
from archive.desk.witnesses.forms import AppointmentForm, WitnessForm
from archive.ui.paging import page_of
from archive.units.models import Unit

COLLECTORS = (Role.COLLECTOR, Role.OFFICE_HEAD)


@never_cache
@require_safe
@staff_only(*COLLECTORS)
def witnesses(request: SignedInRequest) -> HttpResponse:
    """Whoever may still be met, the most urgent first; or one status, or one unit's people."""
    rows = policy.visible_witnesses(request.user)
    status = request.GET.get("status", "")
    rows = (
        rows.filter(status=status) if status in Status.values else rows.filter(status__in=WAITING)
    )
    unit = request.GET.get("unit", "")
    if unit:
        rows = rows.filter(unit__code=unit)
    today = timezone.localdate()
    page = page_of(request, queue(rows, today=today))
    shown = {
        w.pk: w for w in Witness.objects.filter(pk__in=page.object_list).select_related("unit")
    }
    urgencies = urgencies_of(list(shown.values()), today=today)
    context = {
        "page": page,
        "rows": [(shown[pk], urgencies[pk]) for pk in page.object_list],
        "statuses": Status.choices,
        "status": status,
        "may_enter": policy.may_enter(request.user),
    }
    return render(request, "desk/witnesses/list.html", context)


@never_cache
@require_safe
@staff_only(*COLLECTORS)
def by_unit(request: SignedInRequest) -> HttpResponse:
    """How many still wait in each unit, and how much the catalogue has of it already."""
    waiting = policy.visible_witnesses(request.user).filter(status__in=WAITING)
    counted = dict(
        waiting.filter(unit__isnull=False)
        .order_by()
        .values_list("unit")
        .annotate(number=Count("pk"))
    )
    covered = coverage(set(counted))
    units = Unit.objects.select_related("parent").in_bulk(counted)
    rows = sorted(
        ((unit, counted[pk], covered.get(pk, 0)) for pk, unit in units.items()),
        key=lambda row: (-row[1], row[2], row[0].sort_key),
    )
    context = {"page": page_of(request, rows), "unplaced": waiting.filter(unit=None).count()}
    return render(request, "desk/witnesses/units.html", context)


@never_cache
@staff_only(*COLLECTORS)
def enter(request: SignedInRequest) -> HttpResponse:
    office = request.user.office
    if office is None or not policy.may_enter(request.user):
        raise PermissionDenied
    form = WitnessForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        entered = actions.enter_witness(
            actor=request.user,
            office=office,
            facts=form.facts(),
            private=form.private(),
            at=timezone.now(),
        )
        return redirect("desk:witness", entered.pk)
    return render(request, "desk/witnesses/witness.html", {"form": form})


@never_cache
@staff_only(*COLLECTORS)
def witness(request: SignedInRequest, number: int) -> HttpResponse:
    found = visible_or_404(request, number)
    if request.method != "POST":
        return sheet(request, found, form=WitnessForm(instance=found, user=request.user))
    while (form := _filled(request, found)).is_valid():
        with contextlib.suppress(actions.StaleVersion):
            actions.describe_witness(
                actor=request.user,
                witness=found,
                version=found.version,
                facts=form.facts(),
                private=form.private(),
                at=timezone.now(),
            )
            messages.success(request, _("Saved."))
            return redirect("desk:witness", found.pk)
        found = visible_or_404(request, number)  # somebody was faster by a moment
    return sheet(request, found, form=form)


def _filled(request: SignedInRequest, found: Witness) -> WitnessForm:
    """Return what was sent. A copy: the form writes into its instance, and the page shows it."""
    return WitnessForm(request.POST, instance=copy(found), user=request.user)


def sheet(request: SignedInRequest, found: Witness, **forms: Any) -> HttpResponse:
    """Answer with one entry: urgency, appointments, what is known."""
    context = {
        "witness": found,
        "urgency": urgencies_of([found], today=timezone.localdate())[found.pk],
        "appointments": found.appointments.select_related("interviewer", "record").order_by(
            "-starts_at"
        ),
        "form": WitnessForm(instance=found, user=request.user),
        "appointment_form": AppointmentForm(witness=found),
    }
    return render(request, "desk/witnesses/witness.html", context | forms)


def visible_or_404(request: SignedInRequest, number: int) -> Witness:
    rows = policy.visible_witnesses(request.user).select_related("unit")
    return get_object_or_404(rows, pk=number)
