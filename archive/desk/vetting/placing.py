"""One page, or the recording, of the version that is vetted, and comments placed on it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from archive.access import gate
from archive.access.locks import SignedInRequest, signed_in
from archive.access.sight import Sight, sight_of
from archive.catalogue.models import Record, Recording
from archive.catalogue.speech.cues import Cue
from archive.desk.vetting.acts import sent, status_of
from archive.desk.vetting.reading import comments_for, kept_comment, writing
from archive.desk.vetting.work_forms import CommentForm
from archive.files.models import Derivative
from archive.ui.addresses import media_address
from archive.ui.paging import page_of
from archive.values.boxes import Box, parse_box
from archive.values.numbers import long_number, whole_number
from archive.values.timecodes import format_timecode
from archive.vetting import policy
from archive.vetting.leaves import Leaf, leaf_of, numbers_of, telling_of
from archive.vetting.models import Comment, Round

CUES_A_PAGE = 150


@dataclass(frozen=True)
class Pin:
    """A comment's number on the page, and the part of the page it is about, if only a part."""

    number: int
    comment: Comment
    box: Box | None


@dataclass(frozen=True)
class Line:
    """One stretch of what is said, with the comments on it."""

    cue: Cue
    comments: list[Comment]

    @property
    def clock(self) -> str:
        return format_timecode(self.cue.start_ms)

    @property
    def seconds(self) -> int:
        return self.cue.start_ms // 1000


@signed_in
def page(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    found, record, sight = _open(request, code)
    leaf = leaf_of(found, record, sight, number)
    if leaf is None:
        raise Http404
    form = CommentForm(sent(request), places=("box",))
    if comment := kept_comment(request, found, form, page=number):
        return redirect(comment)
    numbers = list(numbers_of(found, record, sight))
    here = numbers.index(number)
    standing = policy.standing_of(request.user, found)
    comments = [one for one in comments_for(standing) if one.page == number]
    context = writing(standing) | {
        "form": form,
        "leaf": leaf,
        "image": _image(record, leaf),
        "text": sight.veiled(leaf.page.text),
        "pins": [
            Pin(place, one, parse_box(one.box) if one.box else None)
            for place, one in enumerate(comments, start=1)
        ],
        "before": numbers[here - 1] if here else None,
        "after": numbers[here + 1] if here + 1 < len(numbers) else None,
        "last": numbers[-1],
    }
    return render(request, "desk/vetting/read_page.html", context, status=status_of(form))


@signed_in
def recording(request: SignedInRequest, code: str) -> HttpResponse:
    found, record, sight = _open(request, code)
    parts = list(record.recordings.order_by("starts_ms", "part")) if sight.audio else []
    telling = telling_of(found, record, sight)
    if not parts and telling is None:
        raise Http404
    at_ms = _asked(request)
    initial = {
        "seconds": _clock(request.GET.get("from")),
        "until": _clock(request.GET.get("to")),
    }
    form = CommentForm(sent(request), places=("seconds", "until"), initial=initial)
    if comment := kept_comment(request, found, form):
        return redirect(comment)
    cues = telling.cues if telling else []
    first = max(0, sum(cue.start_ms <= at_ms for cue in cues) - 1)
    shown = page_of(request, cues, per_page=CUES_A_PAGE)
    if "page" not in request.GET:
        shown = shown.paginator.get_page(first // CUES_A_PAGE + 1)
    standing = policy.standing_of(request.user, found)
    comments = [one for one in comments_for(standing) if one.at_ms is not None]
    lines, loose = _lines(list(shown), _beside(comments, shown))
    context = writing(standing) | {
        "form": form,
        "telling": telling,
        "parts": _parts(record, parts, at_ms),
        "page": shown,
        "lines": lines,
        "loose": loose,
        "comments": comments,
    }
    return render(request, "desk/vetting/read_recording.html", context, status=status_of(form))


def _open(request: SignedInRequest, code: str) -> tuple[Round, Record, Sight]:
    """Return a round of a record, the record by the gate, and what of it the person may have."""
    found = policy.round_or_404(request.user, code)
    if found.record is None:
        raise Http404
    record = gate.record_or_404(request.user, found.record.code)
    return found, record, sight_of(request.user, record)


def _image(record: Record, leaf: Leaf) -> str:
    made = Derivative.objects.filter(
        master=leaf.page.master_id, frame=leaf.page.frame, role=Derivative.Role.PAGE_IMAGE
    )
    return media_address("page_image", record.code, leaf.page.number) if made.exists() else ""


def _parts(record: Record, rows: list[Recording], at_ms: int) -> list[dict[str, object]]:
    """Return the sound of each part, from the moment asked for where it lies in it."""
    current = max(0, sum(row.starts_ms <= at_ms for row in rows) - 1)
    return [
        {
            "recording": row,
            "sound": media_address("audio", record.code, row.part),
            "offset": f"{max(0, at_ms - row.starts_ms) / 1000:.3f}" if n == current else "0",
        }
        for n, row in enumerate(rows)
    ]


def _lines(cues: list[Cue], comments: list[Comment]) -> tuple[list[Line], list[Comment]]:
    """Return the stretches with the comments that begin in each, and the comments on none."""
    begins = [cue.start_ms for cue in cues]
    lines = [Line(cue, []) for cue in cues]
    loose: list[Comment] = []
    for comment in comments:
        place = bisect_right(begins, comment.at_ms or 0) - 1
        (lines[place].comments if place >= 0 else loose).append(comment)
    return lines, loose


def _beside(comments: list[Comment], shown: Page[Cue]) -> list[Comment]:
    """Return the comments that belong to the stretches of one page: up to where the next begins."""
    following = shown.paginator.object_list[shown.end_index() :][:1]
    first = shown.object_list[0].start_ms if len(shown.object_list) and shown.number > 1 else 0
    last = following[0].start_ms if following else None
    return [
        one
        for one in comments
        if first <= (one.at_ms or 0) and (last is None or (one.at_ms or 0) < last)
    ]


def _asked(request: SignedInRequest) -> int:
    """Return the moment asked for in milliseconds: `at`, in seconds, or the beginning."""
    return whole_number(request.GET.get("at", ""), 0) * 1000


def _clock(given: str | None) -> str:
    """Return milliseconds of an address as people write a time; nothing for what is none."""
    ms = long_number(given or "", None)
    return "" if ms is None else format_timecode(ms, millis=True)
