"""Giving a page of a record a better scan: one of the office's deposits that is in no record."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue.models import Record
from archive.ingest import arranging, replacing
from archive.ingest.models import DepositedFile
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
    record = _record(request, code)
    page = record.pages.filter(number=number).select_related("master").first()
    if page is None:
        raise Http404
    form = ReplaceForm(request.POST or None)
    scans = replacing.scans_for(record)
    form.fields["file"].queryset = scans  # type: ignore[attr-defined]
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
    except replacing.UnderVetting:
        return _("The record is being vetted: its scans stay until that has ended.")
    except replacing.NoSuchScan:
        return _("The scan has been put into a record meanwhile. Choose another.")
    except arranging.StaleOrder:
        return _("The record has other pages by now. Look at them again first.")
    except arranging.BeingWritten:
        return _("There is unsaved text of this page: save it or drop it first.")
    return ""


def _record(request: SignedInRequest, code: str) -> Record:
    found = gate.workable_record_or_404(request.user, code)
    if not policy.may_describe(request.user, found):
        raise PermissionDenied
    return found
