"""Kill -9, at many points: of the worker at work, of the server in the middle of an upload.

Real processes over a database and folders of their own (see `houses`). Nothing accepted is lost,
nothing is half-visible, nothing stays behind.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import itertools
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.files.buckets import new_bucket
from tests.ingest.conftest import jpeg, pdf, scan, tape
from tests.ingest.films import film
from tests.ingest.houses import House, Process, house_in

PREPARE = """
import json, os, sys
from pathlib import Path
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from archive.accounts.models import Role, RoleGrant, User
from archive.ingest import actions
from archive.ingest.models import Secrecy
from archive.units.models import Kind, Level, Unit
office = Unit.objects.create(code="vp", name="VP", kind=Kind.OFFICE, level=Level.PROVINCE)
user = User.objects.create_user("an", password="mat-khau-minh-hoa", office=office)
RoleGrant.objects.create(user=user, role=Role.ARCHIVIST)
at = timezone.now()
deposit = actions.open_deposit(actor=user, office=office, secrecy=Secrecy.NONE, at=at)
for path in sorted(Path(os.environ["BROUGHT"]).iterdir()):
    chunks = [path.read_bytes()]
    actions.receive_file(actor=user, deposit=deposit, name=path.name, chunks=chunks, at=at)
session = SessionStore()
session["_auth_user_id"] = str(user.pk)
session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
session["_auth_user_hash"] = user.get_session_auth_hash()
session.save()
print(json.dumps({"deposit": deposit.pk, "session": session.session_key}))
"""

LOOK = """
import datetime, json
from pathlib import Path
from django.core.files.storage import storages
from django.utils import timezone
from archive.files import actions as files, fixity
from archive.files.models import Derivative, Master
from archive.ingest import filming, plans, processing
from archive.ingest.models import DepositedFile
from archive.journal.chain import broken_links
swept = processing.sweep_incoming(before=timezone.now() + datetime.timedelta(days=1))
lacking = [
    [str(master), step.role, step.frame]
    for master in Master.objects.all()
    for step in plans.plan(master)
    if not master.derivatives.filter(role=step.role, frame=step.frame).exists()
]
lacking += [
    [str(master), "film", 0]
    for master in Master.objects.filter(family="video")
    if filming.is_lacking(master)
]
places = storages["derivatives"]
known = set(Derivative.objects.values_list("path", flat=True))
below = [path for path in Path(places.location).rglob("*") if path.is_file()]
on_disk = {str(path.relative_to(places.location)) for path in below}
entered = DepositedFile.objects.all()
print(json.dumps({
    "files": {f.name: [f.state, f.reason, f.finished_at is not None] for f in entered},
    "faults": [str(check.master) for check in files.check_masters(at=timezone.now).faults],
    "unknown": list(fixity.unknown_files()),
    "lacking": lacking,
    "strays": sorted(on_disk - known),
    "gone": sorted(known - on_disk),
    "journal": list(broken_links()),
    "digests": {f.name: f.digest for f in entered},
}))
"""


@pytest.fixture
def house(tmp_path: Path, migrated: Path) -> Iterator[House]:
    with house_in(tmp_path, migrated) as house:
        yield house


WORK = """
call_command("run_worker", queue_name="*", batch=True, startup_delay=False, verbosity=0)
"""


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
        deadline = time.monotonic() + 60
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
    for name in ("faults", "unknown", "lacking", "strays", "gone", "journal"):
        assert seen[name] == [], name
    assert left_over(house) == []


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
    for name in ("faults", "unknown", "lacking", "strays", "gone", "journal"):
        assert seen[name] == [], name
    assert left_over(house) == []


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
    for name in ("faults", "unknown", "lacking", "strays", "gone", "journal"):
        assert seen[name] == [], name
    assert left_over(house) == []


def left_over(house: House) -> list[Path]:
    """Return what still lies under passing names, wherever the masters are."""
    folders = (house.folder / "media" / name for name in ("incoming", "masters/incoming"))
    return [path for folder in folders if folder.exists() for path in folder.iterdir()]


def _traces(folder: Path) -> int:
    """Count what work leaves on disk; it changes as soon as a worker does anything."""
    files = [p for p in (folder / "media").rglob("*") if p.is_file() and p.name != ".worker"]
    wal = folder / "archive.sqlite3-wal"
    return len(files) + (wal.stat().st_size if wal.exists() else 0)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Line:
    """A browser's line to the server: pieces go over it, and it breaks with the server."""

    def __init__(self, port: int, session: str, deposit: int) -> None:
        self.port = port
        self.base = f"/desk/deposits/{deposit}/uploads/"
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={'a' * 32}",
                        "X-CSRFToken": "a" * 32, "Tus-Resumable": "1.0.0"}  # fmt: skip

    def ask(self, method: str, path: str = "", body: bytes = b"", **headers: str) -> Any:
        kind = {"Content-Type": "application/offset+octet-stream"}
        for _attempt in range(20):  # as the browser does while the server is away
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                line.request(method, path or self.base, body, self.headers | kind | headers)
                answer = line.getresponse()
                answer.read()
                return answer
            except OSError:
                time.sleep(0.5)
            finally:
                line.close()
        raise AssertionError("the server does not answer")

    def send_part(self, path: str, offset: int, body: bytes, part: int) -> socket.socket:
        """Send the head of a piece and a part of its body, and leave the line open."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        headers = self.headers | {
            "Host": "127.0.0.1", "Content-Length": str(len(body)), "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        line.sendall(f"PATCH {path} HTTP/1.1\r\n{head}\r\n".encode() + body[:part])
        return line


@pytest.fixture
def server(house: House, port: int) -> Iterator[Any]:
    running: list[Process] = []

    def start() -> Process:
        process = house.start(
            "from gunicorn.app.wsgiapp import run; run()",
            *("archive.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--workers", "1", "--threads", "2", "--log-level", "critical"),
        )
        running.append(process)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return process
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not come up")

    yield start
    for process in running:
        _kill_family(process)


def _kill_family(process: Process) -> None:
    """Kill the server and the worker processes it forked, by their own ids."""
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    process.kill()
    for pid in children:
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            continue


def test_an_upload_survives_the_server_killed_in_the_middle_of_a_piece(
    house: House, server: Any, port: int
) -> None:
    body = jpeg(scan(size=(3000, 3000))) + os.urandom(3_000_000)
    said = house.told(PREPARE)
    process = server()
    line = Line(port, said["session"], said["deposit"])
    name = base64.b64encode(b"trang 1.jpg").decode()
    begun = line.ask(
        "POST", **{"Upload-Length": str(len(body)), "Upload-Metadata": f"filename {name}"}
    )
    assert begun.status == 201, begun.status
    path = begun.getheader("Location")
    offset, seen = 0, []
    for number in range(4):
        piece = body[offset : offset + 1_000_000]
        open_line = line.send_part(path, offset, piece, len(piece) * (number + 1) // 6)
        time.sleep(0.3)
        _kill_family(process)
        open_line.close()
        process = server()
        offset = int(line.ask("HEAD", path).getheader("Upload-Offset"))
        seen.append(offset)
    assert seen == sorted(seen)
    assert seen[-1] > 0
    while offset < len(body):
        answer = line.ask("PATCH", path, body[offset : offset + 1_000_000],
                          **{"Upload-Offset": str(offset)})  # fmt: skip
        assert answer.status == 204
        offset = int(answer.getheader("Upload-Offset"))
    _kill_family(process)
    assert house.start(WORK).wait() == 0
    look = house.told(LOOK)
    assert look["files"] == {"trang 1.jpg": ["accepted", "", True]}
    assert look["digests"]["trang 1.jpg"] == hashlib.sha256(body).hexdigest()
    for name in ("faults", "unknown", "lacking", "strays", "gone", "journal"):
        assert look[name] == [], name
