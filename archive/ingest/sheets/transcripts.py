"""Transcripts that come with their interview: a deposited text file named in its row."""

from __future__ import annotations

import datetime as dt

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.catalogue.speech.actions import save_transcript
from archive.catalogue.speech.cues import Reading
from archive.catalogue.speech.reading import read_transcript
from archive.files import store
from archive.ingest.models import DepositedFile


def read_file(file: DepositedFile, record: Record | None = None) -> Reading:
    """Read a deposited file as a transcript, on the timeline of `record` where it is known."""
    assert file.master is not None
    recordings = list(record.recordings.order_by("part")) if record else []
    with store.masters().open(file.master.path) as source:
        data = source.read()
    return read_transcript(
        data,
        duration_ms=max((r.starts_ms + r.duration_ms for r in recordings), default=0),
        part_starts=[recording.starts_ms for recording in recordings],
    )


def keep(file: DepositedFile, record: Record, *, actor: User, at: dt.datetime) -> Reading:
    """Give `record` the words of the file as its current transcript, unless they are refused.

    The file makes no page: what is sealed on the timeline must not be read beside it.
    """
    DepositedFile.objects.filter(pk=file.pk).update(record=record)
    reading = read_file(file, record)
    if not reading.is_refused and reading.cues:
        save_transcript(
            actor=actor,
            record=record,
            words=reading.cues,
            source_name=file.name,
            note=reading.preamble,
            at=at,
        )
    return reading
