"""Writing a transcript in the format somebody asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from archive.catalogue.models import AppearanceRole, Record
from archive.catalogue.speech import ohms, srt, table, textgrid, timed_text, webvtt, word
from archive.catalogue.speech.cues import Cue, Point
from archive.values.timecodes import format_timecode

FORMATS = {
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xml": "application/xml",
    "TextGrid": "text/plain; charset=utf-8",
}


class UnknownFormat(ValueError):
    """Nobody here writes this."""


@dataclass(frozen=True)
class Told:
    """What may be told of an interview: the caller has asked the gate and veiled the names."""

    record: Record
    title: str
    language: str
    cues: Sequence[Cue]
    points: Sequence[Point] = ()
    interviewees: tuple[str, ...] = ()


def write(format: str, told: Told) -> bytes:
    """Return the transcript in `format`, one of `FORMATS`. Raises `UnknownFormat`."""
    if format == "vtt":
        return webvtt.write(told.cues, title=told.title, language=told.language).encode()
    if format == "srt":
        return srt.write(told.cues).encode()
    if format == "txt":
        return timed_text.write(told.cues, title=told.title).encode()
    if format == "csv":
        return table.write(told.cues)
    if format == "docx":
        return word.write(told.cues, title=told.title)
    if format == "TextGrid":
        return textgrid.write(told.cues).encode()
    if format == "xml":
        return ohms.write(_heading(told), told.cues, told.points)
    raise UnknownFormat(format)


def _heading(told: Told) -> ohms.Heading:
    record = told.record
    interviewers = record.appearances.filter(role=AppearanceRole.INTERVIEWER)
    ends = [recording.starts_ms + recording.duration_ms for recording in record.recordings.all()]
    return ohms.Heading(
        code=record.code,
        title=told.title,
        number=record.pk,
        changed_on=timezone.localdate(record.changed_at),
        date=record.date_written,
        duration=format_timecode(max(ends, default=0), hours=True),
        repository=str(record.holder),
        language=told.language,
        interviewees=told.interviewees,
        interviewers=tuple(interviewers.values_list("person__name", flat=True)),
    )
