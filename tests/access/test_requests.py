"""A reader asks, the head of the holding office answers, and the reader is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from archive.access import actions, gate
from archive.access.letters import tell_reader
from archive.access.models import AccessRequest, Clause, Grant, RequestState, Scope
from archive.access.sight import sight_of
from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Person,
    Record,
    Recording,
    RecordKind,
)  # fmt: skip
from archive.files.models import Family, Master
from archive.journal.models import Entry

BACKEND = "django.contrib.auth.backends.ModelBackend"
PURPOSE = "Luận văn về chiến khu, cần nghe đoạn kể năm 1950."


@pytest.fixture
def interview(make_record: Any, now: dt.datetime) -> Record:
    """Return a released interview heard by nobody, whose witness allows use in research."""
    record: Record = make_record(released=AccessLevel.PUBLIC, kind=RecordKind.INTERVIEW)
    witness = Person.objects.create(slug="nc", name="Nhân chứng minh hoạ số 1")
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    consent = record.consents.create(
        witness=witness, given_on=now.date() - dt.timedelta(days=2), entered_at=now
    )
    Clause.objects.create(consent=consent, scope=Scope.RESEARCH)
    Clause.objects.create(consent=consent, scope=Scope.NAME)
    master = Master.objects.create(
        digest="b" * 64, size=1, family=Family.AUDIO, media_type="audio/mpeg",
        original_name="bang.mp3", stored_at=now,
    )  # fmt: skip
    Recording.objects.create(record=record, master=master, duration_ms=60_000)
    return record


@pytest.fixture
def reader(client: Client, giang: User) -> Client:
    User.objects.filter(pk=giang.pk).update(email="giang@example.org")
    client.force_login(giang, BACKEND)
    return client


def ask(client: Client, record: Record) -> Any:
    return client.post(f"/records/{record.code}/ask/", {"purpose": PURPOSE})


def head(user: User) -> Client:
    desk = Client()
    desk.force_login(user, BACKEND)
    return desk


def test_asked_granted_until_a_day_and_told(
    interview: Record, reader: Client, giang: User, binh: User, now: dt.datetime,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    assert (
        f"/records/{interview.code}/ask/"
        in reader.get(f"/records/{interview.code}/").content.decode()
    )
    assert ask(reader, interview).status_code == 302
    asked = AccessRequest.objects.get()
    desk = head(binh)
    assert "tile" in desk.get("/desk/").content.decode()
    assert interview.title in desk.get("/desk/requests/").content.decode()
    assert PURPOSE in desk.get(f"/desk/requests/{asked.pk}/").content.decode()
    until = now.date() + dt.timedelta(days=30)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            f"/desk/requests/{asked.pk}/",
            {"decision": "grant", "until": until.isoformat(), "answer": "Đồng ý."},
        )
    asked.refresh_from_db()
    assert asked.state == RequestState.GRANTED
    assert sight_of(giang, interview).audio
    later = now + dt.timedelta(days=32)
    assert not Grant.objects.in_force(later).filter(user=giang).exists()
    tell_reader(request=asked, at=now)
    [letter] = mail.outbox
    assert interview.title not in letter.body
    page = reader.get("/my/requests/").content.decode()
    assert "Đồng ý." in page
    assert f"được đọc đến hết {until:%d/%m/%Y}" in page
    acts = set(Entry.objects.about(interview).values_list("act", flat=True))
    assert {"access.request.made", "access.grant.given", "access.request.granted"} <= acts


def test_a_refusal_says_why(interview: Record, reader: Client, giang: User, binh: User) -> None:
    ask(reader, interview)
    asked = AccessRequest.objects.get()
    desk = head(binh)
    assert desk.post(f"/desk/requests/{asked.pk}/", {"decision": "refuse"}).status_code == 200
    desk.post(
        f"/desk/requests/{asked.pk}/", {"decision": "refuse", "answer": "Gia đình chưa đồng ý."}
    )
    asked.refresh_from_db()
    assert asked.state == RequestState.REFUSED
    assert not sight_of(giang, interview).audio
    assert "Gia đình chưa đồng ý." in reader.get("/my/requests/").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRequest.objects.filter(pk=asked.pk).update(answer="")


def test_only_the_head_of_the_holding_office_answers(
    interview: Record, reader: Client, an: User, dung: User, binh: User, now: dt.datetime
) -> None:
    ask(reader, interview)
    asked = AccessRequest.objects.get()
    assert head(an).get("/desk/requests/").status_code == 403
    assert reader.get(f"/desk/requests/{asked.pk}/").status_code == 403
    outsider = head(dung)  # heads another office
    assert outsider.get(f"/desk/requests/{asked.pk}/").status_code == 404
    assert PURPOSE not in outsider.get("/desk/requests/").content.decode()
    for user in (an, dung):
        with pytest.raises(actions.NotAllowed):
            actions.grant_request(actor=user, request=asked, ends_at=None, answer="", at=now)
        with pytest.raises(actions.NotAllowed):
            actions.take_back_request(actor=user, request=asked, at=now)
    actions.refuse_request(actor=binh, request=asked, reason="Chưa được", at=now)
    with pytest.raises(actions.AlreadyAnswered):
        actions.grant_request(actor=binh, request=asked, ends_at=None, answer="", at=now)
    assert not Grant.objects.exists()


def test_what_cannot_be_asked(
    interview: Record, make_record: Any, reader: Client, giang: User, now: dt.datetime
) -> None:
    closed = make_record()
    assert ask(reader, closed).status_code == 404
    assert reader.get(f"/records/{closed.code}/ask/").status_code == 404
    with pytest.raises(actions.NotAllowed):
        actions.ask_access(actor=giang, record=closed, purpose=PURPOSE, at=now)
    wide_open = make_record(released=AccessLevel.PUBLIC)
    with pytest.raises(actions.NothingClosed):
        actions.ask_access(actor=giang, record=wide_open, purpose=PURPOSE, at=now)
    ask(reader, interview)
    with pytest.raises(actions.AlreadyAsked):
        actions.ask_access(actor=giang, record=interview, purpose=PURPOSE, at=now)
    assert Client().get(f"/records/{interview.code}/ask/").status_code == 302


def test_a_reader_takes_it_back_and_may_ask_again(
    interview: Record, reader: Client, hanh: User
) -> None:
    ask(reader, interview)
    asked = AccessRequest.objects.get()
    other = head(hanh)
    assert other.post(f"/my/requests/{asked.pk}/take-back/").status_code == 404
    reader.post(f"/my/requests/{asked.pk}/take-back/")
    asked.refresh_from_db()
    assert asked.state == RequestState.TAKEN_BACK
    ask(reader, interview)
    assert AccessRequest.objects.filter(state=RequestState.WAITING).count() == 1


def test_of_a_record_closed_since_only_the_answer_is_shown(
    interview: Record, reader: Client, giang: User
) -> None:
    ask(reader, interview)
    Record.objects.update(access_level=AccessLevel.CLOSED)
    assert not gate.may_see(giang, interview)
    page = reader.get("/my/requests/").content.decode()
    assert interview.code not in page
    assert interview.title not in page
    assert "Không còn đọc được" in page


def test_the_desk_says_when_a_grant_would_open_nothing(
    interview: Record, reader: Client, binh: User
) -> None:
    ask(reader, interview)
    asked = AccessRequest.objects.get()
    warning = "không mở thêm được gì"
    assert warning not in head(binh).get(f"/desk/requests/{asked.pk}/").content.decode()
    Clause.objects.filter(scope=Scope.RESEARCH).delete()
    assert warning in head(binh).get(f"/desk/requests/{asked.pk}/").content.decode()


def test_a_letter_that_fails_is_shown(
    interview: Record, reader: Client, binh: User, now: dt.datetime, settings: Any
) -> None:
    ask(reader, interview)
    asked = AccessRequest.objects.get()
    actions.refuse_request(actor=binh, request=asked, reason="Chưa được", at=now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    asked.refresh_from_db()
    tell_reader(request=asked, at=now)
    assert asked.told_at is None
    assert "không gửi được" in head(binh).get(f"/desk/requests/{asked.pk}/").content.decode()
