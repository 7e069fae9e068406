"""Acts on transcripts: a version is brought whole, or written as a draft, finished, confirmed.

None is overwritten: a new version supersedes the one before.

Whether the actor may was asked of `access.policy.may_transcribe`. Single keystrokes in a draft
are no acts: the journal says who began it, who finished it, and what became of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from archive.accounts.models import User
from archive.catalogue.models import (
    Confirmation,
    Person,
    ProcessingState,
    Record,
    Segment,
    Transcript,
    TranscriptKind,
)
from archive.catalogue.speech.cues import Cue, whole_text
from archive.files.models import Master
from archive.jobs.said import Said
from archive.journal import actions as journal
from archive.values.text import nfc

_BATCH = 1000


class AlreadyDrafted(Exception):
    """Somebody is writing this transcript already; there is one draft at a time."""

    def __init__(self, draft: Transcript) -> None:
        super().__init__(str(draft))
        self.draft = draft


class NotADraft(Exception):
    """A finished version is not changed: begin a draft from it."""


class BadTimes(ValueError):
    """A stretch ends before it begins, or begins before the one in front of it."""


@transaction.atomic
def save_transcript(
    *,
    actor: User | None,
    record: Record,
    words: Sequence[Cue],
    at: dt.datetime,
    kind: TranscriptKind = TranscriptKind.VERBATIM,
    language: str = "vi",
    source_name: str = "",
    note: str = "",
) -> Transcript:
    """Keep `words` as the current version of this kind and language. Raises `BadTimes`."""
    _check_times(words)
    _lock(record)
    transcript = _new_version(actor, record, kind, language, at)
    _supersede(transcript)
    transcript.source_name, transcript.note = source_name[:255], note
    transcript.save()
    _write(transcript, words)
    journal.record(
        actor=actor,
        act="catalogue.record.transcribed",
        subject=record,
        at=at,
        after=_state(transcript, cues_of(transcript)) | {"source": source_name},
    )
    _note_transcribed(record, at)
    return transcript


@transaction.atomic
def begin_draft(
    *,
    actor: User,
    record: Record,
    at: dt.datetime,
    kind: TranscriptKind = TranscriptKind.VERBATIM,
    language: str = "vi",
    words: Sequence[Cue] | None = None,
    note: Said | str = "",
) -> Transcript:
    """Begin the next version as a draft, from `words` or from those of the current one.

    Raises `AlreadyDrafted`.
    """
    _lock(record)
    same = Transcript.objects.filter(record=record, kind=kind, language=language)
    if draft := same.filter(is_draft=True).first():
        raise AlreadyDrafted(draft)
    current = same.filter(is_current=True).first()
    transcript = _new_version(actor, record, kind, language, at)
    transcript.is_draft, transcript.is_current, transcript.note = True, False, note
    transcript.save()
    _write(transcript, words or (cues_of(current) if current else [Cue(0, 0, "")]))
    journal.record(
        actor=actor,
        act="catalogue.transcript.begun",
        subject=record,
        at=at,
        after={"transcript": transcript.pk, "version": transcript.version},
    )
    return transcript


@transaction.atomic
def finish_draft(*, actor: User, transcript: Transcript, at: dt.datetime) -> Transcript:
    """Make a draft the current version; from now on it is not changed. Raises `NotADraft`."""
    _lock(transcript.record)
    transcript = Transcript.objects.select_for_update().get(pk=transcript.pk)
    if not transcript.is_draft:
        raise NotADraft
    # Stretches nobody wrote anything in are scaffolding.
    transcript.segments.filter(text="").delete()
    _supersede(transcript)
    transcript.is_draft, transcript.is_current, transcript.made_at = False, True, at
    transcript.save()
    cues = cues_of(transcript)
    journal.record(
        actor=actor,
        act="catalogue.transcript.finished",
        subject=transcript.record,
        at=at,
        after=_state(transcript, cues),
    )
    _note_transcribed(transcript.record, at)
    return transcript


@transaction.atomic
def discard_draft(*, actor: User, transcript: Transcript, at: dt.datetime) -> None:
    """Throw a draft away; the versions before it stay as they are. Raises `NotADraft`."""
    transcript = Transcript.objects.select_for_update().get(pk=transcript.pk)
    if not transcript.is_draft:
        raise NotADraft
    journal.record(
        actor=actor,
        act="catalogue.transcript.discarded",
        subject=transcript.record,
        at=at,
        before=_state(transcript, cues_of(transcript)),
    )
    transcript.delete()


@transaction.atomic
def confirm_transcript(
    *,
    actor: User,
    transcript: Transcript,
    witness: Person,
    confirmed_on: dt.date,
    at: dt.datetime,
    remarks: str = "",
    page: Master | None = None,
) -> Confirmation:
    """Write down that `witness` confirmed this version. Raises `NotADraft` for an unfinished one.

    Saying it again replaces the date and the remarks; the journal keeps both.
    """
    if transcript.is_draft:
        raise NotADraft
    confirmation, _made = Confirmation.objects.update_or_create(
        transcript=transcript,
        witness=witness,
        defaults={
            "confirmed_on": confirmed_on,
            "remarks": remarks,
            "page": page,
            "entered_by": actor,
            "entered_at": at,
        },
    )
    journal.record(
        actor=actor,
        act="catalogue.transcript.confirmed",
        subject=transcript.record,
        at=at,
        after={
            "transcript": transcript.pk,
            "witness": witness.pk,
            "confirmed_on": confirmed_on,
            "page": page.digest if page else None,
        },
        note=remarks,
    )
    _move_on(transcript.record, ProcessingState.WITNESS_CONFIRMED, at)
    return confirmation


def cues_of(transcript: Transcript) -> list[Cue]:
    """Return what a stored transcript says, in order."""
    rows = transcript.segments.order_by("position").values_list(
        "start_ms", "end_ms", "text", "speaker"
    )
    return [Cue(*row) for row in rows]


def digest_of(cues: Sequence[Cue]) -> str:
    """Return the SHA-256 (hex) of what is said, without its times."""
    return hashlib.sha256(whole_text(cues).encode()).hexdigest()


def _check_times(words: Sequence[Cue]) -> None:
    before = 0
    for cue in words:
        if not before <= cue.start_ms <= cue.end_ms:
            raise BadTimes(f"{cue.start_ms}–{cue.end_ms} ms: {cue.text[:40]}")
        before = cue.start_ms


def _lock(record: Record) -> None:
    """Let one act at a time number the versions of a record."""
    Record.objects.select_for_update().get(pk=record.pk)


def _new_version(
    actor: User | None, record: Record, kind: TranscriptKind, language: str, at: dt.datetime
) -> Transcript:
    same = Transcript.objects.filter(record=record, kind=kind, language=language)
    latest = same.aggregate(latest=Max("version"))["latest"] or 0
    return Transcript(
        record=record,
        kind=kind,
        language=language,
        version=latest + 1,
        made_by=actor,
        made_at=at,
    )


def _supersede(transcript: Transcript) -> None:
    Transcript.objects.filter(
        record=transcript.record,
        kind=transcript.kind,
        language=transcript.language,
        is_current=True,
    ).update(is_current=False)


def _write(transcript: Transcript, cues: Sequence[Cue]) -> None:
    Segment.objects.bulk_create(
        [
            Segment(
                transcript=transcript,
                position=position,
                start_ms=cue.start_ms,
                end_ms=cue.end_ms,
                speaker=nfc(cue.speaker),
                text=nfc(cue.text),
            )
            for position, cue in enumerate(cues, start=1)
        ],
        batch_size=_BATCH,
    )


def _state(transcript: Transcript, cues: Sequence[Cue]) -> dict[str, object]:
    return {
        "transcript": transcript.pk,
        "kind": transcript.kind,
        "language": transcript.language,
        "version": transcript.version,
        "segments": len(cues),
        # What was said does not belong in the journal, which is kept for ever; that it was this
        # and nothing else can be proved by its digest.
        "words_sha256": digest_of(cues),
    }


def _note_transcribed(record: Record, at: dt.datetime) -> None:
    """A new version has not been confirmed by anybody, whatever the one before it had been."""
    _move_on(record, ProcessingState.TRANSCRIBED, at)


def _move_on(record: Record, state: ProcessingState, at: dt.datetime) -> None:
    Record.objects.filter(pk=record.pk).update(processing_state=state, changed_at=at)
