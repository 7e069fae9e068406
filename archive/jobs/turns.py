"""Long jobs go in turns: between two of them the worker does what waits."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 60


def turn() -> Callable[[], bool]:
    """Begin a turn; what is returned tells whether it lasts still."""
    ends = time.monotonic() + SECONDS
    return lambda: time.monotonic() < ends
