"""Giving a page of a record a better scan: one of the office's deposits that is in no record."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue.models import Record
from archive.desk.records.paging import record_with_pages
from archive.desk.records.refusals import OF_PAGES
from archive.ingest import replacing
from archive.ingest.models import DepositedFile
from archive.ui.choosing import offer_rows
from archive.ui.paging import page_of


class ReplaceForm(forms.Form):
    """Which scan, and why."""

    file = forms.ModelChoiceField(
        DepositedFile.objects.none(),
        label=gettext_lazy("The better scan"),
        error_messages={"required": gettext_lazy("Choose a scan.")},
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=255)


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def replace(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    record = record_with_pages(request, code)
    page = record.pages.filter(number=number).select_related("master").first()
    if page is None:
        raise Http404
    form = ReplaceForm(request.POST or None)
    scans = replacing.scans_for(record)
    offer_rows(form, "file", scans)
    if request.method == "POST" and form.is_valid():
        refusal = _replace(request, record, number, form)
        if not refusal:
            messages.success(request, _("Page %(n)d shows the new scan.") % {"n": number})
            return redirect("desk:record_pages", record.code)
        form.add_error(None, refusal)
    context = {
        "record": record,
        "page": page,
        "form": form,
        "scans": page_of(request, scans),
        "may_replace": replacing.may_replace(record),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/records/replace.html", context, status=status)


def _replace(request: SignedInRequest, record: Record, number: int, form: ReplaceForm) -> str:
    """Do it, or return why it cannot be done."""
    try:
        replacing.replace_page(
            actor=request.user,
            record=record,
            number=number,
            file=form.cleaned_data["file"],
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except tuple(OF_PAGES) as refusal:
        return str(OF_PAGES[type(refusal)])
    return ""
