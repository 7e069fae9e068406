"""31 December 9999, which people write for "for ever", and other days no clock reaches."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.access.days import begin_of, end_of
from archive.access.due import next_due
from archive.access.models import AccessRequest
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel
from archive.units.models import Unit

FOR_EVER = dt.date.max


def as_(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_day_ends_where_the_next_begins_but_for_the_last() -> None:
    day = dt.date(2026, 3, 1)
    assert end_of(day) == begin_of(day + dt.timedelta(days=1))
    for hours in (-12, 14):
        assert end_of(FOR_EVER).astimezone(dt.timezone(dt.timedelta(hours=hours)))
    assert end_of(FOR_EVER) > end_of(FOR_EVER - dt.timedelta(days=2))


def test_what_is_sealed_for_ever_never_opens_by_itself(make_record: Any, now: dt.datetime) -> None:
    record = make_record()
    record.seals.create(from_page=1, to_page=1, reason="Theo đề nghị", until=FOR_EVER)
    due = next_due(now)
    assert due is not None and due.year == FOR_EVER.year
    record.seals.create(from_page=2, to_page=2, reason="Theo đề nghị", until=timezone.localdate())
    assert next_due(now) == end_of(timezone.localdate())


def test_a_reader_is_let_in_for_ever(
    make_record: Any, giang: User, binh: User, now: dt.datetime
) -> None:
    record = make_record(released=AccessLevel.RESTRICTED)
    asked = AccessRequest.objects.create(record=record, reader=giang, purpose="x", asked_at=now)
    address = reverse("desk:request", args=[asked.pk])
    answer = {"decision": "grant", "until": FOR_EVER.isoformat()}
    assert as_(binh).post(address, answer).status_code == 302
    assert as_(giang).get(record.get_absolute_url()).status_code == 200
    assert as_(giang).get("/my/requests/").status_code == 200


def test_figures_as_of_a_day_no_clock_reaches(lam_dong: Unit, hanh: User) -> None:
    asked = {"day": FOR_EVER.isoformat(), "unit": lam_dong.code}
    for name in ("reports", "report_review", "vetting_statistics"):
        assert as_(hanh).get(reverse(f"desk:{name}"), asked).status_code == 200


def test_figures_as_of_a_day_before_there_was_anything(lam_dong: Unit, hanh: User) -> None:
    asked = {"day": dt.date.min.isoformat(), "unit": lam_dong.code}
    page = as_(hanh).get(reverse("desk:reports"), asked)
    assert "Hãy xem lại năm." in page.content.decode()
    assert as_(hanh).get(reverse("desk:report_review"), asked).status_code == 400
    assert as_(hanh).get(reverse("desk:vetting_statistics"), asked).status_code == 200
