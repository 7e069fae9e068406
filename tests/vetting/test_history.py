"""What the public reads of a work's rounds: outcome, body, number and day; no person, no word."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from archive.accounts.models import User
from archive.vetting import actions
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.meetings import Sitting as Meeting
from archive.vetting.actions.submissions import Request
from archive.vetting.history import passages_of
from archive.vetting.models import Round, Verdict
from archive.works.models import Work

OPINION = "Chương hai thiếu nguồn"


@pytest.fixture
def not_passed(
    under_way: Round, em: User, council: list[User], now: dt.datetime, today: dt.date
) -> Round:
    for member in council[:5]:
        actions.hand_in_opinion(
            actor=member, round=under_way, points={}, text=OPINION,
            verdict=Verdict.NOT_PASSED, at=now,
        )  # fmt: skip
    meeting = Meeting(held_on=today, minutes="Biên bản kín", present=list(under_way.seats.all()))
    actions.record_meeting(actor=em, round=under_way, sitting=meeting, at=now)
    finding = Finding(
        verdict=Verdict.NOT_PASSED, number="5-KL/HĐTĐ", on=today, signatory="Chủ tịch UV0",
        text="Kết luận nội bộ",
    )  # fmt: skip
    actions.conclude(actor=council[0], round=under_way, finding=finding, at=now)
    assert under_way.work_id is not None
    Work.objects.filter(pk=under_way.work_id).update(is_public=True)
    under_way.refresh_from_db()
    return under_way


def test_a_round_that_did_not_pass_is_told_with_its_number_alone(
    not_passed: Round, work: Work
) -> None:
    page = Client().get(work.get_absolute_url()).content.decode()
    assert "5-KL/HĐTĐ" in page
    assert "Đợt 1: Chưa đạt" in page
    for secret in (OPINION, "UV0", "UV1", "Biên bản kín", "Kết luận nội bộ", "Bình"):
        assert secret not in page


def test_the_round_under_way_is_not_told_of(
    not_passed: Round, work: Work, trung: User, now: dt.datetime
) -> None:
    request = Request(
        procedure=not_passed.procedure,
        body=not_passed.body,
        requested_on=timezone.localdate(now),
        number="2-TTr/HU",
    )
    second = actions.submit_work(
        actor=trung, work=work, manuscript=work.manuscripts.get(), request=request, at=now
    )
    assert second.number == 2
    assert [past.number for past in passages_of(work)] == [1]
    page = Client().get(work.get_absolute_url()).content.decode()
    assert "2-TTr" not in page
    assert "Đợt 2" not in page
