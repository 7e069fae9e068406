"""How whole the masters are: figures and faults, for whoever answers for the holdings."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role, User
from archive.files import fixity
from archive.files.models import Master
from archive.ingest.policy import visible_deposits
from archive.ui.paging import page_of


@require_GET
@staff_only(Role.OFFICE_HEAD, Role.ARCHIVIST)
def report(request: SignedInRequest) -> HttpResponse:
    """Show the state of the masters the person's office brought; an administrator sees all."""
    masters = _masters_for(request.user)
    period = dt.timedelta(days=settings.FIXITY_PERIOD_DAYS)
    context = {
        "now": timezone.now(),
        "period": settings.FIXITY_PERIOD_DAYS,
        "summary": fixity.summary(now=timezone.now(), period=period, among=masters),
        "page": page_of(request, fixity.faulty(among=masters)),
        "unknown": list(fixity.unknown_files()) if _sees_all(request.user) else [],
    }
    return render(request, "desk/reports/fixity.html", context)


def _sees_all(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)


def _masters_for(user: User) -> QuerySet[Master]:
    if _sees_all(user):
        return Master.objects.all()
    brought = visible_deposits(user).values("files__master")
    return Master.objects.filter(pk__in=brought.filter(files__master__isnull=False))
