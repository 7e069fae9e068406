"""Two people acting in one round at the same moment: one is first, the other is told."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue.models import Record, RecordKind
from archive.units.models import Kind, Level, Unit
from archive.vetting import actions
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.defaults import install
from archive.vetting.models import (
    Competence,
    Packing,
    Procedure,
    Provision,
    Round,
    SeatRole,
    Stage,
    Verdict,
)
from archive.vetting.steps import Refused

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.localtime()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run several acts in threads, each on a connection of its own, all at once."""
    begin = threading.Barrier(len(acts))
    ends: list[object] = [None] * len(acts)

    def one(number: int) -> None:
        connections["default"].ensure_connection()
        begin.wait()
        try:
            ends[number] = acts[number]()
        except (Refused, DatabaseError) as refused:
            ends[number] = refused
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


@pytest.fixture
def office(transactional_db: None) -> Unit:
    install(Procedure, Provision, Competence, at=NOW)
    return Unit.objects.create(code="vp", name="VP", kind=Kind.OFFICE, level=Level.PROVINCE)


def person(name: str, office: Unit | None, *roles: Role) -> User:
    user = User.objects.create_user(username=name, full_name=name, office=office)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


@pytest.fixture
def record(office: Unit) -> Record:
    return Record.objects.create(
        code="LD-1",
        kind=RecordKind.DOCUMENT,
        title="Truyền đơn",
        holder=office,
        created_at=NOW,
        changed_at=NOW,
    )


def request_of(office: Unit) -> Request:
    return Request(
        procedure=Procedure.objects.get(code="TU-LIEU"), body=office, requested_on=NOW.date()
    )


def _one_won(ends: list[object]) -> Refused:
    """Return what the one who lost was told; exactly one lost, and in words."""
    [lost] = [end for end in ends if isinstance(end, BaseException)]
    assert isinstance(lost, Refused), lost
    assert str(lost.reason).strip()
    return lost


def test_two_submit_the_same_record(office: Unit, record: Record) -> None:
    people = [person(name, office, Role.ARCHIVIST) for name in ("an", "anh")]
    request = request_of(office)

    def submit(actor: User) -> Callable[[], object]:
        return lambda: actions.submit_record(actor=actor, record=record, request=request, at=NOW)

    _one_won(at_once(*[submit(actor) for actor in people]))


@pytest.fixture
def submitted(office: Unit, record: Record) -> Round:
    an = person("an", office, Role.ARCHIVIST)
    return actions.submit_record(actor=an, record=record, request=request_of(office), at=NOW)


def test_one_forms_the_council_while_the_other_returns_the_dossier(
    office: Unit, submitted: Round
) -> None:
    heads = [person(name, office, Role.VETTING_HEAD) for name in ("binh", "be")]
    sitting = Sitting(person=person("khoa", None, Role.COUNCIL_MEMBER), role=SeatRole.CHAIR)
    decision = Decision(number="1-QĐ", on=NOW.date(), signatory="Bình")
    ends = at_once(
        lambda: actions.form_council(
            actor=heads[0], round=submitted, decision=decision, sittings=[sitting], at=NOW
        ),
        lambda: actions.return_dossier(actor=heads[1], round=submitted, reason="Thiếu", at=NOW),
    )
    _one_won(ends)
    [won] = [end for end in ends if isinstance(end, Round)]
    assert won.stage in {Stage.UNDER_REVIEW, Stage.RETURNED}


def test_a_member_hands_in_twice_from_two_windows(office: Unit, submitted: Round) -> None:
    binh, khoa = person("binh", office, Role.VETTING_HEAD), person("k", None, Role.COUNCIL_MEMBER)
    sitting = Sitting(person=khoa, role=SeatRole.CHAIR)
    decision = Decision(number="1-QĐ", on=dt.date(NOW.year, NOW.month, NOW.day), signatory="B")
    actions.form_council(actor=binh, round=submitted, decision=decision, sittings=[sitting], at=NOW)

    def hand_in(text: str) -> Callable[[], object]:
        return lambda: actions.hand_in_opinion(
            actor=khoa,
            round=submitted,
            points={},
            text=text,
            verdict=Verdict.VETTED,
            at=NOW,
        )

    _one_won(at_once(hand_in("Một"), hand_in("Hai")))


def test_the_chair_concludes_while_the_head_withdraws(office: Unit, submitted: Round) -> None:
    binh, khoa = person("binh", office, Role.VETTING_HEAD), person("k", None, Role.COUNCIL_MEMBER)
    on = timezone.localdate(NOW)
    actions.form_council(
        actor=binh,
        round=submitted,
        decision=Decision(number="1-QĐ", on=on, signatory="B"),
        sittings=[Sitting(person=khoa, role=SeatRole.CHAIR)],
        at=NOW,
    )
    actions.hand_in_opinion(
        actor=khoa, round=submitted, points={}, text="Đạt", verdict=Verdict.VETTED, at=NOW
    )
    finding = Finding(verdict=Verdict.VETTED, number="2-KL", on=on, signatory="K", text="Đạt")
    ends = at_once(
        lambda: actions.conclude(actor=khoa, round=submitted, finding=finding, at=NOW),
        lambda: actions.withdraw_round(actor=binh, round=submitted, reason="Nhầm", at=NOW),
    )
    _one_won(ends)


def test_two_ask_for_the_dossier_and_one_is_made(office: Unit, submitted: Round) -> None:
    people = [person(name, office, Role.VETTING_SECRETARY) for name in ("em", "anh")]

    def ask(actor: User) -> Callable[[], object]:
        return lambda: actions.ask_for_dossier(actor=actor, round=submitted, at=NOW)

    first, second = at_once(*[ask(actor) for actor in people])
    assert isinstance(first, Packing)
    assert first == second
