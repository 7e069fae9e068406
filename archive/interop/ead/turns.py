"""So few finding aids sent at once that a server has threads left for all else.

One of a large fonds takes a minute, and a slow reader as long as they like.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from threading import RLock

from django.conf import settings

_lock = RLock()  # what is thrown away just now may give its turn back in here
_sent = 0


class Busy(Exception):
    """As many as may be are being sent."""


class InTurn:
    """The pieces of an answer; it is somebody else's turn when they are through or not wanted."""

    def __init__(self, pieces: Generator[bytes]) -> None:
        """Take a turn. Raises `Busy`."""
        self._pieces, self._holds = pieces, False
        _take()
        self._holds = True

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        if self._holds:
            self._holds = False
            try:
                self._pieces.close()
            finally:
                _give_back()

    # An answer that something goes wrong with on its way out is closed by nobody.
    __del__ = close


def _take() -> None:
    global _sent
    most: int = settings.FINDING_AIDS_AT_ONCE
    with _lock:
        if most and _sent >= most:
            raise Busy
        _sent += 1


def _give_back() -> None:
    global _sent
    with _lock:
        _sent -= 1
