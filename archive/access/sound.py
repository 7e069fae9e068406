"""Which bytes of a recording a viewer may hear: the original, a silenced copy, or none."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import tempfile
from pathlib import Path

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet

from archive.access.models import QuietCopy
from archive.access.sight import Sight, seals_of
from archive.catalogue.models import Record, Recording
from archive.files import quiet

Stretches = tuple[tuple[int, int], ...]


def sealed_part(sight: Sight, recording: Recording) -> Stretches:
    """Return what of `recording` is sealed for this sight: milliseconds from its own beginning.

    A recording of unknown length may have anything behind its beginning.
    """
    starts = recording.starts_ms
    length = recording.duration_ms or None
    found = []
    for from_ms, to_ms in sight.sealed_times:
        begin = max(from_ms - starts, 0)
        end = to_ms - starts if length is None else min(to_ms - starts, length)
        if begin < end:
            found.append((begin, end))
    return _joined(found)


def quiet_copy(sight: Sight, recording: Recording) -> QuietCopy | None:
    """Return the silenced copy for this sight; None while it has not been made."""
    key = key_of(recording, sealed_part(sight, recording))
    return QuietCopy.objects.filter(recording=recording, key=key).first()


def key_of(recording: Recording, stretches: Stretches) -> str:
    """Return what names a copy: the same master, stretches and recipe give the same key."""
    facts = json.dumps([quiet.RECIPE, recording.master.digest, stretches])
    return hashlib.sha256(facts.encode()).hexdigest()


def make_copies(*, record: Record, at: dt.datetime) -> int:
    """Make the copies the seals in force ask for, and throw away those they do not.

    Can be run again at any time. Returns how many were made. Raises `files.quiet.CannotSilence`.
    """
    times, _pages = seals_of([record], now=at)[record.pk]
    sight = Sight(audio=True, sealed_times=tuple(sorted(times)))
    made, wanted = 0, set()
    for recording in record.recordings.select_related("master"):
        stretches = sealed_part(sight, recording)
        if not stretches:
            continue
        key = key_of(recording, stretches)
        wanted.add(key)
        if not QuietCopy.objects.filter(recording=recording, key=key).exists():
            _make(recording, key, stretches, at)
            made += 1
    _discard(QuietCopy.objects.filter(recording__record=record).exclude(key__in=wanted))
    return made


def _make(recording: Recording, key: str, stretches: Stretches, at: dt.datetime) -> None:
    masters, derivatives = storages["masters"], storages["derivatives"]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "heard"), Path(folder, "quiet.m4a")
        with masters.open(recording.master.path) as stored, source.open("wb") as copy:
            for chunk in stored.chunks():
                copy.write(chunk)
        quiet.silence(source, target, stretches)
        with target.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        with target.open("rb") as file:
            path = derivatives.save(f"quiet/{key[:2]}/{key}.m4a", File(file))
        QuietCopy.objects.create(
            recording=recording,
            key=key,
            path=path,
            media_type=quiet.MEDIA_TYPE,
            digest=digest.hexdigest(),
            size=target.stat().st_size,
            made_at=at,
        )


def _discard(copies: QuerySet[QuietCopy]) -> None:
    paths = list(copies.values_list("path", flat=True))
    copies.delete()
    for path in paths:
        transaction.on_commit(functools.partial(storages["derivatives"].delete, path))


def _joined(stretches: list[tuple[int, int]]) -> Stretches:
    """Return the stretches in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(stretches):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)
