"""Asking for a first draft, listening, stopping."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from django.db import transaction

from archive.access import policy
from archive.accounts.models import User
from archive.catalogue.models import Record, Recording
from archive.catalogue.speech import actions as speech
from archive.catalogue.speech.cues import MAX_CUE_LETTERS, Cue
from archive.files.store import masters
from archive.ingest.hearing import machine
from archive.ingest.hearing.models import Listening
from archive.jobs import actions as jobs
from archive.jobs.actions import Clock
from archive.jobs.models import State
from archive.jobs.said import say as _
from archive.journal import actions as journal

# What was heard is written so often that a crash loses little; a stop is heeded at once.
_KEEP_EVERY = 5


class NotAllowed(Exception):
    """The person does not write transcripts of this record."""


class AlreadyListening(Exception):
    """The machine is listening to this record already, or somebody is writing a draft."""


@transaction.atomic
def ask_for_draft(
    *, actor: User, record: Record, at: dt.datetime, language: str = "vi"
) -> Listening:
    """Have the worker listen to a record and write a draft of what is said.

    One that was stopped or failed goes on from where it was left, as long as the recordings are
    those it heard. Raises `NotAllowed`, `AlreadyListening` and `machine.Unavailable`.
    """
    if not policy.may_transcribe(actor, record):
        raise NotAllowed
    if reason := machine.why_not():
        raise machine.Unavailable(reason)
    Record.objects.select_for_update().get(pk=record.pk)
    drafts = record.transcripts.filter(is_draft=True, kind="verbatim", language=language)
    if drafts.exists():
        raise AlreadyListening
    left = left_off(record, language)
    listening = left or Listening(record=record, language=language, total=_duration_of(record))
    listening.asked_by, listening.asked_at = actor, at
    try:
        if left:
            left.save(update_fields=["asked_by", "asked_at"])
            jobs.go_on(left)
        else:
            jobs.ask(listening)
    except jobs.UnderWay:
        raise AlreadyListening from None
    _record(actor, listening, "asked_for", at)
    return listening


def left_off(record: Record, language: str = "vi") -> Listening | None:
    """Return the last listening where it ended early and has heard something of these recordings.

    By their length: what was heard has its place on the record's timeline.
    """
    last = Listening.objects.filter(record=record, language=language).first()
    if last is None or last.state not in (State.STOPPED, State.FAILED) or not last.heard:
        return None
    return last if last.total == _duration_of(record) else None


def _duration_of(record: Record) -> int:
    return sum(recording.duration_ms for recording in record.recordings.all())


@transaction.atomic
def stop(*, actor: User, listening: Listening, at: dt.datetime) -> None:
    """Stop a listening; the worker heeds it after the sentence at hand. Raises `NotAllowed`."""
    if not policy.may_transcribe(actor, listening.record):
        raise NotAllowed
    if jobs.stop(listening, at=at):
        _record(actor, listening, "stopped", at)


def listen(*, listening_id: int, at: Clock) -> None:
    """Listen to all recordings from where it was left, then write the draft.

    Can be run again after a crash. What goes wrong is written down for the person who asked.
    """
    listening = Listening.objects.select_related("record", "asked_by").get(pk=listening_id)

    def hear_and_write() -> None:
        try:
            for recording in listening.record.recordings.select_related("master").order_by("part"):
                _hear(listening, recording)
            _write(listening, at())
        except machine.Unavailable as error:
            raise jobs.CannotBeDone(error.reason) from None
        except speech.AlreadyDrafted:
            raise jobs.CannotBeDone(
                _("Somebody began to write this transcript meanwhile.")
            ) from None

    jobs.carry_out(listening, hear_and_write, at=at)


def _hear(listening: Listening, recording: Recording) -> None:
    """Hear one recording from where it was left. Raises `jobs.Stopped`."""
    begins, lasts = recording.starts_ms, recording.duration_ms
    heard_to = max((end for _start, end, _text in listening.heard), default=0)
    from_ms = max(0, heard_to - begins)
    if lasts and from_ms >= lasts:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "heard")
        with masters().open(recording.master.path) as stored, path.open("wb") as copy:
            for chunk in stored.chunks():
                copy.write(chunk)
        said = machine.hear(path, language=listening.language, from_ms=from_ms)
        for count, (start, told_end, text) in enumerate(said, start=1):
            # A machine that has lost the thread hears on after the end of the tape.
            end = min(told_end, lasts) if lasts else told_end
            if text and (start < lasts or not lasts):
                listening.heard.append([begins + start, begins + max(start, end), text])
            listening.done = begins + end
            if count % _KEEP_EVERY == 0:
                _keep(listening)
            if not jobs.is_wanted(listening):
                raise jobs.Stopped
    listening.done = begins + lasts
    _keep(listening)


def _keep(listening: Listening) -> None:
    """Keep what was heard. Raises `jobs.Stopped`."""
    jobs.advance(listening, heard=listening.heard, done=listening.done)


@transaction.atomic
def _write(listening: Listening, at: dt.datetime) -> None:
    cues = [Cue(start, end, text[:MAX_CUE_LETTERS]) for start, end, text in listening.heard]
    if not cues:
        raise jobs.CannotBeDone(_("Nothing was heard in these recordings."))
    assert listening.asked_by is not None
    jobs.finish(listening, at=at)
    speech.begin_draft(
        actor=listening.asked_by,
        record=listening.record,
        language=listening.language,
        words=cues,
        note=_("First draft written by machine; everything in it is to be checked by ear."),
        at=at,
    )


def _record(actor: User, listening: Listening, verb: str, at: dt.datetime) -> None:
    journal.record(
        actor=actor,
        act=f"ingest.listening.{verb}",
        subject=listening.record,
        at=at,
        after={"listening": listening.pk, "language": listening.language},
    )
