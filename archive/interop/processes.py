"""Running the archive's processes together: what one starts, one stops."""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

# prctl(PR_SET_PDEATHSIG): the kernel ends a child whose parent was killed without a chance to.
_PR_SET_PDEATHSIG = 1
_PATIENCE = 15.0  # seconds a process has to end before it is killed
_SHORT_LIFE = 3.0  # seconds; a process that ends sooner failed to start


class StartFailed(Exception):
    """A process ended at once; its own message stands above."""


@dataclass
class Child:
    """One process of ours, started anew when it ends by itself."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches us alone, and each child is asked to end once.
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            self.command, start_new_session=True, preexec_fn=_dies_with_parent()
        )
        self.started = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Household:
    """The processes that make up a running archive."""

    children: list[Child]
    say: Callable[[str], None]
    leaving: bool = field(default=False, init=False)

    def run(self, *, serves: Callable[[], bool], ready: Callable[[], None]) -> None:
        """Start the server, then the rest; call `ready`, and stay until told to leave.

        The rest waits until the server `serves`, so that on a small machine a reader does not wait
        for it. Raises `StartFailed`.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._leave)
        try:
            server, *rest = self.children
            server.start()
            self._await_server(server, serves)
            if not self.leaving:
                for child in rest:
                    child.start()
                ready()
            while not self.leaving:
                time.sleep(0.5)
                self._revive()
        finally:
            self._stop()

    def _leave(self, number: int, frame: FrameType | None) -> None:
        self.leaving = True

    def _await_server(self, server: Child, serves: Callable[[], bool]) -> None:
        while not self.leaving:
            if not server.is_running:
                raise StartFailed(server.name)
            if serves():
                return
            time.sleep(0.1)

    def _revive(self) -> None:
        for child in self.children:
            if child.is_running or self.leaving:
                continue
            if time.monotonic() - child.started < _SHORT_LIFE:
                raise StartFailed(child.name)
            self.say(f"{child.name} ended by itself and is started again")
            child.start()

    def _stop(self) -> None:
        running = [child.process for child in self.children if child.process and child.is_running]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + _PATIENCE
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            if process.poll() is None:
                process.kill()
                process.wait()


def answers(address: tuple[str, int]) -> bool:
    """Tell whether somebody listens at `address`."""
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True


def serves(address: tuple[str, int], *, name: str) -> bool:
    """Tell whether a page comes back from `address`: a server listens before it can answer.

    It is asked by a name it answers to: any other is an attack that its log tells of.
    """
    connection = http.client.HTTPConnection(*address, timeout=_PATIENCE)
    try:
        connection.request("HEAD", "/robots.txt", headers={"Host": name})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _dies_with_parent() -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)  # before the fork: nothing may be loaded after it

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask
