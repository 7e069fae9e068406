"""A round and the people in it. Khoa and Lan sit on councils; they have no office here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue.models import Record
from archive.units.models import Unit
from archive.vetting import actions
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.models import Procedure, Round, SeatRole, Verdict


def _member(username: str, full_name: str) -> User:
    user = User.objects.create_user(username=username, password="mat-khau", full_name=full_name)
    RoleGrant.objects.create(user=user, role=Role.COUNCIL_MEMBER)
    return user


@pytest.fixture
def khoa(db: None) -> User:
    return _member("khoa", "Khoa")


@pytest.fixture
def lan(db: None) -> User:
    return _member("lan", "Lan")


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def records_procedure(db: None) -> Procedure:
    return Procedure.objects.get(code="TU-LIEU")


@pytest.fixture
def record(make_record: Any, an: User) -> Record:
    return make_record(title="Lời kể về những ngày đầu thành lập chi bộ", created_by=an)


MakeRound = Callable[..., Round]


@pytest.fixture
def submitted(
    record: Record,
    an: User,
    office: Unit,
    records_procedure: Procedure,
    now: dt.datetime,
    today: dt.date,
) -> Round:
    request = Request(procedure=records_procedure, body=office, requested_on=today)
    return actions.submit_record(actor=an, record=record, request=request, at=now)


@pytest.fixture
def decision(today: dt.date) -> Decision:
    return Decision(number="12-QĐ/BTGDVTU", on=today, signatory="Bình")


@pytest.fixture
def under_review(
    submitted: Round, binh: User, khoa: User, lan: User, decision: Decision, now: dt.datetime
) -> Round:
    sittings = [
        Sitting(person=khoa, role=SeatRole.CHAIR),
        Sitting(person=lan, role=SeatRole.REVIEWER),
    ]
    return actions.form_council(
        actor=binh, round=submitted, decision=decision, sittings=sittings, at=now
    )


@pytest.fixture
def opined(under_review: Round, khoa: User, lan: User, now: dt.datetime) -> Round:
    for person in (khoa, lan):
        actions.hand_in_opinion(
            actor=person,
            round=under_review,
            points={"authenticity": "Chữ ký đối chiếu được"},
            text="Tư liệu đáng tin cậy",
            verdict=Verdict.VETTED,
            at=now,
        )
    return under_review


@pytest.fixture
def finding(today: dt.date) -> Callable[..., Finding]:
    def make(verdict: Verdict = Verdict.VETTED, **changes: Any) -> Finding:
        values: dict[str, Any] = {
            "verdict": verdict,
            "number": "15-KL/HĐTĐ",
            "on": today,
            "signatory": "Khoa",
            "text": "Đủ điều kiện công bố",
        }
        return Finding(**(values | changes))

    return make
