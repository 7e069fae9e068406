"""A sealed stretch is not in the bytes a reader gets."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import struct
import wave
from pathlib import Path
from typing import Any

import av
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files import File
from django.core.files.storage import storages

from archive.access import sound
from archive.access.actions import lift_seal, seal_stretch
from archive.access.models import QuietCopy
from archive.access.sight import Sight, sight_of
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record, Recording
from archive.files import quiet
from archive.files.models import Family, Master

RATE = 22_050


def tone(path: Path, seconds: float) -> Path:
    """Write a steady tone, so that silence stands out."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for n in range(int(seconds * RATE)):
            file.writeframesraw(struct.pack("<h", int(12_000 * math.sin(n * 0.12))))
    return path


def loudness(path: Path) -> list[int]:
    """Return the loudest sample of each tenth of a second."""
    found: list[int] = []
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        samples: list[int] = []
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                raw = bytes(piece.planes[0])[: piece.samples * 2]
                samples += struct.unpack(f"<{piece.samples}h", raw)
    step = RATE // 10
    for n in range(0, len(samples) - step, step):
        found.append(max(map(abs, samples[n : n + step])))
    return found


@pytest.fixture
def spoken(make_record: Any, tmp_path: Path, now: dt.datetime) -> Record:
    """An open record (no witness in it) with six seconds of sound in two parts."""
    record: Record = make_record(released=AccessLevel.PUBLIC)
    for part in (1, 2):
        path = tone(tmp_path / f"{part}.wav", 3)
        master = Master.objects.create(
            digest=hashlib.sha256(path.read_bytes() + bytes([part])).hexdigest(),
            size=path.stat().st_size,
            family=Family.AUDIO,
            media_type="audio/wav",
            original_name=path.name,
            stored_at=now,
        )
        with path.open("rb") as file:
            storages["masters"].save(master.path, File(file))
        Recording.objects.create(
            record=record, part=part, master=master, starts_ms=(part - 1) * 3000, duration_ms=3000
        )
    return record


def test_the_stretch_is_silent_and_the_rest_is_not(tmp_path: Path) -> None:
    source, target = tone(tmp_path / "heard.wav", 4), tmp_path / "quiet.m4a"
    quiet.silence(source, target, [(1000, 2000)])
    heard = loudness(target)
    assert abs(len(heard) - 40) <= 2
    assert max(heard[11:19]) < 50
    assert min(heard[2:9]) > 5_000
    assert min(heard[22:37]) > 5_000


def test_a_file_that_is_no_sound_leaves_nothing(tmp_path: Path) -> None:
    source, target = tmp_path / "heard.wav", tmp_path / "quiet.m4a"
    source.write_bytes(b"RIFF" + b"\0" * 400)
    with pytest.raises(quiet.CannotSilence):
        quiet.silence(source, target, [(0, 1000)])
    assert not target.exists()


def test_readers_get_the_copy_and_only_while_it_fits_the_seals(
    spoken: Record, binh: User, an: User, visitor: AnonymousUser, now: dt.datetime
) -> None:
    first, second = spoken.recordings.order_by("part")
    seal = seal_stretch(
        actor=binh, record=spoken, from_ms=2500, to_ms=3500, reason="Theo thoả thuận", at=now
    )
    sight = sight_of(visitor, spoken)
    assert sound.sealed_part(sight, first) == ((2500, 3000),)
    assert sound.sealed_part(sight, second) == ((0, 500),)
    assert sound.sealed_part(sight_of(an, spoken), first) == ()
    assert sound.quiet_copy(sight, first) is None, "no sound until the copy is made"
    assert sound.make_copies(record=spoken, at=now) == 2
    assert sound.make_copies(record=spoken, at=now) == 0
    copy = sound.quiet_copy(sight, second)
    assert copy is not None
    heard = loudness(Path(storages["derivatives"].path(copy.path)))
    assert max(heard[1:4]) < 50 < 5_000 < min(heard[7:27])
    seal_stretch(actor=binh, record=spoken, from_ms=0, to_ms=100, reason="", at=now)
    assert sound.quiet_copy(sight_of(visitor, spoken), first) is None
    lift_seal(actor=binh, seal=seal, at=now)
    sound.make_copies(record=spoken, at=now)
    assert QuietCopy.objects.filter(recording__record=spoken).count() == 1


def test_overlapping_seals_are_one_silence(spoken: Record) -> None:
    first = spoken.recordings.get(part=1)
    sight = Sight(audio=True, sealed_times=((0, 1000), (500, 1500), (1500, 1600)))
    assert sound.sealed_part(sight, first) == ((0, 1600),)
