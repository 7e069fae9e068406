"""Acts out of their time and order, and every door an opinion might slip out by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.journal.models import Entry
from archive.units.models import Unit
from archive.vetting import actions
from archive.vetting.actions.comments import Remark
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.meetings import Sitting as Meeting
from archive.vetting.actions.packing import ask_for_dossier, pack
from archive.vetting.actions.reminders import remind_members
from archive.vetting.actions.seats import Decision
from archive.vetting.actions.submissions import Request
from archive.vetting.models import (
    CommentKind,
    Procedure,
    Provision,
    ProvisionKind,
    Round,
    SeatRole,
    Slip,
    Stage,
    Verdict,
)
from archive.vetting.rules import Rules
from archive.vetting.steps import Refused
from archive.works.models import Work
from tests.vetting.conftest import seated

SECRET = "Luận điểm chương hai sai lệch nghiêm trọng"
REMARK = "Đoạn này chép từ nguồn khác"


@pytest.fixture
def demand(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Return what lets the procedure ask for something it is not known to ask for."""
    found = Rules.find

    def ask(code: str, value: str) -> None:
        def find(self: Rules, kind: ProvisionKind, wanted: str) -> Provision | None:
            asked = Provision(kind=kind, code=code, value=value)
            return asked if wanted == code else found(self, kind, wanted)

        monkeypatch.setattr(Rules, "find", find)

    return ask


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def one_has_written(under_way: Round, council: list[User], now: dt.datetime) -> Round:
    """The third member has handed in; nobody else has."""
    remark = Remark(text=REMARK, kind=CommentKind.SOURCE, paragraph=1)
    actions.add_comment(actor=council[2], round=under_way, remark=remark, at=now)
    actions.hand_in_opinion(
        actor=council[2], round=under_way, points={"party_character": f"{SECRET} 2"}, text=SECRET,
        verdict=Verdict.NOT_PASSED, at=now,
    )  # fmt: skip
    Round.objects.filter(pk=under_way.pk).update(review_due_on=now.date())
    return under_way


def test_no_door_tells_an_opinion_before_ones_own(
    one_has_written: Round, council: list[User], trung: User, em: User, now: dt.datetime,
    mailoutbox: list[Any],
) -> None:  # fmt: skip
    code = one_has_written.code
    made = ask_for_dossier(actor=em, round=one_has_written, at=now)
    pack(made.pk, at=lambda: now)
    rounds = [
        "vetting_round", "vetting_read", "vetting_answers", "vetting_opinion", "vetting_compare",
        "vetting_report", "vetting_whole", "vetting_dossier", "vetting_packings",
        "vetting_packing_state", "vetting_conclude", "vetting_meeting", "vetting_papers",
    ]  # fmt: skip
    doors = [
        *[reverse(f"desk:{name}", args=[code]) for name in rounds],
        reverse("desk:vetting_packed", args=[code, made.pk]),
        *[reverse(f"desk:{name}") for name in ("vetting", "vetting_tasks", "vetting_statistics")],
        reverse("desk:vetting_obstacles_csv"), "/desk/", "/search/?q=sai+lech",
        "/search/results.csv?q=sai+lech", "/api/v1/search/?q=sai+lech",
        "/api/v1/records/", "/works/LS-H/", "/desk/works/LS-H/",
    ]  # fmt: skip
    # The chair, the council's secretary and a member, none of whom has handed in; the requester.
    for person in (council[0], council[1], council[3], trung):
        client = as_(person)
        for door in doors:
            answer: Any = client.get(door)
            body = answer.getvalue()
            for word in (SECRET, REMARK):
                assert word.encode() not in body, (door, person)
            is_file = door.endswith((".docx", ".zip"))
            assert answer.status_code in ({302, 404} if is_file else {200, 302, 403, 404, 409})
    User.objects.filter(pk__in=[member.pk for member in council]).update(email="uv@example.vn")
    remind_members(at=now)
    assert mailoutbox
    for letter in mailoutbox:
        assert SECRET not in letter.body + letter.subject
    # Whoever has written reads; the secretary of the body collates from the first on.
    assert SECRET in as_(council[2]).get(one_has_written.get_absolute_url()).content.decode()
    assert SECRET in as_(em).get(one_has_written.get_absolute_url()).content.decode()


def test_a_ballot_tells_no_vote_by_row_number_order_time_or_journal(
    one_has_written: Round, em: User, council: list[User], now: dt.datetime, today: dt.date
) -> None:
    seats = list(one_has_written.seats.all())
    meeting = actions.record_meeting(
        actor=em, round=one_has_written,
        sitting=Meeting(held_on=today, minutes="Bỏ phiếu kín", present=seats), at=now,
    )  # fmt: skip
    orders = set()
    for _time in range(8):
        ballot = actions.count_ballot(
            actor=em, round=one_has_written, meeting=meeting, question="Thông qua",
            counts={Verdict.VETTED: 2, Verdict.NOT_PASSED: 3}, spoilt=0, envelope="", at=now,
        )  # fmt: skip
        slips = Slip.objects.filter(ballot=ballot)
        orders.add(tuple(slips.values_list("choice", flat=True)))
    # In the order the database gives them: five slips fall in ten ways, eight times in one is
    # one chance in ten millions.
    assert len(orders) > 1
    columns = {field.name for field in Slip._meta.get_fields()}
    assert columns == {"serial", "round", "ballot", "choice"}
    entries = Entry.objects.about(one_has_written).filter(act="vetting.round.ballot_counted")
    people = {str(person.pk) for person in council} | {person.full_name for person in council}
    for entry in entries:
        assert entry.actor_id == em.pk
        said = {str(value) for value in entry.after.values()} | {entry.note}
        assert not people & said


