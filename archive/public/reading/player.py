"""What the interview player shows: the recording, and the transcript at one second of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from archive.access.sight import Sight
from archive.catalogue.models import Record, Recording, Segment, Transcript
from archive.public.browse.languages import language_name
from archive.public.reading.record import citation_of, frame_of
from archive.public.reading.viewer import marked, query_string, sought
from archive.search.highlight import Pattern
from archive.search.marking import mark_text
from archive.ui.addresses import media_address


@dataclass(frozen=True)
class Part:
    """One recording of the timeline, and where its sound is."""

    recording: Recording
    audio: str
    peaks: str
    url: str
    offset: str  # seconds from the part's own beginning to what is asked for
    is_current: bool


@dataclass(frozen=True)
class Line:
    """One stretch of the transcript as it is read; sealed stretches have no words."""

    start_ms: int
    end_ms: int
    speaker: str
    html: SafeString
    url: str
    is_current: bool
    is_sealed: bool = False


def moment_of_record(request: HttpRequest, code: str, seconds: int) -> dict[str, Any]:
    """Return what second `seconds` shows. Raises `Http404` where there is nothing to play."""
    frame = frame_of(request, code)
    record, sight = frame["record"], frame["sight"]
    transcripts = list(record.transcripts.filter(is_current=True)) if sight.transcript else []
    if not frame["part_count"] and not transcripts:
        raise Http404
    query = request.GET.get("q", "")[:1000]
    patterns = sought(request)
    chosen = _chosen(transcripts, request.GET.get("transcript", ""))
    at_ms = seconds * 1000
    lines = _lines(record, chosen, sight, patterns, at_ms) if chosen else []
    hear_from = max(at_ms, next((line.start_ms for line in lines if line.is_current), 0))
    return frame | {
        "seconds": seconds,
        "at_ms": at_ms,
        "query": query,
        "query_string": query_string(request),
        "parts": _parts(record, sight, at_ms, hear_from),
        "transcript": chosen,
        "transcripts": [(_key(t), _version(t), t == chosen) for t in transcripts],
        "lines": lines,
        "citation": citation_of(request, record, frame["people"], at_ms=at_ms),
    }


def _chosen(transcripts: list[Transcript], wanted: str) -> Transcript | None:
    """Return the version asked for; else the verbatim one, else whichever there is."""
    by_key = {_key(t): t for t in transcripts}
    verbatim = next((t for t in transcripts if t.kind == "verbatim"), None)
    return by_key.get(wanted) or verbatim or next(iter(transcripts), None)


def _key(transcript: Transcript) -> str:
    return f"{transcript.kind}-{transcript.language}"


def _version(transcript: Transcript) -> str:
    return f"{transcript.get_kind_display()} · {language_name(transcript.language)}"


def _parts(record: Record, sight: Sight, at_ms: int, hear_from: int) -> list[Part]:
    if not sight.audio:
        return []
    rows = list(record.recordings.order_by("starts_ms", "part"))
    current = max(0, _begun([row.starts_ms for row in rows], at_ms))
    return [
        Part(
            recording=row,
            audio=media_address("audio", record.code, row.part),
            peaks=media_address("peaks", record.code, row.part),
            url=reverse("public:moment", args=[record.code, row.starts_ms // 1000]),
            offset=f"{max(0, hear_from - row.starts_ms) / 1000:.3f}",
            is_current=number == current,
        )
        for number, row in enumerate(rows)
    ]


def _lines(
    record: Record, transcript: Transcript, sight: Sight, patterns: list[Pattern], at_ms: int
) -> list[Line]:
    segments = list(transcript.segments.order_by("start_ms", "position"))
    current = _begun([segment.start_ms for segment in segments], at_ms)
    stem = reverse("public:moment", args=[record.code, 0])[:-1]
    return [
        _line(segment, sight, patterns, stem, number == current)
        for number, segment in enumerate(segments)
    ]


def _begun(starts: list[int], at_ms: int) -> int:
    """Return the place of the last that has begun before the second is over; -1 for none.

    An address knows whole seconds: what begins at 30.271 s is what `/t/30` means.
    """
    return sum(start < at_ms + 1000 for start in starts) - 1


def _line(
    segment: Segment, sight: Sight, patterns: list[Pattern], stem: str, is_current: bool
) -> Line:
    is_sealed = not sight.shows_segment(segment)
    return Line(
        start_ms=segment.start_ms,
        end_ms=segment.end_ms,
        speaker="" if is_sealed else sight.veiled(segment.speaker),
        html=marked([] if is_sealed else mark_text(sight.veiled(segment.text), patterns)),
        url=f"{stem}{segment.start_ms // 1000}",
        is_current=is_current and not is_sealed,
        is_sealed=is_sealed,
    )
