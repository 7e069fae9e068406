"""The chronicle: what open records tell of, in the order it happened, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from archive.catalogue.models import AccessLevel, Event, Record
from archive.units.models import Unit
from archive.works.models import Work, WorkKind


def event(name: str, year: int | None, *records: Record) -> Event:
    day = dt.date(year, 3, 2) if year else None
    made = Event.objects.create(
        name=name,
        slug=f"su-kien-{year}",
        date_written=f"2/3/{year}" if year else "",
        date_earliest=day,
        date_latest=day,
    )
    for record in records:
        record.events.add(made)
    return made


@pytest.fixture
def told(make_record: Any, other_office: Unit) -> None:
    shown = make_record(released=AccessLevel.PUBLIC)
    event("Thành lập chi bộ (minh hoạ)", 1945, shown)
    event("Đại hội lần thứ nhất (minh hoạ)", 1938, shown)
    event("Việc trong hồ sơ kín (minh hoạ)", 1951, make_record())
    event("Không rõ ngày (minh hoạ)", None, shown)


def test_in_the_order_it_happened_and_only_what_is_open(told: None, client: Client) -> None:
    page = client.get("/chronicle/").content.decode()
    assert page.index("Đại hội lần thứ nhất") < page.index("Thành lập chi bộ")
    for hidden in ("hồ sơ kín", "1951", "1950", "Không rõ ngày"):
        assert hidden not in page


def test_by_decade_and_whatever_is_asked(told: None, client: Client) -> None:
    page = client.get("/chronicle/?decade=1940").content.decode()
    assert "Thành lập chi bộ" in page
    assert "Đại hội lần thứ nhất" not in page
    for nonsense in ("1950", "x", "99999999999999999999", "9" * 5000, "-1", "²"):
        answer = client.get("/chronicle/", {"decade": nonsense})
        assert "Đại hội lần thứ nhất" in answer.content.decode()


def test_compiled_chronicles_stand_beside_it(
    client: Client, office: Unit, lam_dong: Unit, told: None
) -> None:
    for code, shown in (("A", True), ("B", False)):
        Work.objects.create(
            code=code, title=f"Biên niên {code}", kind=WorkKind.CHRONICLE, unit=lam_dong,
            owner=office, is_public=shown,
        )  # fmt: skip
    page = client.get("/chronicle/").content.decode()
    assert "Biên niên A" in page
    assert "Biên niên B" not in page
