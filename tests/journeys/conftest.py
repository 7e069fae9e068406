"""A whole archive, started as an office starts it, on a port and in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.journeys.people import Person
from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Running:
    """An archive that answers at `base`, and how to give it commands."""

    base: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the running archive; return what it said."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def person(self, username: str = "") -> Person:
        from archive.desk.demonstration.cast import PASSWORD

        return Person(self.base, username, PASSWORD if username else "")


def own_environment(folder: Path) -> dict[str, str]:
    """Return the environment of an archive in `folder`, on SQLite whatever the suite runs on."""
    environment = {**os.environ, "DATA_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    return environment


@pytest.fixture(scope="module")
def running(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start server, worker and index follower together, with an office and its people."""
    folder = tmp_path_factory.mktemp("archive")
    shutil.copy(migrated, folder / "archive.sqlite3")
    environment = own_environment(folder)
    port = _free_port()
    command = [sys.executable, "manage.py", "run_archive", "--without-demo", "--port", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        running = Running(f"http://127.0.0.1:{port}/", environment)
        _await(running, process, folder / "log")
        running.manage("shell", "-c", _ENGAGE)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()


_ENGAGE = """
from django.core.management import call_command
from django.utils import timezone
from archive.desk.demonstration.cast import engage
call_command("load_units")
engage(timezone.now())
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(running: Running, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert process.poll() is None, log.read_text()
        try:
            with urlopen(running.base + "healthz", timeout=30) as answer:
                if answer.status == 200:
                    return
        except OSError:  # not there yet, or too busy to answer
            pass
        time.sleep(0.2)
    raise AssertionError(log.read_text())