def test_a_quorum_is_asked_for_where_a_procedure_has_one(
    under_way: Round, em: User, demand: Any, today: dt.date, now: dt.datetime
) -> None:
    demand("quorum", "4")
    seats = list(under_way.seats.all())
    few = Meeting(held_on=today, minutes="Họp", present=seats[:3])
    with pytest.raises(Refused, match="4"):
        actions.record_meeting(actor=em, round=under_way, sitting=few, at=now)
    enough = Meeting(held_on=today, minutes="Họp", present=seats[:4])
    assert actions.record_meeting(actor=em, round=under_way, sitting=enough, at=now)


def test_after_the_day_an_opinion_is_refused_where_the_procedure_says_so(
    under_way: Round, council: list[User], demand: Any, now: dt.datetime
) -> None:
    demand("late", "refuse")
    Round.objects.filter(pk=under_way.pk).update(review_due_on=now.date() - dt.timedelta(days=3))
    with pytest.raises(Refused):
        actions.hand_in_opinion(
            actor=council[2], round=under_way, points={}, text="Muộn", verdict=Verdict.VETTED,
            at=now, late_reason="Đi công tác",
        )  # fmt: skip


@pytest.mark.parametrize("days", [-1, 400])
def test_a_council_is_not_decided_before_the_request_or_tomorrow(
    round_: Round, binh: User, council: list[User], today: dt.date, now: dt.datetime, days: int
) -> None:
    decision = Decision(number="1-QĐ", on=today + dt.timedelta(days=days), signatory="Bình")
    with pytest.raises(Refused):
        actions.form_council(
            actor=binh, round=round_, decision=decision, sittings=seated(council[:5]), at=now
        )


@pytest.mark.parametrize("days", [-1, 1])
def test_a_meeting_is_not_held_before_the_council_was_formed_or_tomorrow(
    under_way: Round, em: User, today: dt.date, now: dt.datetime, days: int
) -> None:
    meeting = Meeting(
        held_on=today + dt.timedelta(days=days), minutes="Họp", present=list(under_way.seats.all())
    )
    with pytest.raises(Refused):
        actions.record_meeting(actor=em, round=under_way, sitting=meeting, at=now)


@pytest.mark.parametrize("size", [4, 10])
def test_a_council_of_four_or_ten_is_refused(
    round_: Round, binh: User, council: list[User], decision: Decision, now: dt.datetime, size: int
) -> None:
    people = [*council, binh][:size]
    with pytest.raises(Refused, match="5"):
        actions.form_council(
            actor=binh, round=round_, decision=decision, sittings=seated(people), at=now
        )


def test_a_council_without_a_chair_is_refused(
    round_: Round, binh: User, council: list[User], decision: Decision, now: dt.datetime
) -> None:
    sittings = seated(council[:5])
    object.__setattr__(sittings[0], "role", SeatRole.MEMBER)
    with pytest.raises(Refused):
        actions.form_council(actor=binh, round=round_, decision=decision, sittings=sittings, at=now)


def test_a_body_does_not_vet_its_own_committees_work_without_a_document(
    work: Work, trung: User, today: dt.date, now: dt.datetime
) -> None:
    own: Unit | None = trung.office
    assert own is not None
    request = Request(
        procedure=Procedure.objects.get(code="HD90-2021"), body=own, requested_on=today,
        number="1-TTr",
    )  # fmt: skip
    with pytest.raises(Refused, match="văn bản"):
        actions.submit_work(
            actor=trung, work=work, manuscript=work.manuscripts.get(), request=request, at=now
        )


def test_a_conclusion_before_the_opinions_and_the_meeting_is_refused(
    one_has_written: Round, council: list[User], today: dt.date, now: dt.datetime
) -> None:
    finding = Finding(verdict=Verdict.VETTED, number="1-KL", on=today, signatory="UV0", text="Đạt")
    with pytest.raises(Refused):
        actions.conclude(actor=council[0], round=one_has_written, finding=finding, at=now)


def test_the_file_that_is_vetted_goes_to_those_with_a_part_alone(
    under_way: Round, council: list[User], trung: User, em: User, dung: User, giang: User
) -> None:
    address = reverse("desk:vetting_manuscript", args=[under_way.code])
    for person in (council[0], council[3], trung, em):
        answer: Any = as_(person).get(address)
        assert answer.getvalue() == "Đoạn một.\nĐoạn hai.".encode()
        assert 'filename="TDCT-LS-H-1-1.txt"' in answer["Content-Disposition"]
    for outsider in (dung, giang, council[7]):
        assert as_(outsider).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_where_it_was_changed_is_not_cut_off(
    one_has_written: Round, trung: User, now: dt.datetime
) -> None:
    comment = one_has_written.comments.get()
    Round.objects.filter(pk=one_has_written.pk).update(stage=Stage.REVISION_REQUIRED)
    answer: dict[str, Any] = {
        "actor": trung,
        "round": one_has_written,
        "comment": comment,
        "at": now,
    }
    with pytest.raises(Refused, match="500"):
        actions.answer_comment(accepted=True, text="Trang 2, " * 60, **answer)
    told = actions.answer_comment(accepted=False, text="Vì nguồn khác, " * 60, **answer)
    assert told.why_not == ("Vì nguồn khác, " * 60).strip()
