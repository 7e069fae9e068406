"""Transcripts at the desk: brought in, begun, finished, confirmed, taken out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue.interviews import points_of, write_contents
from archive.catalogue.models import AppearanceRole, Record, Transcript, TranscriptKind
from archive.catalogue.speech import actions
from archive.catalogue.speech.actions import save_transcript
from archive.catalogue.speech.cues import Reading
from archive.catalogue.speech.reading import read_transcript
from archive.catalogue.speech.writing import FORMATS, Told, write
from archive.desk.interviews.forms import LANGUAGES, ConfirmationForm, TranscriptForm
from archive.desk.interviews.papers import paper_of
from archive.desk.interviews.views import sheet
from archive.files.serving import disposition

WRITERS = (Role.ARCHIVIST, Role.COLLECTOR, Role.OFFICE_HEAD)


@require_POST
@staff_only(*WRITERS)
def upload(request: SignedInRequest, code: str) -> HttpResponse:
    record = writable_record(request, code)
    form = TranscriptForm(request.POST, request.FILES)
    if not form.is_valid():
        return sheet(request, record, transcript_form=form)
    recordings = list(record.recordings.order_by("part"))
    reading = read_transcript(
        form.cleaned_data["file"].read(),
        duration_ms=max((r.starts_ms + r.duration_ms for r in recordings), default=0),
        part_starts=[recording.starts_ms for recording in recordings],
        tiers=form.cleaned_data["tiers"],
    )
    if not reading.is_refused:
        _keep(request, record, form, reading)
    context = {"record": record, "reading": reading, "name": form.cleaned_data["file"].name}
    status = 400 if reading.is_refused else 200
    return render(request, "desk/interviews/report.html", context, status=status)


def _keep(request: SignedInRequest, record: Record, form: TranscriptForm, reading: Reading) -> None:
    now = timezone.now()
    if reading.cues:
        save_transcript(
            actor=request.user,
            record=record,
            words=reading.cues,
            kind=TranscriptKind(form.cleaned_data["kind"]),
            language=form.cleaned_data["language"],
            source_name=form.cleaned_data["file"].name,
            note=reading.preamble,
            at=now,
        )
    if reading.points:
        write_contents(actor=request.user, record=record, points=reading.points, at=now)


@require_POST
@staff_only(*WRITERS)
def begin(request: SignedInRequest, code: str) -> HttpResponse:
    record = writable_record(request, code)
    kind, language = request.POST.get("kind", ""), request.POST.get("language", "")
    try:
        draft = actions.begin_draft(
            actor=request.user,
            record=record,
            kind=TranscriptKind(kind) if kind in TranscriptKind.values else TranscriptKind.VERBATIM,
            language=language if language in dict(LANGUAGES) else "vi",
            at=timezone.now(),
        )
    except actions.AlreadyDrafted as drafted:
        messages.info(request, _("This transcript is being written already; here it is."))
        draft = drafted.draft
    return redirect("desk:transcript", record.code, draft.pk)


@require_POST
@staff_only(*WRITERS)
def finish(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    found = _concluded_by(request, code, number)
    try:
        actions.finish_draft(actor=request.user, transcript=found, at=timezone.now())
    except actions.NotADraft:
        messages.info(request, _("This version is finished already."))
    else:
        messages.success(request, _("Finished. The version before it is kept."))
    return redirect("desk:interview", code)


@require_POST
@staff_only(*WRITERS)
def discard(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    found = _concluded_by(request, code, number)
    try:
        actions.discard_draft(actor=request.user, transcript=found, at=timezone.now())
    except actions.NotADraft:
        messages.info(request, _("Only a draft can be thrown away."))
    return redirect("desk:interview", code)


@staff_only(*WRITERS)
def confirm(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    found = writable_transcript(request, code, number)
    form = ConfirmationForm(request.POST or None, request.FILES or None, transcript=found)
    if request.method == "POST" and form.is_valid() and (kept := paper_of(form)).ok:
        names = ("witness", "confirmed_on", "remarks")
        try:
            actions.confirm_transcript(
                actor=request.user,
                transcript=found,
                page=kept.master,
                at=timezone.now(),
                **{name: form.cleaned_data[name] for name in names},
            )
        except actions.NotADraft:
            form.add_error(None, _("A draft cannot be confirmed; finish it first."))
        else:
            messages.success(request, _("The confirmation was entered."))
            return redirect("desk:interview", code)
    context = {"record": found.record, "transcript": found, "form": form}
    return render(request, "desk/interviews/confirm.html", context)


@require_safe
@staff_only()
def download(request: SignedInRequest, code: str, number: int, format: str) -> HttpResponse:
    """The whole transcript for the office; readers have an address of their own."""
    record = gate.workable_record_or_404(request.user, code)
    found = get_object_or_404(record.transcripts, pk=number)
    if format not in FORMATS:
        raise Http404
    witnesses = record.appearances.filter(role=AppearanceRole.WITNESS)
    told = Told(
        record,
        record.title,
        found.language,
        actions.cues_of(found),
        points_of(record),
        tuple(witnesses.values_list("person__name", flat=True)),
    )
    answer = HttpResponse(write(format, told), content_type=FORMATS[format])
    answer["Content-Disposition"] = disposition(f"{record.code}.{format}", download=True)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _concluded_by(request: SignedInRequest, code: str, number: int) -> Transcript:
    """Return a draft the person may finish or throw away: not a share of it alone."""
    found = writable_transcript(request, code, number)
    if not policy.may_conclude(request.user, found):
        raise PermissionDenied
    return found


def writable_record(request: SignedInRequest, code: str) -> Record:
    """Return the record if the person may write its transcripts. Raises `Http404`."""
    record = gate.workable_record_or_404(request.user, code)
    if not policy.may_transcribe(request.user, record):
        raise PermissionDenied
    return record


def writable_transcript(request: SignedInRequest, code: str, number: int) -> Transcript:
    """Return a transcript of the record the person may write. Raises `Http404`."""
    record = writable_record(request, code)
    return get_object_or_404(record.transcripts.select_related("record"), pk=number)
