"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from archive.interop import upkeep
from archive.jobs.repeating import repeat


@repeat(every=dt.timedelta(hours=1), priority=-10)
def learn_sizes() -> None:
    """Have the database look at its tables again; it takes a blink."""
    upkeep.learn_sizes()
