"""Long jobs go in turns: between two of them the worker does what waits."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 60
OF_WHAT_WAS_BROUGHT = 1 / 3
"""What part of a turn is enough for work that begins while people are at the desk."""


def turn(part: float = 1) -> Callable[[], bool]:
    """Begin a turn; what is returned tells whether it lasts still."""
    ends = time.monotonic() + SECONDS * part
    return lambda: time.monotonic() < ends
