"""So few finding aids sent at once that a server has threads left for all else.

One of a large fonds takes a minute, and a slow reader as long as they like.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from threading import BoundedSemaphore

AT_ONCE = 2
"""Of one process, which has twice as many threads (`run_archive`)."""
_turns = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """As many as may be are being sent."""


class InTurn:
    """The pieces of an answer; it is somebody else's turn when they are through or not wanted."""

    def __init__(self, pieces: Generator[bytes]) -> None:
        """Take a turn. Raises `Busy`."""
        self._holds = _turns.acquire(blocking=False)
        if not self._holds:
            raise Busy
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        if self._holds:
            self._holds = False
            self._pieces.close()
            _turns.release()

    # An answer that something goes wrong with on its way out is closed by nobody.
    __del__ = close
