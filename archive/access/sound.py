"""Which bytes of a recording a viewer may have: the original, a copy without what is sealed, none.

A film has two: its sound alone, and its pictures with their sound.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from archive.access.models import QuietCopy, Seal
from archive.access.sight import Sight, seals_of
from archive.catalogue.models import Record, Recording
from archive.files import cutting, quiet
from archive.files.models import Derivative, Family, Master, Unmade
from archive.jobs.queue import later

Stretches = tuple[tuple[int, int], ...]


def sealed_part(sight: Sight, recording: Recording) -> Stretches:
    """Return what of `recording` is sealed for this sight: milliseconds from its own beginning.

    A recording of unknown length may have anything behind its beginning; in one whose gaps were
    filled since, what was sealed may stand later by as much.
    """
    starts = recording.starts_ms
    length = recording.duration_ms or None
    gaps = int(recording.master.technical.get("gaps_ms", 0))
    found = []
    for from_ms, to_ms in sight.sealed_times:
        begin = max(from_ms - starts, 0)
        end = to_ms - starts if length is None else min(to_ms - starts, length)
        if begin < end:
            found.append((begin, end + gaps))
    return _joined(found)


def quiet_copy(sight: Sight, recording: Recording) -> QuietCopy | None:
    """Return the silenced copy for this sight; None while it has not been made."""
    key = key_of(recording, sealed_part(sight, recording))
    return QuietCopy.objects.filter(recording=recording, key=key).first()


def sounds_there(sight: Sight, recordings: Sequence[Recording]) -> set[int]:
    """Return the keys of the recordings whose sound `sight` has now, in two queries at most.

    The holder's own staff hear the master while there is nothing else.
    """
    if not sight.audio:
        return set()
    quiet_keys = {
        each.pk: key_of(each, stretches)
        for each in recordings
        if (stretches := sealed_part(sight, each))
    }
    silenced = _made(quiet_keys)
    masters = {each.master_id for each in recordings if each.pk not in quiet_keys}
    whole = masters
    if masters and not sight.masters:
        copies = Derivative.objects.filter(role=Derivative.Role.WEB_AUDIO, master__in=masters)
        whole = set(copies.values_list("master_id", flat=True))
    return {
        each.pk
        for each in recordings
        if (each.pk in silenced if each.pk in quiet_keys else each.master_id in whole)
    }


def _made(keys: dict[int, str]) -> set[int]:
    """Return those of the recordings whose copy of that key is made."""
    if not keys:
        return set()
    copies = QuietCopy.objects.filter(recording__in=keys, key__in=keys.values())
    return {pk for pk, key in copies.values_list("recording_id", "key") if keys[pk] == key}


def film_of(recording: Recording) -> Derivative | None:
    """Return the film made for browsers of a recording; None of one without pictures."""
    if recording.master.family != Family.VIDEO:
        return None
    return recording.master.derivatives.filter(role=Derivative.Role.FILM).first()


def cut_film(sight: Sight, recording: Recording, film: Derivative) -> QuietCopy | None:
    """Return the film without what is sealed for this sight; None while it has not been made."""
    key = film_key_of(film, sealed_part(sight, recording))
    return QuietCopy.objects.filter(recording=recording, key=key).first()


def films_shown(sight: Sight, recordings: Sequence[Recording]) -> dict[int, Derivative]:
    """Return the films whose pictures `sight` has now, by recording, in two queries at most."""
    recordings = [each for each in recordings if each.master.family == Family.VIDEO]
    if not sight.film or not recordings:
        return {}
    of_master = {
        film.master_id: film
        for film in Derivative.objects.filter(
            role=Derivative.Role.FILM, master__in=[each.master_id for each in recordings]
        )
    }
    filmed = [each for each in recordings if each.master_id in of_master]
    cut = {
        each.pk: film_key_of(of_master[each.master_id], stretches)
        for each in filmed
        if (stretches := sealed_part(sight, each))
    }
    ready = _made(cut)
    return {
        each.pk: of_master[each.master_id]
        for each in filmed
        if each.pk not in cut or each.pk in ready
    }


def never_there(recordings: Sequence[Recording]) -> set[int]:
    """Return the keys of the recordings whose copy for browsers failed: it is not to be awaited.

    Of a film its pictures.
    """
    wanted = {
        each.pk: Derivative.Role.FILM
        if each.master.family == Family.VIDEO
        else Derivative.Role.WEB_AUDIO
        for each in recordings
    }
    made = Derivative.objects.filter(master=OuterRef("master"), role=OuterRef("part"))
    failed = Unmade.objects.filter(
        ~Exists(made),
        master__in=[each.master_id for each in recordings],
        part__in=set(wanted.values()),
    )
    found = set(failed.values_list("master_id", "part"))
    return {each.pk for each in recordings if (each.master_id, wanted[each.pk]) in found}


def film_key_of(film: Derivative, stretches: Stretches) -> str:
    return _key([cutting.RECIPE, film.digest, stretches])


def key_of(recording: Recording, stretches: Stretches) -> str:
    """Return what names a copy: the same master, stretches and recipe give the same key."""
    return _key([quiet.RECIPE, recording.master.digest, stretches])


def _key(facts: list[object]) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


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
        copies: list[tuple[str, Derivative | None]] = [(key_of(recording, stretches), None)]
        if film := film_of(recording):
            copies.append((film_key_of(film, stretches), film))
        for key, pictures in copies:
            wanted.add(key)
            if not QuietCopy.objects.filter(recording=recording, key=key).exists():
                _make(recording, key, stretches, at, pictures)
                made += 1
    _discard(QuietCopy.objects.filter(recording__record=record).exclude(key__in=wanted))
    return made


def ask_for_copies(*, master: Master, at: dt.datetime) -> None:
    """Have the copies made of a recording wherever some stretch of it is sealed."""
    sealed = Seal.objects.in_force(at).filter(from_ms__isnull=False).values("record")
    recordings = Recording.objects.filter(master=master, record__in=sealed)
    for record_id in set(recordings.values_list("record_id", flat=True)):
        later("archive.access.tasks.make_quiet_copies", record_id)


def _make(
    recording: Recording,
    key: str,
    stretches: Stretches,
    at: dt.datetime,
    film: Derivative | None,
) -> None:
    """Make one copy: of the film that is given, else of the sound of the recording."""
    derivatives = storages["derivatives"]
    storage, stored = (
        (derivatives, film.path) if film else (storages["masters"], recording.master.path)
    )
    media_type = film.media_type if film else quiet.MEDIA_TYPE
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "whole"), Path(folder, "copy")
        with storage.open(stored) as bytes_there, source.open("wb") as copy:
            for chunk in bytes_there.chunks():
                copy.write(chunk)
        if film:
            cutting.cut(source, target, stretches, media_type)
        else:
            quiet.silence(source, target, stretches)
        with target.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        with target.open("rb") as file:
            ending = "." + media_type.partition("/")[2] if film else ".m4a"
            path = derivatives.save(f"quiet/{key[:2]}/{key}{ending}", File(file))
        QuietCopy.objects.create(
            recording=recording,
            key=key,
            path=path,
            media_type=media_type,
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
