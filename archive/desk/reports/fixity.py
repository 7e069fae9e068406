"""How whole the masters are: figures and faults, for whoever answers for the holdings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role, User
from archive.files import fixity, passes, tasks
from archive.files.models import FixityPass, Master
from archive.ingest.policy import visible_deposits
from archive.jobs.actions import UnderWay
from archive.jobs.repeating import next_run
from archive.ui.following import followed
from archive.ui.paging import page_of

# Who is told whether the files are whole.
READERS = (Role.OFFICE_HEAD, Role.ARCHIVIST)


@require_safe
@staff_only(*READERS)
def report(request: SignedInRequest) -> HttpResponse:
    """Show the state of the masters the person's office brought; an administrator sees all."""
    masters = _masters_for(request.user)
    period = dt.timedelta(days=settings.FIXITY_PERIOD_DAYS)
    sees_all = _sees_all(request.user)
    context = {
        "now": timezone.now(),
        "period": settings.FIXITY_PERIOD_DAYS,
        "summary": fixity.summary(now=timezone.now(), period=period, among=masters),
        "page": page_of(request, fixity.faulty(among=masters)),
        "walked": FixityPass.objects.exclude(unknown_count=None).first(),
    } | _readings(sees_all)
    return render(request, "desk/reports/fixity.html", context)


@require_safe
@staff_only(Role.ADMINISTRATOR)
def state(request: SignedInRequest) -> HttpResponse:
    """How far a reading has come, asked again and again while it is under way."""
    context = _readings(sees_all=True)
    goes_on = context["asked"] is not None
    return followed(request, "desk/reports/_readings.html", context, goes_on=goes_on)


@require_POST
@staff_only(Role.ADMINISTRATOR)
def begin(request: SignedInRequest) -> HttpResponse:
    """Have every master read again, from now on."""
    try:
        passes.ask_for_pass(actor=request.user, at=timezone.now())
    except UnderWay:
        messages.error(request, _("The files are being read already."))
    return redirect("desk:report_fixity")


@require_POST
@staff_only(Role.ADMINISTRATOR)
def stop(request: SignedInRequest, number: int) -> HttpResponse:
    """Stop such a reading; what was read is kept."""
    asked = get_object_or_404(FixityPass, pk=number)
    if passes.stop_pass(actor=request.user, asked=asked, at=timezone.now()):
        messages.success(request, _("Stopped. What was read is entered."))
    return redirect("desk:report_fixity")


def _readings(sees_all: bool) -> dict[str, Any]:
    """Return the last reading, the next, and the one a person asked for here if it goes on."""
    asked = FixityPass.objects.under_way().filter(asked_by__isnull=False)
    return {
        "sees_all": sees_all,
        "asked": asked.first() if sees_all else None,
        "last": FixityPass.objects.exclude(finished_at=None).first(),
        "next_at": _next_run(),
    }


def _next_run() -> dt.datetime | None:
    """Return when the daily share is read next; None where no worker has it on its list."""
    found = next_run(tasks.check_fixity)
    return max(found, timezone.now()) if found else None


def _sees_all(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)


def _masters_for(user: User) -> QuerySet[Master]:
    if _sees_all(user):
        return Master.objects.all()
    brought = visible_deposits(user).values("files__master")
    return Master.objects.filter(pk__in=brought.filter(files__master__isnull=False))
