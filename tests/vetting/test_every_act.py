"""Every (stage, act, part) through the acts themselves, and what each person is offered."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import Role, RoleGrant, User
from archive.journal.models import Entry
from archive.units.models import Unit
from archive.vetting.models import Round, Stage
from archive.vetting.policy import parts_of
from archive.vetting.steps import Act, Refused, refusal
from tests.vetting.stations import Play, tried, walk

pytestmark = pytest.mark.django_db

# The address that leads to each act, as a button on the page of the round.
BUTTONS = {
    Act.RETURN_DOSSIER: "do/return/",
    Act.COMPLETE_DOSSIER: "do/complete/",
    Act.FORM_COUNCIL: "council/",
    Act.REPLACE_MEMBER: "replace/",
    Act.BEGIN_REVIEW: "do/begin/",
    Act.WRITE_OPINION: "opinion/",
    Act.FILE_PAPER: "papers/",
    Act.HOLD_MEETING: "meeting/",
    Act.CONCLUDE: "conclude/",
    Act.ANSWER: "answers/",
    Act.RESUBMIT: "resubmit/",
    Act.SEND_BACK: "do/send-back/",
    Act.ISSUE_DOCUMENT: "document/",
    Act.LOG_OBSTACLE: "obstacle/",
    Act.SUSPEND: "do/suspend/",
    Act.RESUME: "do/resume/",
    Act.WITHDRAW: "do/withdraw/",
    Act.DISCLOSE: "disclose/",
}
# Answers are read by whoever follows the round, and written only by the compilers.
READ_BY_MANY = {Act.ANSWER}


def person(username: str, office: Unit | None, *roles: Role) -> User:
    user = User.objects.create_user(username=username, full_name=username, office=office)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


@pytest.fixture
def head(office: Unit) -> User:
    """Heads the vetting body and nothing else, so that one part is tried at a time."""
    return person("truong-ban", office, Role.VETTING_HEAD)


@pytest.fixture
def of_a_work(
    round_: Round, trung: User, em: User, head: User, hanh: User, giang: User,
    council: list[User], khoa: User, now: dt.datetime,
) -> Play:  # fmt: skip
    members = council[:5]
    cast = {
        "requester": trung,
        "secretary": em,
        "body_head": head,
        "chair": members[0],
        "seated secretary": members[1],
        "member": members[2],
        "administrator": hanh,
        "outsider": giang,
    }
    return Play(round_, cast, members, khoa, now)


@pytest.fixture
def of_a_record(
    submitted: Round, an: User, em: User, head: User, hanh: User, dung: User,
    council: list[User], khoa: User, now: dt.datetime,
) -> Play:  # fmt: skip
    members = council[:3]
    cast = {
        "requester": an,
        "secretary": em,
        "body_head": head,
        "chair": members[0],
        "member": members[2],
        "administrator": hanh,
        "outsider": dung,
    }
    return Play(submitted, cast, members, khoa, now)


@pytest.fixture(params=["work", "record"])
def play(request: pytest.FixtureRequest) -> Play:
    found: Play = request.getfixturevalue(f"of_a_{request.param}")
    return found


WORK_STAGES = set(Stage)
RECORD_STAGES = WORK_STAGES - {Stage.COUNCIL_FORMED, Stage.RESUBMITTED}


def test_every_act_moves_or_is_refused_in_words(play: Play) -> None:
    count = 0

    def try_everything(play: Play) -> None:
        nonlocal count
        for name, actor in play.cast.items():
            for act in Act:
                with tried():
                    _try(play, act, actor, name)
                count += 1

    walk(play, try_everything)
    assert play.seen == (WORK_STAGES if play.round.work else RECORD_STAGES)
    assert count >= len(play.seen) * len(Act) * len(play.cast)


def _try(play: Play, act: Act, actor: User, name: str) -> None:
    round_ = play.round
    case = (round_.stage, act, name)
    reason = refusal(act, Stage(round_.stage), parts_of(actor, round_), round_.subject_kind)
    if reason is None:
        play.prepare(act)
    before = Round.objects.filter(pk=round_.pk).values().get()
    entries = Entry.objects.count()
    if reason is None:
        if act != Act.WRITE_OPINION:
            play.do(act, actor)
            assert Entry.objects.count() > entries, case
        else:
            play.do(act, actor)
        return
    with pytest.raises(Refused) as refused:
        play.do(act, actor)
    assert str(refused.value.reason).strip() == str(reason), case
    assert Round.objects.filter(pk=round_.pk).values().get() == before, case
    assert Entry.objects.count() == entries, case


# What is offered is read from the same rows as what is refused above, on both databases.
@pytest.mark.once
def test_everybody_is_offered_what_they_may_do_and_nothing_else(play: Play) -> None:
    def compare(play: Play) -> None:
        round_ = play.round
        address = reverse("desk:vetting_round", args=[round_.code])
        for name, actor in play.cast.items():
            client = Client()
            client.force_login(actor, "django.contrib.auth.backends.ModelBackend")
            answer = client.get(address)
            sits = round_.seats.filter(person=actor).exists()
            if name == "outsider" or (name in {"chair", "member", "seated secretary"} and not sits):
                assert answer.status_code == 404, name
                continue
            offered = set(re.findall(rf'href="{re.escape(address)}([^"]+)"', _body(answer)))
            for act, button in BUTTONS.items():
                stage, parts = Stage(round_.stage), parts_of(actor, round_)
                allowed = refusal(act, stage, parts, round_.subject_kind) is None
                if act in READ_BY_MANY and not allowed:
                    continue
                assert (button in offered) == allowed, (round_.stage, act, name)

    walk(play, compare)


def _body(answer: object) -> str:
    content: bytes = answer.content  # type: ignore[attr-defined]
    return content.decode()
