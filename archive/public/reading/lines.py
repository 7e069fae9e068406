"""The lines of a transcript as one viewer reads them, with a translation beside them if wanted."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from archive.access.sight import Sight
from archive.catalogue.models import Transcript
from archive.catalogue.speech.actions import cues_of
from archive.catalogue.speech.cues import Cue
from archive.public.reading.viewer import marked
from archive.search.highlight import Pattern
from archive.search.marking import mark_texts


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of the transcript as it is read; sealed stretches have no words."""

    start_ms: int
    end_ms: int
    speaker: str
    html: SafeString
    beside: SafeString
    is_current: bool
    is_sealed: bool


def lines_of(
    transcript: Transcript,
    sight: Sight,
    *,
    at_ms: int,
    patterns: list[Pattern],
    beside: Transcript | None = None,
) -> list[Line]:
    """Return every stretch in order of time, the one at `at_ms` marked as current."""
    cues = sorted(cues_of(transcript), key=lambda cue: cue.start_ms)
    open_ = [sight.shows_stretch(cue.start_ms, cue.end_ms) for cue in cues]
    told = [cue.text if shown else "" for cue, shown in zip(cues, open_, strict=True)]
    who = [cue.speaker if shown else "" for cue, shown in zip(cues, open_, strict=True)]
    current = begun([cue.start_ms for cue in cues], at_ms)
    texts = _in_html(sight.all_veiled(told), patterns)
    others = _beside(cues, beside, sight, patterns) if beside else [SafeString()] * len(cues)
    return [
        Line(cue.start_ms, cue.end_ms, speaker, text, other, number == current and shown, not shown)
        for number, (cue, speaker, text, other, shown) in enumerate(
            zip(cues, sight.all_veiled(who), texts, others, open_, strict=True)
        )
    ]


def begun(starts: Sequence[int], at_ms: int) -> int:
    """Return the place of the last that has begun before the second is over; -1 for none.

    An address knows whole seconds: what begins at 30.271 s is what `/t/30` means.
    """
    return bisect_right(starts, at_ms + 999) - 1


def _in_html(texts: Sequence[str], patterns: list[Pattern]) -> list[SafeString]:
    if not patterns:
        return [escape(text) for text in texts]
    return [marked(pieces) for pieces in mark_texts(texts, patterns)]


def _beside(
    cues: Sequence[Cue], other: Transcript, sight: Sight, patterns: list[Pattern]
) -> list[SafeString]:
    """Return what of the other version is said while each line lasts: it is cut elsewhere."""
    starts = [cue.start_ms for cue in cues]
    shown = [cue for cue in cues_of(other) if sight.shows_stretch(cue.start_ms, cue.end_ms)]
    texts = _in_html(sight.all_veiled([cue.text for cue in shown]), patterns)
    found: defaultdict[int, list[SafeString]] = defaultdict(list)
    for cue, text in zip(shown, texts, strict=True):
        found[max(0, bisect_right(starts, cue.start_ms) - 1)].append(text)
    return [
        format_html_join(" ", "{}", ((text,) for text in found[number]))
        for number in range(len(cues))
    ]
