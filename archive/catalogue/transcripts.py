"""Writing down what is said: a new version supersedes the one before, none is overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from archive.accounts.models import User
from archive.catalogue.models import (
    ProcessingState,
    Record,
    Segment,
    Transcript,
    TranscriptKind,
)
from archive.journal import actions as journal
from archive.values.text import nfc


class BadTimes(ValueError):
    """A stretch ends before it begins, or begins before the one in front of it."""


@dataclass(frozen=True)
class Stretch:
    """What one speaker says, from `start_ms` to `end_ms` of the record's timeline."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""


@transaction.atomic
def save_transcript(
    *,
    actor: User | None,
    record: Record,
    stretches: Sequence[Stretch],
    at: dt.datetime,
    kind: TranscriptKind = TranscriptKind.VERBATIM,
    language: str = "vi",
    source_name: str = "",
    note: str = "",
) -> Transcript:
    """Keep `stretches` as the current version of this kind and language. Raises `BadTimes`.

    Whether the actor may was asked of `access.policy.may_transcribe`.
    """
    _check_times(stretches)
    versions = record.transcripts.filter(kind=kind, language=language)
    number = (versions.aggregate(last=Max("version"))["last"] or 0) + 1
    versions.filter(is_current=True).update(is_current=False)
    transcript = Transcript.objects.create(
        record=record,
        kind=kind,
        language=language,
        version=number,
        made_by=actor,
        made_at=at,
        source_name=source_name[:255],
        note=note,
    )
    Segment.objects.bulk_create(
        [
            Segment(
                transcript=transcript,
                position=position,
                start_ms=each.start_ms,
                end_ms=each.end_ms,
                speaker=nfc(each.speaker),
                text=nfc(each.text),
            )
            for position, each in enumerate(stretches, start=1)
        ],
        batch_size=500,
    )
    journal.record(
        actor=actor,
        act="catalogue.record.transcribed",
        subject=record,
        at=at,
        after={
            "transcript": transcript.pk,
            "kind": kind,
            "language": language,
            "version": number,
            "segments": len(stretches),
            "source": source_name,
        },
    )
    _note_progress(record, at)
    return transcript


def _check_times(stretches: Sequence[Stretch]) -> None:
    before = 0
    for each in stretches:
        if not before <= each.start_ms <= each.end_ms:
            raise BadTimes(f"{each.start_ms}–{each.end_ms} ms: {each.text[:40]}")
        before = each.start_ms


def _note_progress(record: Record, at: dt.datetime) -> None:
    """Say that the record is transcribed: nobody has confirmed a new version yet."""
    record.changed_at = at
    record.processing_state = ProcessingState.TRANSCRIBED
    record.save(update_fields=["changed_at", "processing_state"])
