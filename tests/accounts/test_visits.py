"""What is left of visits is forgotten in time, and no sooner."""

from __future__ import annotations

import datetime as dt

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session

from archive.accounts.visits import KEPT, forget_visits

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_ended_sessions_and_old_traces_go(now: dt.datetime) -> None:
    for key, ends in (("ended", now - DAY), ("open", now + DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    for table in (AccessAttempt, AccessLog):
        failures = {"failures_since_start": 1} if table is AccessAttempt else {}
        for name, at in (("long-ago", now - KEPT - DAY), ("lately", now - KEPT + DAY)):
            row = table.objects.create(username=name, ip_address="203.0.113.7", **failures)
            table.objects.filter(pk=row.pk).update(attempt_time=at)
    assert forget_visits(at=now) == 3
    assert [session.session_key for session in Session.objects.all()] == ["open"]
    for table in (AccessAttempt, AccessLog):
        assert [row.username for row in table.objects.all()] == ["lately"]
