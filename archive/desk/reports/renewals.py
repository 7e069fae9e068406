"""What is made of the masters for showing, and having it made anew: for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.files.models import Derivative, Unmade
from archive.ingest import recipes, renewal
from archive.ingest.models import Renewal
from archive.ingest.reasons import why_unmade
from archive.jobs.actions import UnderWay
from archive.ui.following import followed
from archive.ui.paging import page_of


@require_safe
@staff_only(Role.ADMINISTRATOR)
def report(request: SignedInRequest) -> HttpResponse:
    """Show what there is of each kind, how much is of an older recipe, and the last renewal."""
    older = recipes.older()
    held = dict(Derivative.objects.values_list("role").annotate(Count("pk")).order_by())
    last = _last()
    page = page_of(request, Unmade.objects.select_related("master"))
    context = {
        "kinds": [
            {"label": role.label, "count": held[role], "older": older.get(role, 0)}
            for role in Derivative.Role
            if role in held
        ],
        "older": sum(older.values()),
        "lacking": [name for name, is_here in renewal.programs().items() if not is_here],
        "last": last,
        "page": page,
        "failures": [(each, why_unmade(each)) for each in page],
    }
    return render(request, "desk/reports/renewals.html", context)


@require_safe
@staff_only(Role.ADMINISTRATOR)
def state(request: SignedInRequest) -> HttpResponse:
    """How far it has come, asked again and again while it is under way."""
    last = _last()
    goes_on = last is not None and last.is_under_way
    return followed(request, "desk/reports/_renewal.html", {"last": last}, goes_on=goes_on)


@require_POST
@staff_only(Role.ADMINISTRATOR)
def begin(request: SignedInRequest) -> HttpResponse:
    """Have the worker go through all masters, from now on."""
    try:
        renewal.ask(actor=request.user, at=timezone.now())
    except UnderWay:
        messages.error(request, _("This is being done already."))
    return redirect("desk:report_renewals")


@require_POST
@staff_only(Role.ADMINISTRATOR)
def stop(request: SignedInRequest, number: int) -> HttpResponse:
    """Stop it; what was made stays."""
    asked = get_object_or_404(Renewal, pk=number)
    if renewal.stop(actor=request.user, asked=asked, at=timezone.now()):
        messages.success(request, _("Stopped. What was made stays."))
    return redirect("desk:report_renewals")


def _last() -> Renewal | None:
    return Renewal.objects.select_related("asked_by").first()
