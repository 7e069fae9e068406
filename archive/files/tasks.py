"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from archive.files import actions
from archive.jobs.repeating import repeat


@repeat(every=dt.timedelta(days=1), priority=-50)
def check_fixity() -> int:
    """Read the share of masters that is due today; return how many were not intact."""
    done = actions.check_masters(
        at=timezone.now,
        not_since=timezone.now() - dt.timedelta(days=settings.FIXITY_PERIOD_DAYS),
        most_bytes=settings.FIXITY_BYTES_PER_DAY,
        bytes_per_second=settings.FIXITY_BYTES_PER_SECOND,
    )
    return len(done.faults)
