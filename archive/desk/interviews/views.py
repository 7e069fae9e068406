"""The sheet of an interview: how it came about and what governs it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access import gate, policy
from archive.access.consents import covers_of, telling_fields
from archive.access.locks import SignedInRequest, staff_only
from archive.access.models import Scope
from archive.catalogue.interviews import INTERVIEW_FIELDS, describe_interview
from archive.catalogue.models import AppearanceRole, Interview, Record, RecordKind
from archive.desk.interviews.forms import InterviewForm, SealForm, TranscriptForm
from archive.ingest.hearing import machine
from archive.ingest.hearing.actions import left_off
from archive.ingest.hearing.models import Listening
from archive.ui.paging import page_of


@require_safe
@staff_only()
def interviews(request: SignedInRequest) -> HttpResponse:
    rows = (
        gate.workable_records(request.user)
        .filter(kind=RecordKind.INTERVIEW)
        .annotate(
            consents_given=Count("consents", distinct=True),
            transcripts_made=Count(
                "transcripts", filter=Q(transcripts__is_draft=False), distinct=True
            ),
        )
        .order_by("-changed_at", "-id")
    )
    return render(request, "desk/interviews/list.html", {"page": page_of(request, rows)})


@staff_only()
def interview(request: SignedInRequest, code: str) -> HttpResponse:
    record = gate.workable_record_or_404(request.user, code)
    described = Interview.objects.filter(record=record).first()
    form = InterviewForm(request.POST or None, instance=described)
    if request.method == "POST":
        if not policy.may_transcribe(request.user, record):
            raise PermissionDenied
        if form.is_valid():
            facts = {name: form.cleaned_data[name] for name in INTERVIEW_FIELDS}
            describe_interview(actor=request.user, record=record, at=timezone.now(), **facts)
            messages.success(request, _("Saved."))
            return redirect("desk:interview", record.code)
    return sheet(request, record, form=form)


def sheet(request: SignedInRequest, record: Record, **forms: Any) -> HttpResponse:
    """Answer with the sheet; a refused form takes the place of the empty one."""
    now = timezone.now()
    cover = covers_of([record], now=now)[record.pk]
    context: dict[str, Any] = {
        "record": record,
        "may_keep": policy.may_keep_consents(request.user, record),
        "may_lift": policy.may_release(request.user, record),
        "scopes": [(scope.label, scope in cover.scopes) for scope in Scope],
        "telling": telling_fields(record, now=now),
        "people": record.appearances.select_related("person").exclude(
            role=AppearanceRole.MENTIONED
        ),
        "consents": record.consents.select_related("witness", "form").prefetch_related("clauses"),
        "seals": record.seals.order_by("lifted_at", "from_ms", "from_page"),
        "transcripts": record.transcripts.annotate(size=Count("segments"))
        .select_related("made_by")
        .prefetch_related("confirmations__witness")
        .order_by("kind", "language", "-version"),
        "chapters": record.chapters.all(),
        "recordings": record.recordings.all(),
        "form": InterviewForm(instance=Interview.objects.filter(record=record).first()),
        "seal_form": SealForm(),
        "transcript_form": TranscriptForm(),
        "listening": Listening.objects.filter(record=record).first(),
        "cannot_listen": machine.why_not(),
        "left_off": left_off(record),
    }
    context |= forms
    if not context["may_keep"]:
        for field in context["form"].fields.values():
            field.disabled = True
    status = 400 if any(form.is_bound and form.errors for form in forms.values()) else 200
    return render(request, "desk/interviews/sheet.html", context, status=status)
