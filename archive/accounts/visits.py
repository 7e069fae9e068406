"""What is left of visits: sessions that have ended, and who signed in, or failed to, from where."""

from __future__ import annotations

import datetime as dt

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session

KEPT = dt.timedelta(days=90)  # long enough to look into a break-in, and not for ever


def forget_visits(*, at: dt.datetime) -> int:
    """Delete sessions that have ended and traces of visits older than `KEPT`; return how many."""
    left = (
        Session.objects.filter(expire_date__lt=at),
        AccessAttempt.objects.filter(attempt_time__lt=at - KEPT),
        AccessLog.objects.filter(attempt_time__lt=at - KEPT),
    )
    return sum(rows.delete()[0] for rows in left)
