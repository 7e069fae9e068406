"""Kill -9 of the worker, at many points.

Real processes over a database and folders of their own (see `houses`). Nothing accepted is lost,
nothing is half-visible, nothing stays behind.
"""

from __future__ import annotations

import itertools
import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.files.buckets import new_bucket
from tests.ingest.conftest import jpeg, pdf, scan, tape
from tests.ingest.films import film
from tests.ingest.houses import LOOK, PREPARE, WORK, House, house_in, nothing_amiss
from tests.patience import PATIENCE


@pytest.fixture
def house(tmp_path: Path, migrated: Path) -> Iterator[House]:
    with house_in(tmp_path, migrated) as house:
        yield house


def test_a_worker_killed_again_and_again_loses_nothing_and_finishes(house: House) -> None:
    brought = {
        "1.jpg": jpeg(scan("mot")),
        "2.pdf": pdf("hai", "hai tiep", "het"),
        "3.tif.jpg": jpeg(scan("ba"))[:-999],
        "4.wav": tape(20),
        "5.jpg": jpeg(scan("nam")),
        "6.pdf": pdf("sau"),
        "7.txt": "Lời kể".encode(),
        "8.mkv": film("matroska", "mpeg4", "mp3", seconds=4),
    }
    for name, data in brought.items():
        (house.folder / "brought" / name).write_bytes(data)
    house.told(PREPARE)
    for round_number in range(5):
        before = _traces(house.folder)
        worker = house.start(WORK)
        deadline = time.monotonic() + PATIENCE
        while worker.poll() is None and _traces(house.folder) == before:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        # From the first sign of work on, let it live a little longer each time.
        time.sleep(0.2 * round_number)
        worker.kill()
    assert house.start(WORK).wait() == 0
    seen = house.told(LOOK)
    wanted = {name: ["accepted", "", True] for name in brought}
    wanted["3.tif.jpg"] = ["refused", "truncated", True]
    assert seen["files"] == wanted
    assert nothing_amiss(house, seen)


# Where a worker may die: before and after each step that leaves something behind.
STEPS = [
    "archive.ingest.actions.accept_file",
    "archive.files.store.keep_master",
    "archive.files.store.keep_derivative",
    "archive.ingest.keeping.keep",
    "archive.ingest.keeping.enter_fingerprint",
    "archive.ingest.keeping.keep_words",
    "archive.ingest.actions.refuse_file",
    "archive.ingest.processing.give_text",
    "archive.ingest.filming._make_piece",
    "archive.ingest.filming._throw_away",
]
OF_BUCKETS = [
    "archive.files.store._keep_elsewhere",
    "archive.files.store._carry",
    "archive.files.store.kept_copy",
]
DIE = """
import os, signal, sys
from django.utils.module_loading import import_string
path, when = sys.argv[1:]
module, _, name = path.rpartition(".")
step = import_string(path)
def dies(*args, **kwargs):
    if when == "after":
        step(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(sys.modules[module], name, dies)
"""


@pytest.mark.parametrize("place", ["disk", "bucket"])
def test_a_worker_killed_before_and_after_every_step_loses_nothing(
    place: str, request: pytest.FixtureRequest
) -> None:
    house: House = request.getfixturevalue("house" if place == "disk" else "house_with_bucket")
    steps = STEPS + (OF_BUCKETS if place == "bucket" else [])
    brought = {
        "1.jpg": jpeg(scan("mot")),
        "2.pdf": pdf("hai"),
        "3.tif.jpg": jpeg(scan("ba"))[:-999],
        "4.jpg": jpeg(scan("bon")),
        "5.pdf": pdf("nam"),
        "6.jpg": jpeg(scan("sau"))[:-999],
        "7.jpg": jpeg(scan("bay")),
        "8.mkv": film("matroska", "mpeg4", "mp3", seconds=1),
    }
    for name, data in brought.items():
        (house.folder / "brought" / name).write_bytes(data)
    house.told(PREPARE)
    died = [
        (step, when)
        for step in steps
        for when in ("before", "after")
        if house.start(DIE + WORK, step, when).wait() == -signal.SIGKILL
    ]
    assert len(died) > len(steps), died
    assert house.start(WORK).wait() == 0
    seen = house.told(LOOK)
    assert {name: state[0] for name, state in seen["files"].items()} == {
        name: "refused" if name in ("3.tif.jpg", "6.jpg") else "accepted" for name in brought
    }
    assert nothing_amiss(house, seen)


# It dies with the n-th piece that it sends to the bucket: before, in the middle, after.
DIE_SENDING = """
import http.client, os, signal, sys
left, when = int(sys.argv[1]), sys.argv[2]
plain = http.client.HTTPConnection.send
def send(line, data):
    global left
    left -= 1
    if left:
        return plain(line, data)
    if when != "before":
        data = data if isinstance(data, (bytes, bytearray)) else data.read()
        plain(line, data[: len(data) // 2] if when == "half" else data)
    os.kill(os.getpid(), signal.SIGKILL)
http.client.HTTPConnection.send = send
"""
# What is entered is there, whole; what lies in the bucket is somebody's.
WHOLE = """
import json
from archive.files import fixity, store
from archive.files.models import Derivative, Master
from archive.ingest.models import DepositedFile
faults = [m.digest for m in Master.objects.all() if store.digest_in(store.masters(), m.path) != m.digest]
faults += [d.path for d in Derivative.objects.all() if store.digest_in(store.derivatives(), d.path) != d.digest]
brought = set(DepositedFile.objects.values_list("digest", flat=True))
faults += [name for name in fixity.unknown_files() if name.rpartition("/")[2] not in brought]
print(json.dumps({"faults": faults}))
"""  # noqa: E501


@pytest.fixture
def house_with_bucket(tmp_path: Path, migrated: Path, s3: str) -> Iterator[House]:
    masters = json.dumps(new_bucket(s3))
    with house_in(tmp_path, migrated, MASTERS_STORAGE=masters) as house:
        yield house


def test_a_worker_killed_with_every_piece_it_sends_to_a_bucket_loses_nothing(
    house_with_bucket: House,
) -> None:
    house = house_with_bucket
    brought = {
        "1.jpg": jpeg(scan("mot")),
        "2.pdf": pdf("hai", "hai tiep"),
        "3.tif.jpg": jpeg(scan("ba"))[:-999],
        "4.wav": tape(20),
        "5.mkv": film("matroska", "mpeg4", "mp3", seconds=2),
    }
    for name, data in brought.items():
        (house.folder / "brought" / name).write_bytes(data)
    house.told(PREPARE)
    for number in itertools.count(1):
        when = ("before", "half", "after")[number % 3]
        status = house.start(DIE_SENDING + WORK, str(number), when).wait()
        assert house.told(WHOLE)["faults"] == [], number
        if status != -signal.SIGKILL:
            break
    assert status == 0 and number > 5
    seen = house.told(LOOK)
    wanted = {name: ["accepted", "", True] for name in brought}
    wanted["3.tif.jpg"] = ["refused", "truncated", True]
    assert seen["files"] == wanted
    assert nothing_amiss(house, seen)


def _traces(folder: Path) -> int:
    """Count what work leaves on disk; it changes as soon as a worker does anything."""
    files = [p for p in (folder / "media").rglob("*") if p.is_file() and p.name != ".worker"]
    wal = folder / "archive.sqlite3-wal"
    return len(files) + (wal.stat().st_size if wal.exists() else 0)
