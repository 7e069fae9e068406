"""Rebuilding the index where others look on: how far it is, how long it will take, stopping it.

What is told lies in small files beside the index, so that whoever rebuilds (the worker, a command)
and whoever looks on need have nothing in common but the folder.
"""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from archive.jobs.queue import later, waits
from archive.search import actions, index
from archive.search.actions import Stopped
from archive.search.index import Generation

JOB = "archive.search.tasks.rebuild"
SECONDS_BETWEEN = 1.0

Progress = Callable[[int, int], None]


class UnderWay(Exception):
    """A rebuild waits or runs already."""


class State(StrEnum):
    IDLE = "idle"
    WAITING = "waiting"
    RUNNING = "running"


@dataclass(frozen=True)
class Told:
    """How far a rebuild was at a moment (Unix seconds): records done, of them before it began."""

    done: int
    total: int
    before: int
    began: float
    at: float

    @property
    def seconds_left(self) -> int | None:
        """Return how long the rest takes at the pace so far; None while that cannot be said."""
        made = self.done - self.before
        if made <= 0 or self.done >= self.total:
            return None
        return round((self.at - self.began) / made * (self.total - self.done))


def ask_for_rebuild() -> None:
    """Have the worker rebuild the index, or go on where one was stopped. Raises `UnderWay`."""
    if state() is not State.IDLE:
        raise UnderWay
    _stop_path().unlink(missing_ok=True)
    if not waits(JOB):
        later(JOB)


def stop_rebuild() -> None:
    """Have a rebuild stop, the one that waits too; it heeds this within some hundred records."""
    index.root().mkdir(parents=True, exist_ok=True)
    _stop_path().touch()


def rebuild(*, engine: str = "", progress: Progress = lambda done, total: None) -> Generation:
    """Rebuild the index and tell whoever looks on.

    Raises `Stopped`, and what `actions.rebuild_index` raises.
    """
    told = _Telling(progress)
    if not _is_running():
        _stop_path().unlink(missing_ok=True)
    try:
        return actions.rebuild_index(engine=engine, progress=told)
    finally:
        _told_path().unlink(missing_ok=True)


def rebuild_as_asked() -> None:
    """Do what the desk asked for, unless it has been told to stop meanwhile."""
    try:
        if not _was_stopped():
            rebuild()
    except (Stopped, index.Busy):
        # Stopping is what was wanted; and where another is at it already, nothing is lacking.
        return


def state() -> State:
    if _is_running():
        return State.RUNNING
    return State.WAITING if waits(JOB) and not _stop_path().exists() else State.IDLE


def told() -> Told | None:
    """Return how far the rebuild under way is; None before it has come anywhere."""
    try:
        return Told(**json.loads(_told_path().read_text()))
    except FileNotFoundError:
        return None


class _Telling:
    """Writes down how far a rebuild is, now and then, and stops it when that was asked for."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._first: tuple[int, float] | None = None
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        self._progress(done, total)
        now = time.time()
        if self._first is None:
            # The first batch includes the counting: the pace is taken from its end on.
            self._first = (done, now)
        if now - self._last >= SECONDS_BETWEEN or done >= total:
            self._last = now
            before, began = self._first
            said = Told(done=done, total=total, before=before, began=began, at=now)
            index.replace_file(_told_path(), json.dumps(asdict(said)))
        if done < total and _was_stopped():
            raise Stopped


def _was_stopped() -> bool:
    """Tell whether stopping was asked for; asking is over with the answer."""
    try:
        _stop_path().unlink()
    except FileNotFoundError:
        return False
    return True


def _is_running() -> bool:
    """Tell whether some process on this machine holds the lock of rebuilding."""
    try:
        with (index.root() / "rebuild.lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def _told_path() -> Path:
    return index.root() / "rebuild.json"


def _stop_path() -> Path:
    return index.root() / "rebuild.stop"
