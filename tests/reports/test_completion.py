"""Completion as of a day: the units there were, the books there were."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from docx import Document

from archive.accounts.models import User
from archive.reports.completion import completion, unit_lines
from archive.units.models import Level, Succession, Unit
from archive.works import actions as works
from archive.works.models import Work, WorkKind

BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


@pytest.fixture
def province(db: None) -> Unit:
    return Unit.objects.create(code="t", name="Tỉnh minh hoạ", level=Level.PROVINCE)


@pytest.fixture
def communes(province: Unit) -> dict[str, Unit]:
    """A district of two communes until the end of June 2025, one commune out of both since."""
    district = Unit.objects.create(
        code="h", name="Huyện", level=Level.DISTRICT, parent=province, valid_to=BEFORE
    )
    old = {
        name: Unit.objects.create(
            code=name, name=name, level=Level.COMMUNE, parent=district, valid_to=BEFORE
        )
        for name in ("xa-1", "xa-2")
    }
    new = Unit.objects.create(
        code="xa-moi", name="Xã mới", level=Level.COMMUNE, parent=province, valid_from=AFTER
    )
    for unit in old.values():
        Succession.objects.create(predecessor=unit, successor=new, on=AFTER)
    return {**old, "new": new, "district": district}


@pytest.fixture
def book(an: User, office: Unit, communes: dict[str, Unit], now: dt.datetime) -> Work:
    work = works.enter_work(
        actor=an,
        code="LS-XA-1",
        title="Lịch sử đảng bộ xã (minh hoạ)",
        kind=WorkKind.COMMITTEE_HISTORY,
        unit=communes["xa-1"],
        owner=office,
        at=now,
    )
    day = dt.date(2015, 5, 19)
    return works.mark_legacy(actor=an, work=work, published_on=day, rule="996-QĐ/TU", at=now)


def rows(day: dt.date, province: Unit) -> dict[str, tuple[int, int, int]]:
    found = completion(Work.objects.all(), province, day)
    return {row.level: (row.units, row.own, row.by_predecessors) for row in found}


def test_the_denominator_is_the_units_of_the_day(book: Work, province: Unit) -> None:
    assert rows(BEFORE, province) == {"district": (1, 0, 0), "commune": (2, 1, 0)}
    # The merged commune has no book of its own; a unit that went into it has one.
    assert rows(AFTER, province) == {"district": (0, 0, 0), "commune": (1, 0, 1)}
    assert rows(dt.date(2015, 5, 18), province)["commune"] == (2, 0, 0)


def test_the_year_is_said_by_unit(book: Work, province: Unit) -> None:
    [line] = unit_lines(Work.objects.all(), province, Level.COMMUNE, BEFORE)
    assert (line.unit.code, line.year) == ("xa-1", 2015)


def test_the_report_over_http(
    client: Client, book: Work, an: User, dung: User, giang: User, province: Unit
) -> None:
    asked: dict[str, Any] = {"unit": "t", "day": "2025-06-30"}
    assert client.get("/desk/reports/").status_code == 302
    client.force_login(giang, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/desk/reports/").status_code == 403
    client.force_login(an, "django.contrib.auth.backends.ModelBackend")
    assert "1 trong 2" in client.get("/desk/reports/", asked).content.decode()
    document = Document(io.BytesIO(client.get("/desk/reports/review.docx", asked).content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "50%" in text
    assert "đơn vị viết" in text
    # Another office counts its own works only.
    client.force_login(dung, "django.contrib.auth.backends.ModelBackend")
    assert "0 trong 2" in client.get("/desk/reports/", asked).content.decode()
    assert client.get("/desk/reports/review.docx", {"unit": "khong-co"}).status_code == 400
