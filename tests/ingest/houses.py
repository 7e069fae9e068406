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
