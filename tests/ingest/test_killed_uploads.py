"""Kill -9 of the server in the middle of an upload: the browser goes on where it was.

A real server over a database and folders of its own (see `houses`).
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.conftest import jpeg, scan
from tests.ingest.houses import (
    LOOK,
    PREPARE,
    WORK,
    House,
    Process,
    house_in,
    left_over,
    nothing_amiss,
)
from tests.patience import PATIENCE, wait_for


@pytest.fixture
def house(tmp_path: Path, migrated: Path) -> Iterator[House]:
    with house_in(tmp_path, migrated) as house:
        yield house


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

    def ask(self, method: str, path: str = "", body: bytes = b"", /, **headers: str) -> Any:
        kind = {"Content-Type": "application/offset+octet-stream"}
        for _attempt in range(20):  # as the browser does while the server is away
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
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
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        headers = self.headers | {
            "Host": "127.0.0.1", "Content-Length": str(len(body)), "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        line.sendall(f"PATCH {path} HTTP/1.1\r\n{head}\r\n".encode() + body[:part])
        return line


def has_come(house: House) -> int:
    """Return how many bytes lie there of what is being sent."""
    return sum(path.stat().st_size for path in left_over(house))


def has_come_past(house: House, had: int) -> bool:
    return has_come(house) > had


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
        wait_for(lambda: _listens(port))
        return process

    yield start
    for process in running:
        _kill_family(process)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


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
        if number:  # of the first, shorter than what is read at once, nothing may be kept yet
            wait_for(partial(has_come_past, house, offset))
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
    assert nothing_amiss(house, look)
