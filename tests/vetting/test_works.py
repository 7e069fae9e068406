"""A work's round where the journey does not go: ballots, tampering, who is who."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from archive.accounts.models import User
from archive.vetting import actions
from archive.vetting.actions.comments import Remark
from archive.vetting.actions.meetings import Sitting as MeetingSitting
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.models import (
    CommentKind,
    Round,
    SeatRole,
    Slip,
    Verdict,
)
from archive.vetting.steps import Refused
from archive.works import actions as works
from archive.works.models import Compiler, Work, WorkStage
from tests.vetting.conftest import seated


@pytest.mark.parametrize("count", [1, 4, 5, 9])
def test_a_council_of_five_to_nine(
    count: int,
    round_: Round,
    binh: User,
    council: list[User],
    decision: Decision,
    now: dt.datetime,
) -> None:
    named: dict[str, Any] = {"decision": decision, "sittings": seated(council[:count]), "at": now}
    if 5 <= count <= 9:
        actions.form_council(actor=binh, round=round_, **named)
        assert round_.seats.count() == count
    else:
        with pytest.raises(Refused):
            actions.form_council(actor=binh, round=round_, **named)


def test_ten_are_too_many(
    round_: Round, binh: User, khoa: User, council: list[User], decision: Decision, now: Any
) -> None:
    with pytest.raises(Refused):
        actions.form_council(
            actor=binh,
            round=round_,
            decision=decision,
            sittings=seated([*council, khoa]),
            at=now,
        )


def test_a_compiler_sits_only_with_a_reason_said(
    round_: Round, binh: User, council: list[User], decision: Decision, trung: User, now: Any
) -> None:
    works.add_compiler(
        actor=trung,
        work=Work.objects.get(vetting_rounds=round_),
        name="UV0",
        role=Compiler.Role.COMPILER,
        user=council[0],
        at=now,
    )
    people = seated(council[:5])
    with pytest.raises(Refused, match="UV0"):
        actions.form_council(actor=binh, round=round_, decision=decision, sittings=people, at=now)
    reason = "Không có chuyên gia khác về giai đoạn này"
    people[0] = Sitting(person=council[0], role=SeatRole.CHAIR, conflict_note=reason)
    actions.form_council(actor=binh, round=round_, decision=decision, sittings=people, at=now)


def test_a_comment_points_at_what_is_there(
    under_way: Round, council: list[User], trung: User, now: dt.datetime
) -> None:
    there = Remark(text="Ghi rõ nguồn", kind=CommentKind.SOURCE, paragraph=2)
    nowhere = Remark(text="Ghi rõ nguồn", kind=CommentKind.SOURCE, paragraph=3)
    comment = actions.add_comment(actor=council[2], round=under_way, remark=there, at=now)
    with pytest.raises(Refused):
        actions.add_comment(actor=council[2], round=under_way, remark=nowhere, at=now)
    with pytest.raises(Refused):
        actions.add_comment(actor=trung, round=under_way, remark=there, at=now)
    with pytest.raises(Refused):
        actions.drop_comment(actor=council[3], round=under_way, comment=comment)
    actions.drop_comment(actor=council[2], round=under_way, comment=comment)


def test_a_secret_ballot_keeps_no_way_back_to_a_person(
    under_way: Round, em: User, council: list[User], now: dt.datetime, today: dt.date
) -> None:
    seats = list(under_way.seats.all())
    meeting = actions.record_meeting(
        actor=em,
        round=under_way,
        sitting=MeetingSitting(held_on=today, minutes="…", present=seats),
        at=now,
    )
    counts = {Verdict.VETTED: 3, Verdict.NOT_PASSED: 1}
    ballot = actions.count_ballot(
        actor=em,
        round=under_way,
        meeting=meeting,
        question="Thông qua",
        counts=counts,
        spoilt=1,
        envelope="Số 1",
        at=now,
    )
    assert sorted(ballot.slips.values_list("choice", flat=True)) == [
        "not_passed", "vetted", "vetted", "vetted",
    ]  # fmt: skip
    people = {"person", "seat", "user", "voter", "actor", "cast_at"}
    assert not people & {field.name for field in Slip._meta.get_fields()}


def test_a_meeting_needs_the_chair(
    under_way: Round, em: User, now: dt.datetime, today: dt.date
) -> None:
    absent = list(under_way.seats.exclude(role=SeatRole.CHAIR))
    with pytest.raises(Refused):
        actions.record_meeting(
            actor=em,
            round=under_way,
            sitting=MeetingSitting(held_on=today, minutes="…", present=absent),
            at=now,
        )


def test_the_frozen_version_cannot_be_exchanged_under_a_council(under_way: Round) -> None:
    for column, value in (("frozen_digest", "'x'"), ("manuscript_id", "NULL")):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"UPDATE vetting_round SET {column} = {value} WHERE id = %s", [under_way.pk]
            )


@pytest.mark.parametrize(
    "table",
    ["vetting_paper", "works_manuscript", "works_passage", "works_milestone"],
)
def test_papers_versions_and_milestones_are_facts(table: str, round_: Round) -> None:
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_withdrawing_and_suspending_lead_back(
    under_way: Round, work: Work, trung: User, binh: User, now: dt.datetime
) -> None:
    actions.suspend_round(actor=binh, round=under_way, reason="Chờ văn bản", at=now)
    work.refresh_from_db()
    assert work.stage == WorkStage.SUSPENDED
    actions.resume_round(actor=trung, round=under_way, at=now)
    work.refresh_from_db()
    assert work.stage == WorkStage.UNDER_REVIEW
    actions.withdraw_round(actor=trung, round=under_way, reason="Viết lại", at=now)
    work.refresh_from_db()
    assert work.stage == WorkStage.CONSULTING


def test_nobody_publishes_what_was_not_vetted(work: Work, trung: User, now: dt.datetime) -> None:
    paper = works.Paper(on=now.date(), number="1", issuer="TU")
    for stage in (WorkStage.VETTED, WorkStage.APPROVED, WorkStage.PUBLISHED):
        with pytest.raises(works.NotPossible):
            works.advance(actor=trung, work=work, stage=stage, paper=paper, at=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Work.objects.filter(pk=work.pk).update(stage=WorkStage.PUBLISHED)
