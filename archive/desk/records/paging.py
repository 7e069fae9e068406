"""The pages of a record at the desk: their order, taking one out, putting it back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue.models import Record
from archive.desk.records.refusals import OF_PAGES
from archive.files.models import Master
from archive.ingest import arranging, replacing
from archive.values.numbers import long_number, whole_number


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def pages(request: SignedInRequest, code: str) -> HttpResponse:
    found = record_with_pages(request, code)
    if request.method == "POST":
        return _arrange(request, found)
    context = {
        "record": found,
        "pages": found.pages.select_related("master").defer("text", "words").order_by("number"),
        "taken_out": arranging.taken_out(found),
        "may_replace": replacing.may_replace(found),
        "is_fixed": arranging.numbers_are_fixed(found, timezone.now()),
        "citations": found.citations.filter(page__isnull=False).count(),
    }
    return render(request, "desk/records/pages.html", context)


@require_POST
@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def take_out(request: SignedInRequest, code: str) -> HttpResponse:
    found, number = record_with_pages(request, code), _number(request.POST.get("number", ""))
    return _done(
        request,
        found,
        lambda: arranging.take_out_page(
            actor=request.user, record=found, number=number, at=timezone.now()
        ),
        _("Page %(n)d was taken out; it can be put back below.") % {"n": number},
    )


@require_POST
@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def put_back(request: SignedInRequest, code: str) -> HttpResponse:
    found = record_with_pages(request, code)
    master = get_object_or_404(Master, pk=long_number(request.POST.get("master", ""), 0))
    frame = _number(request.POST.get("frame", ""))
    return _done(
        request,
        found,
        lambda: arranging.put_back_page(
            actor=request.user, record=found, master=master, frame=frame, at=timezone.now()
        ),
        _("The page was put back, behind the others."),
    )


def _arrange(request: SignedInRequest, found: Record) -> HttpResponse:
    numbers = list(found.pages.order_by("number").values_list("number", flat=True))
    if unread := [
        number for number in numbers if _place(request, number) and not _wished(request, number)
    ]:
        said = _("Page %(n)d: write its place as a whole number, 1 for the first.")
        messages.error(request, said % {"n": unread[0]})
        return redirect("desk:record_pages", found.code)
    order = _order(request, numbers)
    return _done(
        request,
        found,
        lambda: arranging.arrange_pages(
            actor=request.user, record=found, order=order, at=timezone.now()
        ),
        _("The pages stand in the new order."),
    )


def _order(request: SignedInRequest, numbers: list[int]) -> list[int]:
    """Return the numbers in the order wished; none where the form knew of other pages."""
    if request.POST.get("count") != str(len(numbers)):
        return []
    wished = {number: _wished(request, number) for number in numbers}

    def place(number: int) -> tuple[int, bool, int]:
        # Whoever was moved to a place goes before whoever stood there.
        return wished[number] or number, wished[number] == number, number

    return sorted(numbers, key=place)


def _place(request: SignedInRequest, number: int) -> str:
    return request.POST.get(f"place-{number}", "")


def _wished(request: SignedInRequest, number: int) -> int:
    return _number(_place(request, number))


def _done(
    request: SignedInRequest, found: Record, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        act()
    except tuple(OF_PAGES) as refusal:
        messages.error(request, OF_PAGES[type(refusal)])
    else:
        messages.success(request, said)
    return redirect("desk:record_pages", found.code)


def record_with_pages(request: SignedInRequest, code: str) -> Record:
    """Return the record if the person may arrange its pages and replace them."""
    found = gate.workable_record_or_404(request.user, code)
    if not policy.may_describe(request.user, found):
        raise PermissionDenied
    return found


def _number(text: str) -> int:
    return whole_number(text, 0)
