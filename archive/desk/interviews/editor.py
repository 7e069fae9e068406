"""The transcript editor: the page once, then one stretch at a time."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.access.sight import seals_of
from archive.catalogue.models import Transcript
from archive.catalogue.speech import editing
from archive.catalogue.speech.actions import NotADraft
from archive.catalogue.speech.editing import Change, shown
from archive.catalogue.speech.writing import FORMATS
from archive.desk.interviews.content_forms import SharesForm
from archive.desk.interviews.transcripts import WRITERS, writable_transcript

Answer = dict[str, object]


@require_GET
@staff_only()
def transcript(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    record = gate.workable_record_or_404(request.user, code)
    found = get_object_or_404(record.transcripts, pk=number)
    share = found.shares.filter(pk=_number(request.GET, "share") or 0).first()
    segments = found.segments.order_by("position")
    if share is not None:
        segments = segments.filter(start_ms__gte=share.from_ms, start_ms__lt=share.to_ms)
    rows = segments.values_list("pk", "revision", "start_ms", "end_ms", "speaker", "text")
    context = {
        "record": record,
        "transcript": found,
        "segments": list(rows),
        "recordings": list(record.recordings.order_by("part")),
        "may_write": found.is_draft and policy.may_transcribe(request.user, record),
        "sealed": seals_of([record], now=timezone.now())[record.pk][0],
        "share": share,
        "shares": found.shares.select_related("transcriber"),
        "shares_form": SharesForm(transcript=found),
        "editing": _number(request.GET, "stretch"),
        "formats": FORMATS,
    }
    return render(request, "desk/interviews/transcript.html", context)


@require_POST
@staff_only(*WRITERS)
def stretch(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Change, split or merge one stretch; JSON for the script, a redirect for a plain form."""
    draft = writable_transcript(request, code, number)
    act = _ACTS.get(request.POST.get("act", ""))
    segment, revision = _number(request.POST, "segment"), _number(request.POST, "revision")
    if act is None or segment is None or revision is None:
        return _refused(_("The request was incomplete."), 400)
    try:
        answer = act(draft, segment, revision, request.POST)
    except editing.Stale as stale:
        current = [shown(stale.current)] if stale.current else []
        return _refused(_("Somebody else changed this stretch meanwhile."), 409, current)
    except (editing.Unfit, NotADraft):
        return _refused(_("This cannot be kept: too long, or the times do not fit."), 422)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(answer)
    return redirect(f"{request.path.removesuffix('stretch/')}#s{segment}")


def _change(draft: Transcript, segment: int, revision: int, sent: QueryDict) -> Answer:
    to = Change(
        text=sent.get("text"),
        speaker=sent.get("speaker"),
        start_ms=_number(sent, "start_ms"),
        end_ms=_number(sent, "end_ms"),
    )
    changed = editing.change(draft=draft, segment_id=segment, revision=revision, to=to)
    return {"segments": [shown(changed)]}


def _split(draft: Transcript, segment: int, revision: int, sent: QueryDict) -> Answer:
    parts = editing.split(
        draft=draft,
        segment_id=segment,
        revision=revision,
        at_letter=_number(sent, "at_letter") or 0,
        at_ms=_number(sent, "at_ms"),
    )
    return {"segments": [shown(part) for part in parts]}


def _merge(draft: Transcript, segment: int, revision: int, sent: QueryDict) -> Answer:
    joined, gone = editing.merge(draft=draft, segment_id=segment, revision=revision)
    return {"segments": [shown(joined)], "gone": gone}


_ACTS: dict[str, Callable[[Transcript, int, int, QueryDict], Answer]] = {
    "change": _change,
    "split": _split,
    "merge": _merge,
}


def _number(sent: QueryDict, name: str) -> int | None:
    value = sent.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 16 else None


def _refused(message: str, status: int, segments: list[Answer] | None = None) -> HttpResponse:
    return JsonResponse({"message": message, "segments": segments or []}, status=status)
