"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from archive.files import passes
from archive.jobs.repeating import repeat


@repeat(every=dt.timedelta(days=1), priority=-50)
def check_fixity() -> int:
    """Read the share of masters that is due today; return how many were not intact."""
    return passes.read_share(at=timezone.now).faults


@task(priority=-50)
def read_all_masters(pass_id: int) -> None:
    """Read every master, because somebody asked for it."""
    passes.read_all(pass_id=pass_id, at=timezone.now)
