"""Running the archive's processes together: what one starts, one stops."""

from __future__ import annotations

import contextlib
import ctypes
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

    def run(self, *, ready: Callable[[], None], address: tuple[str, int]) -> None:
        """Start everything, call `ready` once the server answers, and stay until told to leave.

        Raises `StartFailed`.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._leave)
        try:
            for child in self.children:
                child.start()
            self._await_server(address)
            if not self.leaving:
                ready()
            while not self.leaving:
                time.sleep(0.5)
                self._revive()
        finally:
            self._stop()

    def _leave(self, number: int, frame: FrameType | None) -> None:
        self.leaving = True

    def _await_server(self, address: tuple[str, int]) -> None:
        while not self.leaving:
            if not self.children[0].is_running:
                raise StartFailed(self.children[0].name)
            if answers(address):
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


def _dies_with_parent() -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)  # before the fork: nothing may be loaded after it

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask
