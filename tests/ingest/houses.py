"""An archive in a folder of its own, whose processes a test may kill.

They are forked from one that has Django loaded already: to load it anew for each takes seconds and
proves nothing. What a process has in memory dies with it all the same.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent

# An archivist, their deposit with what lies in the folder `BROUGHT`, and a session of theirs.
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
# All there is to be seen of a house: what became of what was brought, and whatever is amiss.
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
WORK = """
call_command("run_worker", queue_name="*", batch=True, startup_delay=False, verbosity=0)
"""

_NURSERY = """
import json, os, sys
import django
django.setup()
import archive.urls, archive.ingest.tasks
from django.core.management import call_command
for line in sys.stdin:
    order = json.loads(line)
    if "code" in order:
        pid = os.fork()
        if not pid:
            os.dup2(os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
            os.dup2(1, 2)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            sys.argv = order["argv"]
            exec(order["code"], {"__name__": "__main__", "call_command": call_command})
            sys.exit()
        print(pid, flush=True)
    else:
        pid, status = os.waitpid(order["pid"], order["options"])
        print(json.dumps(os.waitstatus_to_exitcode(status) if pid else None), flush=True)
"""


@dataclass
class Process:
    """One process of a house; `said` is where its words go."""

    house: House
    pid: int
    said: Path
    status: int | None = None

    def poll(self) -> int | None:
        return self._ask(os.WNOHANG)

    def wait(self) -> int:
        status = self._ask(0)
        assert status is not None
        return status

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def _ask(self, options: int) -> int | None:
        if self.status is None:
            self.status = self.house.ask({"pid": self.pid, "options": options})
        return self.status


class House:
    """Folders, a migrated database, and the process its others are forked from."""

    def __init__(self, folder: Path, migrated: Path, **settings: str) -> None:
        self.folder = folder
        shutil.copy(migrated, folder / "archive.sqlite3")
        for name in ("brought", "static_root", "said"):
            (folder / name).mkdir()
        environment = {
            **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
            "DATA_DIR": str(folder),
            "BROUGHT": str(folder / "brought"),
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "OCR_LANGUAGES": "none",
            "LOG_LEVEL": "ERROR",
            **settings,
        }
        self._nursery = subprocess.Popen(
            [sys.executable, "-c", _NURSERY], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def ask(self, order: dict[str, Any]) -> Any:
        assert self._nursery.stdin and self._nursery.stdout
        self._nursery.stdin.write(json.dumps(order) + "\n")
        self._nursery.stdin.flush()
        return json.loads(self._nursery.stdout.readline())

    def start(self, code: str, *argv: str) -> Process:
        """Run code in a process of its own; `call_command` is there already."""
        said = self.folder / "said" / f"{len(list((self.folder / 'said').iterdir()))}"
        said.touch()
        order = {"code": code, "argv": ["-", *argv], "said": str(said)}
        return Process(self, self.ask(order), said)

    def told(self, code: str) -> dict[str, Any]:
        """Run code to its end; return what its last line says, as JSON."""
        done = self.start(code)
        assert done.wait() == 0, done.said.read_text()
        said: dict[str, Any] = json.loads(done.said.read_text().splitlines()[-1])
        return said

    def close(self) -> None:
        assert self._nursery.stdin and self._nursery.stdout
        self._nursery.stdin.close()
        self._nursery.wait()
        self._nursery.stdout.close()


@contextmanager
def house_in(folder: Path, migrated: Path, **settings: str) -> Iterator[House]:
    house = House(folder, migrated, **settings)
    try:
        yield house
    finally:
        house.close()


def nothing_amiss(house: House, seen: dict[str, Any]) -> bool:
    """Tell whether all is whole by what `LOOK` said, and nothing lies under a passing name."""
    for name in ("faults", "unknown", "lacking", "strays", "gone", "journal"):
        assert seen[name] == [], name
    assert left_over(house) == []
    return True


def left_over(house: House) -> list[Path]:
    """Return what still lies under passing names, wherever the masters are."""
    folders = (house.folder / "media" / name for name in ("incoming", "masters/incoming"))
    return [path for folder in folders if folder.exists() for path in folder.iterdir()]
