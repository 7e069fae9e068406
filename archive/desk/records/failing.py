"""What could not be made of a record's files: followed, and tried again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from archive.access import gate
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.desk.failures import try_again
from archive.desk.records.paging import record_with_pages
from archive.desk.records.sheet import masters_of, unmade_of
from archive.ui.following import followed


@require_safe
@staff_only()
def unmade(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what could not be made, asked again and again while something is tried again."""
    found = gate.workable_record_or_404(request.user, code)
    context = unmade_of(request.user, found)
    goes_on = bool(context["is_being_tried"])
    return followed(
        request, "desk/records/_unmade.html", {"record": found, **context}, goes_on=goes_on
    )


@require_POST
@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def again(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Have the worker make again what could not be made of one file of the record."""
    found = record_with_pages(request, code)
    try_again(request, get_object_or_404(masters_of(found), pk=number))
    return redirect(f"{reverse('desk:record', args=[found.code])}#unmade")
