"""What is said, as one viewer may have it: sealed stretches left out, withheld names veiled."""

from __future__ import annotations

from dataclasses import replace

from archive.access.sight import Sight
from archive.catalogue.interviews import points_of
from archive.catalogue.models import Record, Transcript
from archive.catalogue.speech.actions import cues_of
from archive.catalogue.speech.cues import Cue, Point


def told_versions(record: Record, sight: Sight) -> list[Transcript]:
    """Return the versions of what is said that `sight` may read."""
    return list(record.transcripts.filter(is_current=True)) if sight.transcript else []


def cues_for(sight: Sight, transcript: Transcript) -> list[Cue]:
    """Return what `sight` may read of a transcript; nothing of a superseded or drafted one."""
    if not sight.transcript or not (transcript.is_current or sight.masters):
        return []
    cues = [cue for cue in cues_of(transcript) if sight.shows_stretch(cue.start_ms, cue.end_ms)]
    texts = sight.all_veiled([cue.text for cue in cues])
    speakers = sight.all_veiled([cue.speaker for cue in cues])
    return [
        replace(cue, text=text, speaker=speaker)
        for cue, text, speaker in zip(cues, texts, speakers, strict=True)
    ]


def points_for(sight: Sight, record: Record) -> list[Point]:
    """Return the table of contents `sight` may have: not what is said where it is sealed.

    An entry is as open as the transcript: it says the same in fewer words.
    """
    if not sight.transcript:
        return []
    points = points_of(record)
    following = [point.start_ms for point in points[1:]]
    ends: list[int | None] = [*following, None] if points else []
    return [
        _veiled(sight, point)
        for point, end in zip(points, ends, strict=True)
        if sight.shows_stretch(point.start_ms, point.end_ms or end or _LAST_MS)
    ]


_LAST_MS = 2**62


def _veiled(sight: Sight, point: Point) -> Point:
    return replace(
        point,
        title=sight.veiled(point.title),
        synopsis=sight.veiled(point.synopsis),
        partial_transcript=sight.veiled(point.partial_transcript),
        keywords=sight.veiled(point.keywords),
        subjects=sight.veiled(point.subjects),
        gps_text=sight.veiled(point.gps_text),
    )
