"""Asking the holding office for what is closed in a record, and reading its answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access import actions as access
from archive.access import gate
from archive.access.asking import waiting_request
from archive.access.locks import SignedInRequest, signed_in
from archive.access.models import AccessRequest
from archive.access.sight import sights_of
from archive.public.my.forms import AskForm
from archive.ui.paging import page_of


@signed_in
def ask(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for access to a record whose description the reader sees."""
    record = gate.record_or_404(request.user, code)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access.ask_access(
                actor=request.user,
                record=record,
                purpose=form.cleaned_data["purpose"],
                at=timezone.now(),
            )
        except access.NothingClosed:
            form.add_error(None, _("Everything that can be opened to you here is open already."))
        except access.AlreadyAsked:
            form.add_error(None, _("Your request for this record waits for its answer."))
        except access.TooManyWaiting:
            form.add_error(None, _("Too many of your requests wait; take one back first."))
        else:
            messages.success(request, _("The office has your request. The answer appears here."))
            return redirect("public:requests")
    waiting = waiting_request(request.user, record)
    context = {"record": record, "form": form, "waiting": waiting}
    return render(request, "public/my/ask.html", context)


@require_safe
@signed_in
def own_requests(request: SignedInRequest) -> HttpResponse:
    page = page_of(
        request, AccessRequest.objects.filter(reader=request.user).select_related("grant")
    )
    seen = gate.visible_records(request.user).in_bulk([each.record_id for each in page])
    sights = sights_of(request.user, list(seen.values())) if seen else {}
    titles = {pk: sights[pk].veiled(record.title) for pk, record in seen.items()}
    # Of a record closed since nothing is said but what became of the request.
    rows = [(each, seen.get(each.record_id), titles.get(each.record_id, "")) for each in page]
    return render(request, "public/my/requests.html", {"page": page, "rows": rows})


@require_POST
@signed_in
def take_back(request: SignedInRequest, number: int) -> HttpResponse:
    asked = get_object_or_404(AccessRequest, reader=request.user, pk=number)
    try:
        access.take_back_request(actor=request.user, request=asked, at=timezone.now())
        messages.success(request, _("The request was taken back."))
    except access.AlreadyAnswered:
        messages.info(request, _("The request had been answered before."))
    except access.NotAllowed:
        raise PermissionDenied from None
    return redirect("public:requests")
