"""What the interview player shows: the recording, and the transcript at one second of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from archive.access.sight import Sight
from archive.access.sound import films_shown, never_there, sealed_part, sounds_there
from archive.access.speech import points_for, told_versions
from archive.catalogue.models import Record, Recording, Transcript, Vocabulary
from archive.catalogue.speech.writing import FORMATS
from archive.catalogue.terms import Terms
from archive.files.models import Family
from archive.public.reading.lines import begun, lines_of
from archive.public.reading.record import citation_of, frame_of
from archive.public.reading.viewer import KEPT, query_string, sought
from archive.ui.addresses import media_address
from archive.values.timecodes import InvalidTimecode, parse_timecode


@dataclass(frozen=True)
class Part:
    """One recording of the timeline, and where its sound is."""

    recording: Recording
    audio: str
    film: str  # nothing where there is no film, or none for this viewer
    poster: str
    awaits_film: bool
    lacks_film: bool  # its pictures could not be made to be played
    awaits_sound: bool  # neither film nor sound can be played yet
    is_unplayable: bool  # neither ever will
    master: str  # where an unplayable one is fetched as it came, by who may
    peaks: str
    url: str
    offset: str  # seconds from the part's own beginning to what is asked for
    is_current: bool


def moment_of_record(request: HttpRequest, code: str, seconds: int) -> dict[str, Any]:
    """Return what second `seconds` shows. Raises `Http404` where there is nothing to play."""
    frame = frame_of(request, code)
    record, sight = frame["record"], frame["sight"]
    transcripts, points = told_versions(record, sight), points_for(sight, record)
    if not frame["part_count"] and not transcripts and not points:
        raise Http404
    query = request.GET.get("q", "")[:1000]
    terms = Terms()
    chosen = chosen_version(transcripts, request.GET.get("transcript", ""))
    beside = _beside(transcripts, chosen, request.GET.get("beside", ""))
    at_ms = seconds * 1000
    patterns = sought(request)
    lines = lines_of(chosen, sight, at_ms=at_ms, patterns=patterns, beside=beside) if chosen else []
    now = next((line for line in lines if line.is_current), None)
    parts = _parts(record, sight, at_ms, max(at_ms, now.start_ms if now else 0))
    to_ms = _until(request.GET.get("to", ""), at_ms)
    return frame | {
        "seconds": seconds,
        "at_ms": at_ms,
        "to_ms": to_ms,
        "query": query,
        "query_string": query_string(request),
        "kept": [(name, request.GET[name]) for name in KEPT if request.GET.get(name)],
        "stem": reverse("public:moment", args=[code, 0])[:-1],
        "parts": parts,
        "points": points,
        "transcript": chosen,
        "chosen_key": chosen.key if chosen else "",
        "chosen_query": f"transcript={chosen.key}&" if chosen else "",
        "transcripts": [(t.key, _version(t, terms), t == chosen) for t in transcripts],
        "beside": beside,
        "besides": [(t.key, _version(t, terms)) for t in transcripts if t not in (chosen, beside)],
        "formats": list(FORMATS) if chosen else [],
        "lines": lines,
        "citation": citation_of(request, record, frame["people"], at_ms=at_ms, to_ms=to_ms),
        "audio_link": _audio_link(request, parts, at_ms, to_ms or (now.end_ms if now else None)),
    }


def chosen_version(transcripts: list[Transcript], wanted: str) -> Transcript | None:
    """Return the version asked for; else the verbatim one, else whichever there is."""
    by_key = {t.key: t for t in transcripts}
    verbatim = next((t for t in transcripts if t.kind == "verbatim"), None)
    return by_key.get(wanted) or verbatim or next(iter(transcripts), None)


def _beside(
    transcripts: list[Transcript], chosen: Transcript | None, wanted: str
) -> Transcript | None:
    return next((t for t in transcripts if t != chosen and t.key == wanted), None)


def _version(transcript: Transcript, terms: Terms) -> str:
    language = terms.label(Vocabulary.LANGUAGE, transcript.language)
    return f"{transcript.get_kind_display()} · {language}"


def _until(asked: str, at_ms: int) -> int | None:
    """Return to where a stretch is cited: after its beginning, or nowhere."""
    try:
        to_ms = parse_timecode(asked)
    except InvalidTimecode:
        return None
    return to_ms if to_ms > at_ms else None


def _parts(record: Record, sight: Sight, at_ms: int, hear_from: int) -> list[Part]:
    if not sight.audio:
        return []
    rows = list(record.recordings.select_related("master").order_by("starts_ms", "part"))
    films, sounds = films_shown(sight, rows), sounds_there(sight, rows)
    never = never_there(rows)
    unplayable = {
        row.pk
        for row in rows
        if row.pk in never and row.pk not in films and row.pk not in _heard(sight, row, sounds)
    }
    current = max(0, begun([row.starts_ms for row in rows], at_ms))
    return [
        Part(
            recording=row,
            audio=media_address("audio", record.code, row.part),
            film=media_address("film", record.code, row.part) if row.pk in films else "",
            poster=media_address("poster", record.code, row.part)
            if row.pk in films and not sealed_part(sight, row)
            else "",
            awaits_sound=row.pk not in {*films, *sounds, *unplayable},
            awaits_film=_is_film(sight, row) and row.pk not in {*films, *never},
            lacks_film=_is_film(sight, row) and row.pk in never,
            is_unplayable=row.pk in unplayable,
            master=reverse("public:master", args=[record.code, row.master.digest])
            if row.pk in unplayable and sight.masters
            else "",
            peaks=media_address("peaks", record.code, row.part),
            url=reverse("public:moment", args=[record.code, row.starts_ms // 1000]),
            offset=f"{max(0, hear_from - row.starts_ms) / 1000:.3f}",
            is_current=number == current,
        )
        for number, row in enumerate(rows)
    ]


def _is_film(sight: Sight, recording: Recording) -> bool:
    return sight.film and recording.master.family == Family.VIDEO


def _heard(sight: Sight, recording: Recording, sounds: set[int]) -> set[int]:
    """Return what is heard of recordings: of a film a copy only, its master is no sound."""
    if recording.master.family != Family.VIDEO or not sight.masters:
        return sounds
    return sounds_there(replace(sight, masters=False), [recording])


def _audio_link(request: HttpRequest, parts: list[Part], at_ms: int, to_ms: int | None) -> str:
    """Return an address that plays only what is cited (W3C Media Fragments: `#t=30,35.2`)."""
    part = next((part for part in parts if part.is_current), None)
    if part is None or part.is_unplayable:
        return ""
    begin = max(0, at_ms - part.recording.starts_ms) / 1000
    end = f",{(to_ms - part.recording.starts_ms) / 1000:g}" if to_ms else ""
    return f"{request.build_absolute_uri(part.film or part.audio)}#t={begin:g}{end}"
