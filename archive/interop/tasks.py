"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from archive.interop import upkeep
from archive.interop.oai import actions as oai
from archive.jobs.queue import waits_before
from archive.jobs.repeating import repeat

_HARVEST = -20
# So long the worker reads records again for harvesters at a stretch; the rest is for the next run.
_STRETCH = dt.timedelta(seconds=20)


@repeat(every=dt.timedelta(hours=1), priority=-10)
def learn_sizes() -> None:
    """Have the database look at its tables again; it takes a blink."""
    upkeep.learn_sizes()


@repeat(every=dt.timedelta(minutes=1), priority=_HARVEST)
def follow_for_harvesters() -> int:
    """Write down what harvesters are to be told; return how much that was."""
    end = timezone.now() + _STRETCH
    return oai.follow(is_enough=lambda: timezone.now() > end or waits_before(_HARVEST))
