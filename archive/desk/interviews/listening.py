"""A first draft by machine: asked for, watched, stopped."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access import gate
from archive.access.locks import SignedInRequest, staff_only
from archive.desk.interviews.transcripts import WRITERS, writable_record
from archive.ingest.hearing import actions, machine
from archive.ingest.hearing.models import Listening
from archive.ui.following import followed


@require_POST
@staff_only(*WRITERS)
def ask(request: SignedInRequest, code: str) -> HttpResponse:
    record = writable_record(request, code)
    try:
        actions.ask_for_draft(
            actor=request.user,
            record=record,
            language=request.POST.get("language", "")[:16] or "vi",
            at=timezone.now(),
        )
    except actions.NotAllowed:
        raise PermissionDenied from None
    except machine.Unavailable as missing:
        messages.error(request, str(missing))
    except actions.AlreadyListening:
        messages.info(request, _("A draft is being written already."))
    return redirect("desk:interview", record.code)


@require_safe
@staff_only()
def state(request: SignedInRequest, code: str) -> HttpResponse:
    """How far the machine has come, asked again and again while it listens."""
    record = gate.workable_record_or_404(request.user, code)
    listening = Listening.objects.filter(record=record).first()
    context = {"record": record, "listening": listening, "may_keep": True}
    goes_on = listening is not None and listening.is_under_way
    return followed(request, "desk/interviews/_listening.html", context, goes_on=goes_on)


@require_POST
@staff_only(*WRITERS)
def stop(request: SignedInRequest, code: str) -> HttpResponse:
    record = writable_record(request, code)
    listening = get_object_or_404(Listening.objects.under_way(), record=record)
    actions.stop(actor=request.user, listening=listening, at=timezone.now())
    return redirect("desk:interview", record.code)
