"""Cross-checking a testimony at the desk: what bears it out, what speaks against it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.access import gate, policy
from archive.access.corroboration import related_to
from archive.access.locks import SignedInRequest, staff_only
from archive.access.sight import sight_of
from archive.catalogue.corroboration import NotThere, relate, unrelate
from archive.catalogue.models import Corroboration, Relation
from archive.desk.interviews.content_forms import CorroborationForm
from archive.desk.interviews.transcripts import WRITERS, writable_record


@staff_only()
def corroborations(request: SignedInRequest, code: str) -> HttpResponse:
    record = gate.workable_record_or_404(request.user, code)
    initial = {"from_ms": request.GET.get("from"), "to_ms": request.GET.get("to")}
    form = CorroborationForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST":
        writable_record(request, code)
        if form.is_valid():
            given = form.cleaned_data
            try:
                relate(
                    actor=request.user,
                    record=record,
                    at=timezone.now(),
                    **given | {"relation": Relation(given["relation"])},
                )
            except NotThere:
                form.add_error("place", _("The other record has no such page."))
            else:
                messages.success(request, _("Saved. It is shown at both ends."))
                return redirect("desk:interview_corroborations", record.code)
    context = {
        "record": record,
        "related": related_to(request.user, record, sight_of(request.user, record)),
        "form": form,
        "may_write": policy.may_transcribe(request.user, record),
    }
    return render(request, "desk/interviews/corroborations.html", context)


@require_POST
@staff_only(*WRITERS)
def remove(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    record = writable_record(request, code)
    found = get_object_or_404(Corroboration, record=record, pk=number)
    unrelate(actor=request.user, corroboration=found, at=timezone.now())
    messages.success(request, _("Taken back; the journal keeps that it was there."))
    return redirect("desk:interview_corroborations", record.code)
