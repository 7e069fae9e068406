"""The pages of vetting and of works, looked at as a member, a secretary and the requester."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from archive.accounts.models import Role, RoleGrant, User
from archive.units.models import Level, Unit
from archive.vetting import actions
from archive.vetting.actions.comments import Remark
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.meetings import Sitting as Meeting
from archive.vetting.actions.packing import pack
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.defaults import install
from archive.vetting.models import (
    Comment,
    CommentKind,
    Competence,
    PaperState,
    Procedure,
    Provision,
    Round,
    SeatRole,
    Verdict,
)
from archive.works import actions as works
from archive.works import manuscripts
from archive.works.models import Work, WorkKind, WorkStage
from tests.browser.test_accessibility import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "Chương I. Những ngày đầu\nChi bộ đầu tiên được thành lập năm 1930.\nPhong trào lan rộng."


@pytest.fixture
def members(transactional_db: None) -> list[User]:
    people = [
        User.objects.create_user(
            username=f"uyvien{n}", password="mat-khau-minh-hoa", full_name=f"Uỷ viên {n}"
        )
        for n in range(5)
    ]
    RoleGrant.objects.bulk_create(RoleGrant(user=p, role=Role.COUNCIL_MEMBER) for p in people)
    return people


@pytest.fixture
def round_(
    an: User, binh: User, em: User, members: list[User], office: Unit, now: dt.datetime
) -> Round:
    """A work whose council has met and asks for corrections."""
    install(Procedure, Provision, Competence, at=now)
    today = timezone.localdate(now)
    unit = Unit.objects.create(code="h", name="Huyện minh hoạ", level=Level.DISTRICT)
    work = works.enter_work(
        actor=an,
        code="MH-CT-09",
        title="Lịch sử đảng bộ huyện (minh hoạ)",
        kind=WorkKind.COMMITTEE_HISTORY,
        unit=unit,
        owner=office,
        stage=WorkStage.CONSULTING,
        is_demonstration=True,
        at=now,
    )
    manuscript = _manuscript(an, work, TEXT, now)
    request = Request(
        procedure=Procedure.objects.get(code="HD90-2021"),
        body=office,
        requested_on=today,
        number="1-TTr/HU",
        empowered_by="Văn bản minh hoạ",
    )
    found = actions.submit_work(
        actor=binh, work=work, manuscript=manuscript, request=request, at=now
    )
    for code in ("boards", "outline", "workshops", "witness_comments"):
        actions.file_paper(actor=binh, round=found, code=code, state=PaperState.FILED, at=now)
    decision = Decision(number="7-QĐ/BTGDVTU", on=today, signatory="Bình")
    roles = [SeatRole.CHAIR, SeatRole.SECRETARY, *[SeatRole.MEMBER] * 3]
    sittings = [Sitting(person=p, role=r) for p, r in zip(members, roles, strict=True)]
    actions.form_council(actor=binh, round=found, decision=decision, sittings=sittings, at=now)
    actions.begin_review(actor=em, round=found, at=now)
    remark = Remark(text="Ghi rõ tháng.", kind=CommentKind.DATE, paragraph=2, quote="năm 1930")
    actions.add_comment(actor=members[2], round=found, remark=remark, at=now)
    for member in members[1:]:
        actions.hand_in_opinion(
            actor=member,
            round=found,
            points={"party_character": "Bảo đảm"},
            text="Cần chỉnh sửa",
            verdict=Verdict.REVISION_REQUIRED,
            at=now,
        )
    seats = list(found.seats.all())
    meeting = Meeting(held_on=today, minutes="Thống nhất.", present=seats)
    actions.record_meeting(actor=em, round=found, sitting=meeting, at=now)
    return found


def _manuscript(actor: User, work: Work, text: str, now: dt.datetime) -> Any:
    master, paragraphs = manuscripts.keep(ContentFile(text.encode()), name="bt.txt", at=now)
    return works.add_manuscript(
        actor=actor, work=work, master=master, paragraphs=paragraphs, at=now
    )


def test_pages_of_the_body(open_page: Any, round_: Round, binh: User) -> None:
    at = f"/desk/vetting/rounds/{round_.code}/"
    addresses = [
        "/desk/vetting/", "/desk/vetting/tasks/", "/desk/vetting/statistics/",
        "/desk/vetting/procedures/", "/desk/vetting/procedures/HD90-2021/1/",
        "/desk/vetting/procedures/bodies/new/", at, f"{at}papers/", f"{at}read/",
        f"{at}conclude/", f"{at}replace/", f"{at}do/suspend/", f"{at}meeting/",
        "/desk/works/", "/desk/works/new/", "/desk/works/MH-CT-09/",
        "/desk/works/MH-CT-09/manuscript/1/", "/desk/works/MH-CT-09/describe/",
        "/desk/works/MH-CT-09/cite/",
    ]  # fmt: skip
    page = open_page(binh)
    assert faults(page, addresses, name="vetting") == []


def test_pages_of_the_secretary(open_page: Any, round_: Round, em: User) -> None:
    at = f"/desk/vetting/rounds/{round_.code}/"
    page = open_page(em)
    addresses = [at, f"{at}meeting/", f"{at}ballot/", f"{at}conclude/", f"{at}obstacle/"]
    assert faults(page, addresses, name="secretary") == []


def test_pages_of_a_member(open_page: Any, round_: Round, members: list[User]) -> None:
    at = f"/desk/vetting/rounds/{round_.code}/"
    page = open_page(members[0])
    addresses = ["/desk/vetting/", "/desk/vetting/tasks/", at, f"{at}read/", f"{at}opinion/"]
    assert faults(page, addresses, name="member") == []


def test_pages_of_the_administrator(open_page: Any, round_: Round, hanh: User) -> None:
    addresses = [
        "/desk/vetting/", "/desk/vetting/tasks/", f"/desk/vetting/rounds/{round_.code}/",
        "/desk/vetting/procedures/HD90-2021/1/edit/", "/desk/vetting/procedures/TU-LIEU/1/copy/",
        f"/desk/vetting/rounds/{round_.code}/do/begin/",
    ]  # fmt: skip
    page = open_page(hanh)
    assert faults(page, addresses, name="administrator") == []


@pytest.fixture
def corrected(round_: Round, members: list[User], binh: User, now: dt.datetime) -> Round:
    """The round concluded, its comments answered, the corrected version sent; a dossier made."""
    today = timezone.localdate(now)
    actions.hand_in_opinion(
        actor=members[0], round=round_, points={}, text="Cần chỉnh sửa",
        verdict=Verdict.REVISION_REQUIRED, at=now,
    )  # fmt: skip
    finding = Finding(
        verdict=Verdict.REVISION_REQUIRED, number="3-KL", on=today, signatory="UV0", text="Sửa"
    )
    actions.conclude(actor=members[0], round=round_, finding=finding, at=now)
    for comment in Comment.objects.filter(round=round_):
        actions.answer_comment(
            actor=binh, round=round_, comment=comment, accepted=True, text="Chương I", at=now
        )
    work = round_.work
    assert work is not None
    text = TEXT.replace("năm 1930", "tháng 3 năm 1930")
    actions.resubmit(
        actor=binh, round=round_, manuscript=_manuscript(binh, work, text, now), on=today, at=now
    )
    pack(actions.ask_for_dossier(actor=binh, round=round_, at=now).pk, at=lambda: now)
    actions.ask_for_dossier(actor=binh, round=round_, at=now)
    return round_


def test_pages_after_the_conclusion(
    open_page: Any, corrected: Round, binh: User, members: list[User]
) -> None:
    at = f"/desk/vetting/rounds/{corrected.code}/"
    pages = [at, f"{at}answers/", f"{at}compare/", f"{at}read/"]
    body = [*pages, f"{at}document/", f"{at}dossier/", f"{at}do/send-back/", f"{at}resubmit/"]
    assert faults(open_page(binh), body, name="after") == []
    assert faults(open_page(members[2]), pages, name="after-member") == []
