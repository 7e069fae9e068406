"""A round and the people in it. Khoa and Lan sit on councils; they have no office here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue.models import Record
from archive.units.models import Kind, Level, Unit
from archive.vetting import actions
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.models import PaperState, Procedure, Round, SeatRole, Verdict
from archive.works import actions as works
from archive.works import manuscripts
from archive.works.models import Work, WorkKind, WorkStage


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


# --- A work of a district, and a council of the province ---

DISTRICT_PAPERS = ("boards", "outline", "workshops", "witness_comments")


@pytest.fixture
def trung(db: None) -> User:
    """Heads the district committee's office."""
    unit = Unit.objects.create(code="hu", name="HU", kind=Kind.OFFICE, level=Level.DISTRICT)
    user = User.objects.create_user(username="trung", full_name="Trung", office=unit)
    RoleGrant.objects.create(user=user, role=Role.OFFICE_HEAD)
    return user


@pytest.fixture
def council(db: None) -> list[User]:
    people = [User.objects.create_user(username=f"uv{n}", full_name=f"UV{n}") for n in range(9)]
    RoleGrant.objects.bulk_create(RoleGrant(user=p, role=Role.COUNCIL_MEMBER) for p in people)
    return people


@pytest.fixture
def work(trung: User, now: dt.datetime) -> Work:
    unit = Unit.objects.create(code="h", name="Huyện minh hoạ", level=Level.DISTRICT)
    assert trung.office is not None
    made = works.enter_work(
        actor=trung,
        code="LS-H",
        title="Lịch sử đảng bộ huyện (minh hoạ)",
        kind=WorkKind.COMMITTEE_HISTORY,
        unit=unit,
        owner=trung.office,
        stage=WorkStage.CONSULTING,
        at=now,
    )
    text = ContentFile("Đoạn một.\nĐoạn hai.".encode())
    master, paragraphs = manuscripts.keep(text, name="bt.txt", at=now)
    works.add_manuscript(actor=trung, work=made, master=master, paragraphs=paragraphs, at=now)
    return made


@pytest.fixture
def round_(work: Work, trung: User, office: Unit, now: dt.datetime, today: dt.date) -> Round:
    request = Request(
        procedure=Procedure.objects.get(code="HD90-2021"),
        body=office,
        requested_on=today,
        number="1-TTr/HU",
    )
    made = actions.submit_work(
        actor=trung, work=work, manuscript=work.manuscripts.get(), request=request, at=now
    )
    for code in DISTRICT_PAPERS:
        actions.file_paper(
            actor=trung, round=made, code=code, state=PaperState.FILED, number="1", at=now
        )
    return made


def seated(people: list[User]) -> list[Sitting]:
    roles = [SeatRole.CHAIR, SeatRole.SECRETARY, *[SeatRole.MEMBER] * 9]
    return [Sitting(person=p, role=r) for p, r in zip(people, roles, strict=False)]


@pytest.fixture
def under_way(
    round_: Round, binh: User, em: User, council: list[User], decision: Decision, now: dt.datetime
) -> Round:
    sittings = seated(council[:5])
    actions.form_council(actor=binh, round=round_, decision=decision, sittings=sittings, at=now)
    return actions.begin_review(actor=em, round=round_, at=now)
