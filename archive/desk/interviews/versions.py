"""Versions of a transcript at the desk: compared side by side, divided among transcribers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.catalogue.models import Transcript
from archive.catalogue.speech.actions import NotADraft, cues_of
from archive.catalogue.speech.comparing import changes, compare
from archive.catalogue.speech.sharing import finish_share, share_out
from archive.desk.interviews.content_forms import SharesForm
from archive.desk.interviews.transcripts import WRITERS, writable_transcript
from archive.files.serving import serve_master
from archive.ui.paging import page_of

ROWS_A_PAGE = 200


@require_safe
@staff_only()
def comparison(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """A version beside another one, by default the one before it; the changes or everything."""
    record = gate.workable_record_or_404(request.user, code)
    new = get_object_or_404(record.transcripts, pk=number)
    others = [found for found in record.transcripts.all() if found != new]
    old = _other(others, new, request.GET.get("with", ""))
    rows = compare(cues_of(old), cues_of(new)) if old else []
    changed = sum(not row.is_same for row in rows)
    whole = request.GET.get("all") == "1"
    page = page_of(request, rows if whole else changes(rows), per_page=ROWS_A_PAGE)
    context = {
        "record": record,
        "old": old,
        "new": new,
        "others": others,
        "page": page,
        "changed": changed,
        "whole": whole,
    }
    return render(request, "desk/interviews/comparison.html", context)


def _other(others: list[Transcript], new: Transcript, wanted: str) -> Transcript | None:
    chosen = [found for found in others if str(found.pk) == wanted]
    same = [t for t in others if (t.kind, t.language) == (new.kind, new.language)]
    before = [t for t in same if t.version < new.version]
    return next(iter([*chosen, *before, *same, *others]), None)


@require_POST
@staff_only(*WRITERS)
def divide(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    draft = writable_transcript(request, code, number)
    if not policy.may_direct(request.user, draft):
        raise PermissionDenied
    form = SharesForm(request.POST, transcript=draft)
    if form.is_valid():
        people = list(form.cleaned_data["transcribers"])
        try:
            share_out(actor=request.user, transcript=draft, transcribers=people, at=timezone.now())
        except NotADraft:
            messages.info(request, _("This version is finished already."))
    else:
        messages.error(request, _("Tick who is to transcribe."))
    return redirect("desk:transcript", code, number)


@require_POST
@staff_only(*WRITERS)
def share_done(request: SignedInRequest, code: str, number: int, share: int) -> HttpResponse:
    draft = writable_transcript(request, code, number)
    found = get_object_or_404(draft.shares.filter(done_at=None), pk=share)
    if found.transcriber != request.user and not policy.may_direct(request.user, draft):
        raise PermissionDenied
    finish_share(actor=request.user, share=found, at=timezone.now())
    return redirect("desk:transcript", code, number)


@require_safe
@staff_only(*WRITERS)
def signed_page(
    request: SignedInRequest, code: str, number: int, confirmation: int
) -> HttpResponseBase:
    """The page a witness signed, for the office only."""
    transcript = writable_transcript(request, code, number)
    found = get_object_or_404(transcript.confirmations.exclude(page=None), pk=confirmation)
    assert found.page is not None
    return serve_master(request, found.page)
