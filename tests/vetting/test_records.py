"""A record's round from submission to conclusion, and what its readers see of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from archive.access import actions as access
from archive.access import gate
from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue.models import AccessLevel, Record, VettingStatus
from archive.journal.models import Entry
from archive.units.models import Unit
from archive.vetting import actions, frozen, policy
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.models import Procedure, Round, SeatRole, Stage, Verdict
from archive.vetting.steps import Refused


def status(record: Record) -> str:
    record.refresh_from_db()
    return record.vetting_status


def test_the_status_follows_the_round(
    record: Record, opined: Round, khoa: User, finding: Any, now: dt.datetime
) -> None:
    assert status(record) == VettingStatus.UNDER_REVIEW
    actions.conclude(actor=khoa, round=opined, finding=finding(), at=now)
    assert status(record) == VettingStatus.VETTED
    opined.refresh_from_db()
    assert (opined.stage, opined.closed_at) == (Stage.VETTED, now)
    acts = Entry.objects.about(opined).values_list("act", flat=True)
    assert list(acts) == [
        "vetting.round.submitted",
        "vetting.round.council_formed",
        "vetting.round.opinion_handed_in",
        "vetting.round.opinion_handed_in",
        "vetting.round.concluded",
    ]


def test_only_the_holding_office_submits(
    record: Record,
    dung: User,
    giang: User,
    hanh: User,
    office: Unit,
    records_procedure: Procedure,
    now: dt.datetime,
    today: dt.date,
) -> None:
    request = Request(procedure=records_procedure, body=office, requested_on=today)
    for outsider in (dung, giang, hanh):
        with pytest.raises(Refused):
            actions.submit_record(actor=outsider, record=record, request=request, at=now)
    assert not Round.objects.exists()


def test_a_second_round_waits_for_the_first(
    submitted: Round, record: Record, an: User, today: dt.date, now: dt.datetime
) -> None:
    request = Request(procedure=submitted.procedure, body=submitted.body, requested_on=today)
    with pytest.raises(Refused):
        actions.submit_record(actor=an, record=record, request=request, at=now)
    actions.withdraw_round(actor=an, round=submitted, reason="Gửi nhầm", at=now)
    assert status(record) == VettingStatus.NOT_SUBMITTED
    second = actions.submit_record(actor=an, record=record, request=request, at=now)
    assert (second.number, second.code) == (2, f"TD-{record.code}-2")


def test_another_office_needs_a_document_to_vet_it(
    record: Record, an: User, other_office: Unit, records_procedure: Procedure, now: dt.datetime
) -> None:
    asked: dict[str, Any] = {
        "procedure": records_procedure,
        "body": other_office,
        "requested_on": now.date() - dt.timedelta(days=1),
    }
    with pytest.raises(Refused):
        actions.submit_record(actor=an, record=record, request=Request(**asked), at=now)
    request = Request(**asked, empowered_by="Công văn 3-CV/TU")
    assert actions.submit_record(actor=an, record=record, request=request, at=now).pk


def test_whoever_entered_it_does_not_vet_it(
    submitted: Round, binh: User, an: User, decision: Decision, now: dt.datetime
) -> None:
    sittings = [Sitting(person=an, role=SeatRole.CHAIR, conflict_note="Không có ai khác")]
    with pytest.raises(Refused, match="An"):
        actions.form_council(
            actor=binh, round=submitted, decision=decision, sittings=sittings, at=now
        )


@pytest.mark.parametrize("roles", [[], ["reviewer"], ["chair", "chair"]])
def test_a_council_has_one_chair(
    roles: list[str],
    submitted: Round,
    binh: User,
    khoa: User,
    lan: User,
    decision: Decision,
    now: dt.datetime,
) -> None:
    people = [khoa, lan]
    sittings = [Sitting(person=p, role=SeatRole(r)) for p, r in zip(people, roles, strict=False)]
    with pytest.raises(Refused):
        actions.form_council(
            actor=binh, round=submitted, decision=decision, sittings=sittings, at=now
        )
    assert not submitted.seats.exists()


def test_a_seat_opens_the_record_and_the_end_closes_it(
    under_review: Round,
    record: Record,
    khoa: User,
    lan: User,
    giang: User,
    finding: Any,
    now: dt.datetime,
) -> None:
    assert gate.may_see(khoa, record)
    assert not gate.may_see(giang, record)
    actions.withdraw_round(
        actor=under_review.requested_by, round=under_review, reason="Rút", at=now
    )
    assert not gate.may_see(khoa, record)


def test_a_replaced_member_leaves_the_seat_and_the_record(
    under_review: Round,
    record: Record,
    lan: User,
    chi: User,
    binh: User,
    decision: Decision,
    now: dt.datetime,
) -> None:
    left = under_review.seats.get(person=lan)
    actions.replace_member(
        actor=binh,
        round=under_review,
        seat_left=left,
        sitting=Sitting(person=chi, role=SeatRole.REVIEWER),
        decision=decision,
        reason="Chuyển công tác",
        at=now,
    )
    assert under_review.seats.count() == 3
    assert not gate.may_see(lan, record)
    assert policy.seat_of(lan, under_review) is None
    with pytest.raises(Refused):
        actions.hand_in_opinion(
            actor=lan, round=under_review, points={}, text="…", verdict=Verdict.VETTED, at=now
        )


def test_no_conclusion_while_opinions_are_missing(
    under_review: Round, khoa: User, finding: Any, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="Lan"):
        actions.conclude(actor=khoa, round=under_review, finding=finding(), at=now)


def test_a_conclusion_is_not_dated_before_the_council_or_tomorrow(
    opined: Round, khoa: User, finding: Any, today: dt.date, now: dt.datetime
) -> None:
    for day in (today - dt.timedelta(days=1), today + dt.timedelta(days=1)):
        with pytest.raises(Refused):
            actions.conclude(actor=khoa, round=opined, finding=finding(on=day), at=now)


def test_of_two_who_conclude_at_once_the_second_is_told(
    opined: Round, khoa: User, em: User, finding: Any, now: dt.datetime
) -> None:
    stale = Round.objects.get(pk=opined.pk)
    actions.conclude(actor=khoa, round=opined, finding=finding(), at=now)
    with pytest.raises(Refused):
        actions.conclude(actor=em, round=stale, finding=finding(Verdict.NOT_PASSED), at=now)


def test_a_late_opinion_gives_its_reason(
    submitted: Round, binh: User, khoa: User, decision: Decision, now: dt.datetime, today: dt.date
) -> None:
    actions.form_council(
        actor=binh,
        round=submitted,
        decision=decision,
        sittings=[Sitting(person=khoa, role=SeatRole.CHAIR)],
        review_due_on=today,
        at=now,
    )
    said: dict[str, Any] = {"points": {}, "text": "Đạt", "verdict": Verdict.VETTED}
    late = now + dt.timedelta(days=2)
    with pytest.raises(Refused):
        actions.hand_in_opinion(actor=khoa, round=submitted, at=late, **said)
    opinion = actions.hand_in_opinion(
        actor=khoa, round=submitted, at=late, late_reason="Đi công tác", **said
    )
    assert opinion.late_reason == "Đi công tác"


def test_vetting_again_takes_a_released_record_back_only_when_it_fails(
    record: Record,
    opined: Round,
    an: User,
    binh: User,
    khoa: User,
    decision: Decision,
    finding: Any,
    now: dt.datetime,
    today: dt.date,
    visitor: Any,
) -> None:
    actions.conclude(actor=khoa, round=opined, finding=finding(), at=now)
    access.release_record(actor=binh, record=record, level=AccessLevel.PUBLIC, at=now)
    request = Request(procedure=opined.procedure, body=opined.body, requested_on=today)
    again = actions.submit_record(actor=an, record=record, request=request, at=now)
    actions.form_council(
        actor=binh,
        round=again,
        decision=decision,
        sittings=[Sitting(person=khoa, role=SeatRole.CHAIR)],
        at=now,
    )
    assert status(record) == VettingStatus.VETTED
    assert gate.may_see(visitor, record)
    actions.hand_in_opinion(
        actor=khoa, round=again, points={}, text="Sai", verdict=Verdict.NOT_PASSED, at=now
    )
    actions.conclude(actor=khoa, round=again, finding=finding(Verdict.NOT_PASSED), at=now)
    assert status(record) == VettingStatus.NOT_PASSED
    with pytest.raises(gate.Withdrawn):
        gate.record_or_404(visitor, record.code)


def test_a_change_after_submission_is_seen_and_a_release_is_none(
    record: Record, opined: Round, an: User, binh: User, khoa: User, finding: Any, now: dt.datetime
) -> None:
    actions.conclude(actor=khoa, round=opined, finding=finding(), at=now)
    record.refresh_from_db()
    access.release_record(actor=binh, record=record, level=AccessLevel.PUBLIC, at=now)
    record.refresh_from_db()
    assert not frozen.changed_since(record, opined.frozen_digest)
    catalogue.describe_record(
        actor=an, record=record, version=record.version, notes="Thêm ghi chú", at=now
    )
    record.refresh_from_db()
    assert frozen.changed_since(record, opined.frozen_digest)


def test_opinions_are_read_only_after_ones_own_and_never_by_the_requester(
    under_review: Round, khoa: User, lan: User, em: User, chi: User, giang: User, now: dt.datetime
) -> None:
    actions.hand_in_opinion(
        actor=khoa, round=under_review, points={}, text="Đạt", verdict=Verdict.VETTED, at=now
    )
    requester = under_review.requested_by
    reading = {
        user.username
        for user in (khoa, lan, em, chi, giang, requester)
        if policy.standing_of(user, under_review).reads_opinions
    }
    assert reading == {"khoa", "em"}
