"""What was done to a record, and going back to how it was described before."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue import restoring
from archive.catalogue.actions import StaleVersion
from archive.catalogue.lifting import LiftsCeiling
from archive.desk.records.refusals import only_the_head
from archive.journal.models import Entry
from archive.ui.changes import differences
from archive.values.numbers import whole_number

PAGE_SIZE = 50


@require_safe
@staff_only()
def history(request: SignedInRequest, code: str) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code)
    entries = Entry.objects.about(found).select_related("actor").order_by("-id")
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    may_describe = policy.may_describe(request.user, found)
    context = {"record": found, "page": page, "may_describe": may_describe}
    return render(request, "desk/records/history.html", context)


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def restore(request: SignedInRequest, code: str, entry: int) -> HttpResponse:
    found = gate.workable_record_or_404(request.user, code)
    act = get_object_or_404(Entry.objects.about(found), pk=entry)
    try:
        state = restoring.state_before(found, act)
    except restoring.NotRestorable:
        raise Http404 from None
    if request.method == "POST":
        try:
            restoring.restore_description(
                actor=request.user,
                record=found,
                entry=act,
                version=whole_number(request.POST.get("version", ""), 0),
                at=timezone.now(),
                may_lift=policy.may_lift(request.user, found.holder_id),
            )
        except LiftsCeiling as lifted:
            messages.error(request, only_the_head(lifted.code))
            return redirect("desk:record_restore", found.code, act.pk)
        except StaleVersion:
            messages.error(
                request, _("Somebody changed the record meanwhile. Look again before restoring.")
            )
            return redirect("desk:record_restore", found.code, act.pk)
        messages.success(request, _("The earlier description holds again, as a new act."))
        return redirect("desk:record", found.code)
    changes = differences(found, restoring.state_now(found, state), state)
    context = {"record": found, "entry": act, "state": changes}
    context["lifts"] = restoring.lifts(found, state)
    context["may_lift"] = policy.may_lift(request.user, found.holder_id)
    return render(request, "desk/records/restore.html", context)
