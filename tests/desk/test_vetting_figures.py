"""Vetting in figures: as of a day, by whom, and to whom."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from archive.accounts.models import User
from archive.units.models import Unit
from archive.vetting.models import (
    Conclusion,
    CouncilDecision,
    Obstacle,
    Procedure,
    Round,
    Stage,
    Verdict,
)


@pytest.fixture
def rounds(make_record: Any, office: Unit, an: User, now: dt.datetime) -> list[Round]:
    """Three rounds: passed in 2024, not passed in 2025, under way since this morning."""
    made = []
    for number, (verdict, day) in enumerate(
        [
            (Verdict.VETTED, dt.date(2024, 5, 1)),
            (Verdict.NOT_PASSED, dt.date(2025, 5, 1)),
            ("", now.date()),
        ]
    ):
        at = now if not verdict else dt.datetime.combine(day, dt.time(3), dt.UTC)
        found = Round.objects.create(
            code=f"TD-{number}",
            number=1,
            record=make_record(),
            procedure=Procedure.objects.get(code="TU-LIEU"),
            body=office,
            requested_on=day,
            requested_by=an,
            stage=verdict or Stage.SUBMITTED,
            submitted_at=at,
            stage_since=at,
            frozen_digest="0" * 64,
        )
        if verdict:
            CouncilDecision.objects.create(
                round=found, number="1", on=day, signatory="A", entered_at=at
            )
            Conclusion.objects.create(
                round=found, verdict=verdict, number="1", on=day, signatory="A", text="…",
                recorded_by=an, recorded_at=at,
            )  # fmt: skip
            Obstacle.objects.create(
                round=found, kind="sources", text=f"=Thiếu nguồn {number}", entered_by=an,
                entered_at=at,
            )  # fmt: skip
            Round.objects.filter(pk=found.pk).update(concluded_at=at, closed_at=at)
        made.append(found)
    return made


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def table(user: User, name: str, day: str) -> list[list[str]]:
    answer = as_(user).get(f"/desk/vetting/{name}.csv", {"day": day})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_as_of_a_day(rounds: list[Round], em: User, office: Unit) -> None:
    [row] = table(em, "statistics", "2024-12-31")
    assert row == ["2024", office.name, "Cấp tỉnh", "Đã thẩm định", "1", "0"]
    assert len(table(em, "statistics", "2025-12-31")) == 2
    assert table(em, "statistics", "2023-12-31") == []
    [noted] = table(em, "obstacles", "2024-12-31")
    assert noted[1:] == ["TD-0", "Tư liệu", "'=Thiếu nguồn 0"]
    page = as_(em).get("/desk/vetting/statistics/", {"day": "2025-01-01"})
    assert (page.context["concluded"], page.context["under_way"]) == (1, 0)
    assert as_(em).get("/desk/vetting/statistics/").context["under_way"] == 1


def test_any_day_whatever_is_answered(rounds: list[Round], em: User) -> None:
    for day in ("9999-12-31", "0001-01-01", "2024-02-30", "x"):
        assert as_(em).get("/desk/vetting/statistics/", {"day": day}).status_code == 200


def test_another_office_counts_nothing_of_it(rounds: list[Round], dung: User, giang: User) -> None:
    assert table(dung, "statistics", "2030-01-01") == []
    assert table(dung, "obstacles", "2030-01-01") == []
    assert "Thiếu nguồn" not in as_(dung).get("/desk/vetting/statistics/").content.decode()
    assert as_(giang).get("/desk/vetting/statistics/").status_code == 403
