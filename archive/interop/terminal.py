"""Showing how far long work has come, where somebody is looking."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO


def progress_on(stream: TextIO, label: str) -> Callable[[int, int], None]:
    """Return a function to be told `(done, total)`; silent when `stream` is no terminal."""
    began = shown = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if not stream.isatty() or (now - shown < 0.2 and done < total):
            return
        shown = now
        filled = 30 * done // max(total, 1)
        left = (now - began) / max(done, 1) * (total - done)
        bar = "█" * filled + "·" * (30 - filled)
        stream.write(f"\r{label} {bar} {done}/{total} {left:4.0f} s ")
        stream.write("\n" if done >= total else "")
        stream.flush()

    return tell
