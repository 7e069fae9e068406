"""The transcript editor: the page once, then one stretch at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.access.sight import seals_of
from archive.catalogue.models import Segment, Transcript
from archive.catalogue.speech import editing
from archive.catalogue.speech.actions import NotADraft
from archive.catalogue.speech.editing import Change, Within, is_within, shown
from archive.catalogue.speech.writing import FORMATS
from archive.desk.interviews.content_forms import SharesForm
from archive.desk.interviews.transcripts import WRITERS, writable_transcript
from archive.values.numbers import long_number

Answer = dict[str, object]


@dataclass(frozen=True)
class Clash:
    """What one person wrote and could not keep, and what stands there now (None: it is gone)."""

    message: str
    segment: int
    speaker: str
    text: str
    current: Segment | None = None


@require_safe
@staff_only()
def transcript(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    record = gate.workable_record_or_404(request.user, code)
    return _page(request, get_object_or_404(record.transcripts, pk=number))


def _page(
    request: SignedInRequest, found: Transcript, *, clash: Clash | None = None, status: int = 200
) -> HttpResponse:
    """Answer with the editor; a `clash` shows what could not be kept beside what stands."""
    record = found.record
    share = found.shares.filter(pk=_number(request.GET, "share") or 0).first()
    segments = found.segments.order_by("position")
    if share is not None:
        segments = segments.filter(start_ms__gte=share.from_ms, start_ms__lt=share.to_ms)
    rows = list(segments.values_list("pk", "revision", "start_ms", "end_ms", "speaker", "text"))
    may_write = found.is_draft and policy.may_transcribe(request.user, record)
    within = policy.writable_stretches(request.user, found) if may_write else []
    chosen = clash.segment if clash else _number(request.GET, "stretch")
    theirs = (row[0] for row in rows if row[0] == chosen and is_within(row[2], within))
    context = {
        "record": record,
        "transcript": found,
        "segments": rows,
        "recordings": list(record.recordings.order_by("part")),
        "may_write": may_write,
        "may_direct": may_write and policy.may_direct(request.user, found),
        "may_conclude": may_write and policy.may_conclude(request.user, found),
        "within": within,
        "sealed": seals_of([record], now=timezone.now())[record.pk][0],
        "share": share,
        "shares": found.shares.select_related("transcriber"),
        "shares_form": SharesForm(transcript=found),
        "editing": next(theirs, None),
        "clash": clash,
        "formats": FORMATS,
    }
    return render(request, "desk/interviews/transcript.html", context, status=status)


@require_POST
@staff_only(*WRITERS)
def stretch(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Change, split or merge one stretch; JSON for the script, a redirect for a plain form."""
    draft = writable_transcript(request, code, number)
    act = _ACTS.get(request.POST.get("act", ""))
    segment, revision = _number(request.POST, "segment"), _number(request.POST, "revision")
    if act is None or segment is None or revision is None:
        return JsonResponse(
            {"message": _("The request was incomplete."), "segments": []}, status=400
        )
    refuse = partial(_refused, request, draft, segment)
    try:
        answer = act(
            draft, segment, revision, request.POST, policy.writable_stretches(request.user, draft)
        )
    except editing.Stale as stale:
        return refuse(_("Somebody else changed this stretch meanwhile."), 409, stale.current)
    except editing.NotTheirs:
        return refuse(_("This stretch was given to another transcriber; you may read it."), 403)
    except editing.Unfit:
        return refuse(_("This cannot be kept: too long, or the times do not fit."), 422)
    except NotADraft:
        return refuse(
            _("This version was finished meanwhile; nothing in it changes any more."), 422
        )
    if _wants_json(request):
        return JsonResponse(answer)
    return redirect(f"{request.path.removesuffix('stretch/')}#s{segment}")


def _change(
    draft: Transcript, segment: int, revision: int, sent: QueryDict, within: Within
) -> Answer:
    to = Change(
        text=sent.get("text"),
        speaker=sent.get("speaker"),
        start_ms=_number(sent, "start_ms"),
        end_ms=_number(sent, "end_ms"),
    )
    changed = editing.change(
        draft=draft, segment_id=segment, revision=revision, to=to, within=within
    )
    return {"segments": [shown(changed)]}


def _split(
    draft: Transcript, segment: int, revision: int, sent: QueryDict, within: Within
) -> Answer:
    parts = editing.split(
        draft=draft,
        segment_id=segment,
        revision=revision,
        at_letter=_number(sent, "at_letter") or 0,
        at_ms=_number(sent, "at_ms"),
        within=within,
    )
    return {"segments": [shown(part) for part in parts]}


def _merge(
    draft: Transcript, segment: int, revision: int, sent: QueryDict, within: Within
) -> Answer:
    joined, gone = editing.merge(draft=draft, segment_id=segment, revision=revision, within=within)
    return {"segments": [shown(joined)], "gone": gone}


_ACTS: dict[str, Callable[[Transcript, int, int, QueryDict, Within], Answer]] = {
    "change": _change,
    "split": _split,
    "merge": _merge,
}


def _number(sent: QueryDict, name: str) -> int | None:
    return long_number(sent.get(name, ""), None)


def _refused(
    request: SignedInRequest,
    draft: Transcript,
    segment: int,
    message: str,
    status: int,
    current: Segment | None = None,
) -> HttpResponse:
    """Say why nothing was written; what was sent goes back to whoever wrote it."""
    if _wants_json(request):
        told = {"message": message, "segments": [shown(current)] if current else []}
        return JsonResponse(told, status=status)
    sent = request.POST
    clash = Clash(message, segment, sent.get("speaker", ""), sent.get("text", ""), current)
    return _page(request, draft, clash=clash, status=status)


def _wants_json(request: SignedInRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
