"""Waiting for what must come, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Seconds for a machine that does much other work beside; nothing waits longer than it must.
PATIENCE = 180.0


def wait_for(ask: Callable[[], T], pause: Callable[[float], None] = time.sleep) -> T:
    """Ask again until the answer is true, and return it."""
    ends = time.monotonic() + PATIENCE
    while not (answer := ask()):
        assert time.monotonic() < ends, "waited in vain"
        pause(0.1)
    return answer
