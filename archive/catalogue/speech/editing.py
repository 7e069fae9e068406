"""Writing a draft, stretch by stretch: change, split, merge, stamp.

Each returns what the page has to show anew and nothing else, so that the editor never draws
four thousand stretches to change one. A stretch is changed only as it stood when it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from archive.catalogue.models import Segment, Transcript
from archive.catalogue.speech.actions import NotADraft
from archive.catalogue.speech.cues import LAST_MS, MAX_CUE_LETTERS, MAX_SPEAKER_LETTERS
from archive.values.text import nfc

# Far above any position: where rows wait while others take their places.
_ASIDE = 10_000_000


class Stale(Exception):
    """Somebody else changed the stretch after it was read; nothing was written."""

    def __init__(self, current: Segment | None) -> None:
        super().__init__(str(current))
        self.current = current


class Unfit(ValueError):
    """What was sent cannot be kept: too long, or a time that ends before it begins."""


class NotTheirs(Exception):
    """The stretch is in somebody else's share of the draft."""


Within = Sequence[tuple[int, int]] | None
"""Where somebody may write, in half-open milliseconds; None is everywhere."""


@dataclass(frozen=True)
class Change:
    """What is to be changed of one stretch; None leaves as it is."""

    text: str | None = None
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None


@transaction.atomic
def change(
    *, draft: Transcript, segment_id: int, revision: int, to: Change, within: Within = None
) -> Segment:
    """Change one stretch of a draft. Raises `NotADraft`, `NotTheirs`, `Stale` and `Unfit`."""
    segment = _taken(draft, segment_id, revision, within)
    if to.text is not None:
        segment.text = _fit(to.text, MAX_CUE_LETTERS)
    if to.speaker is not None:
        segment.speaker = " ".join(_fit(to.speaker, MAX_SPEAKER_LETTERS).split())
    if to.start_ms is not None:
        segment.start_ms = to.start_ms
        segment.end_ms = max(segment.end_ms, segment.start_ms)
    if to.end_ms is not None:
        segment.end_ms = to.end_ms
    if not 0 <= segment.start_ms <= segment.end_ms <= LAST_MS:
        raise Unfit
    _check_theirs(segment, within)
    return _save(segment)


@transaction.atomic
def split(
    *,
    draft: Transcript,
    segment_id: int,
    revision: int,
    at_letter: int,
    at_ms: int | None = None,
    within: Within = None,
) -> tuple[Segment, Segment]:
    """Part one stretch before a letter; the second half begins at `at_ms`, or where its share
    of the words would put it. Raises `NotADraft`, `NotTheirs`, `Stale` and `Unfit`.
    """
    first = _taken(draft, segment_id, revision, within)
    text = first.text
    if not 0 <= at_letter <= len(text):
        raise Unfit
    share = at_letter / len(text) if text else 0.5
    moment = at_ms if at_ms is not None else None
    if moment is None or not first.start_ms <= moment <= first.end_ms:
        moment = first.start_ms + round((first.end_ms - first.start_ms) * share)
    _make_room(draft, first.position)
    second = Segment.objects.create(
        transcript=draft,
        position=first.position + 1,
        start_ms=moment,
        end_ms=first.end_ms,
        speaker=first.speaker,
        text=text[at_letter:].strip(),
    )
    first.text, first.end_ms = text[:at_letter].strip(), moment
    return _save(first), second


@transaction.atomic
def merge(
    *, draft: Transcript, segment_id: int, revision: int, within: Within = None
) -> tuple[Segment, int]:
    """Join one stretch with the one after it; return it and the key that is gone.

    Raises `NotADraft`, `NotTheirs`, `Stale` and `Unfit`.
    """
    first = _taken(draft, segment_id, revision, within)
    second = draft.segments.filter(position__gt=first.position).order_by("position").first()
    if second is None:
        raise Unfit
    _check_theirs(second, within)
    first.text = _fit(" ".join(part for part in (first.text, second.text) if part), MAX_CUE_LETTERS)
    first.end_ms = max(first.end_ms, second.end_ms)
    gone = second.pk
    second.delete()
    return _save(first), gone


def _taken(draft: Transcript, segment_id: int, revision: int, within: Within) -> Segment:
    draft = Transcript.objects.select_for_update().get(pk=draft.pk)
    if not draft.is_draft:
        raise NotADraft
    segment = draft.segments.select_for_update().filter(pk=segment_id).first()
    if segment is not None:
        _check_theirs(segment, within)
    if segment is None or segment.revision != revision:
        raise Stale(segment)
    return segment


def _check_theirs(segment: Segment, within: Within) -> None:
    """Raise `NotTheirs` unless the stretch begins where whoever writes may write."""
    if not is_within(segment.start_ms, within):
        raise NotTheirs


def is_within(ms: int, within: Within) -> bool:
    """Tell whether what begins at `ms` belongs to one of the stretches of `within`."""
    return within is None or any(begin <= ms < end for begin, end in within)


def _save(segment: Segment) -> Segment:
    segment.revision += 1
    segment.save(update_fields=["text", "speaker", "start_ms", "end_ms", "revision"])
    return segment


def _make_room(draft: Transcript, after: int) -> None:
    """Move every stretch behind `after` on by one, aside and back: no two share a position."""
    later = draft.segments.filter(position__gt=after)
    later.update(position=F("position") + _ASIDE)
    draft.segments.filter(position__gt=_ASIDE).update(position=F("position") - _ASIDE + 1)


def _fit(text: str, most: int) -> str:
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(c for c in text if c in "\n\t" or (c >= " " and c != "\x7f"))
    if len(text) > most:
        raise Unfit
    return text


def shown(segment: Segment) -> dict[str, Any]:
    """Return a stretch as the editor takes it."""
    return {
        "id": segment.pk,
        "revision": segment.revision,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "speaker": segment.speaker,
        "text": segment.text,
    }
