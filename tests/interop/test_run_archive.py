"""One command brings the whole archive up, and one signal takes all of it down."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.patience import PATIENCE

NAME = "kho.example.vn"  # an office's own, as in docs/install.md


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def archive(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    if connection.vendor != "sqlite":
        pytest.skip("tried once: on SQLite, as on a fresh clone")
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "ALLOWED_HOSTS": NAME}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "run_archive", "--port", str(port), "--without-demo"]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        yield process
        process.kill()


def test_it_comes_up_whole_and_goes_down_whole(archive: subprocess.Popen[str], port: int) -> None:
    health = _until_healthy(archive, port)
    assert set(health["parts"]) == {"database", "storage", "index", "worker"}
    family = _descendants(archive.pid)
    assert len(family) >= 4  # the server and its two workers, the worker, the index
    archive.send_signal(signal.SIGINT)
    said, _ = archive.communicate(timeout=PATIENCE)
    assert archive.returncode == 0, said
    assert f"http://127.0.0.1:{port}/" in said
    assert "DisallowedHost" not in said  # it is asked by its own name from the first
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


def _until_healthy(archive: subprocess.Popen[str], port: int) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    answer: dict[str, Any] = {}
    while time.monotonic() < deadline:
        assert archive.poll() is None, archive.stdout and archive.stdout.read()
        with (
            contextlib.suppress(OSError),
            contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as client,
        ):
            client.request("GET", "/healthz", headers={"Host": NAME})
            answer = json.loads(client.getresponse().read())
            if answer["healthy"]:
                return answer
        time.sleep(0.3)
    pytest.fail(f"not healthy: {answer}")


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = []
    for child in map(int, children.read_text().split()):
        found += [child, *_descendants(child)]
    return found
