"""Readers' requests for what is closed: a list, and one sheet with its answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access import actions as access
from archive.access import gate
from archive.access.asking import opened_by_grant
from archive.access.locks import SignedInRequest, staff_only
from archive.access.models import AccessRequest, RequestState
from archive.accounts.models import Role, User
from archive.desk.requests.forms import AnswerForm
from archive.ui.paging import page_of


def requests_to(user: User) -> QuerySet[AccessRequest]:
    """Return the requests about records of the user's own offices."""
    own = AccessRequest.objects.filter(record__in=gate.workable_records(user))
    return own.select_related("record", "reader", "grant", "answered_by")


@require_safe
@staff_only(Role.OFFICE_HEAD)
def requests(request: SignedInRequest) -> HttpResponse:
    state = request.GET.get("state", RequestState.WAITING)
    rows = requests_to(request.user)
    if state in RequestState.values:
        rows = rows.filter(state=state)
    order = "asked_at" if state == RequestState.WAITING else "-asked_at"
    context = {
        "page": page_of(request, rows.order_by(order, "pk")),
        "states": [(value, label, value == state) for value, label in RequestState.choices],
    }
    return render(request, "desk/requests/list.html", context)


@staff_only(Role.OFFICE_HEAD)
def request_sheet(request: SignedInRequest, number: int) -> HttpResponse:
    asked = get_object_or_404(requests_to(request.user), pk=number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request.user, asked, form)
        except access.NotAllowed:
            raise PermissionDenied from None
        except access.AlreadyAnswered:
            messages.info(request, _("The request had been answered before."))
        else:
            messages.success(request, _("The reader is told."))
        return redirect("desk:requests")
    context = {
        "asked": asked,
        "form": form,
        "opens": opened_by_grant(asked.record, asked.reader),
        "earlier": requests_to(request.user).filter(reader=asked.reader).exclude(pk=asked.pk)[:10],
    }
    return render(request, "desk/requests/sheet.html", context)


def _answer(actor: User, asked: AccessRequest, form: AnswerForm) -> None:
    answer, now = form.cleaned_data["answer"], timezone.now()
    if form.cleaned_data["decision"] == "grant":
        access.grant_request(
            actor=actor, request=asked, ends_at=form.ends_at, answer=answer, at=now
        )
    else:
        access.refuse_request(actor=actor, request=asked, reason=answer, at=now)
