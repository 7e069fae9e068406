"""Letters to members: once a step, by themselves, and what becomes of one that cannot be sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.journal.models import Entry
from archive.vetting import actions
from archive.vetting.actions.reminders import remind_members
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.models import Reminder, Round, SeatRole, Verdict
from archive.vetting.tasks import remind

ACT = "vetting.round.reminded"


@pytest.fixture
def due(
    submitted: Round, binh: User, khoa: User, lan: User, decision: Decision,
    now: dt.datetime, today: dt.date,
) -> Round:  # fmt: skip
    """A round whose two members write by the day after tomorrow; one has an address."""
    khoa.email = "khoa@example.vn"
    khoa.save()
    sittings = [
        Sitting(person=khoa, role=SeatRole.CHAIR),
        Sitting(person=lan, role=SeatRole.MEMBER),
    ]
    return actions.form_council(
        actor=binh,
        round=submitted,
        decision=decision,
        sittings=sittings,
        review_due_on=today + dt.timedelta(days=2),
        at=now,
    )


def on_day(now: dt.datetime, days: int) -> dt.datetime:
    return now + dt.timedelta(days=days)


def test_one_letter_a_step_that_tells_nothing_of_the_record(
    due: Round, record: Record, khoa: User, now: dt.datetime, mailoutbox: Any
) -> None:
    # Three days before has come; the same step again, that day or the next, is no new letter.
    assert [remind_members(at=on_day(now, days)) for days in (0, 0, 1)] == [1, 0, 0]
    # The day itself, and two days late.
    assert [remind_members(at=on_day(now, days)) for days in (2, 2, 3, 4, 5)] == [1, 0, 0, 1, 0]
    assert [mail.to for mail in mailoutbox] == [["khoa@example.vn"]] * 3
    assert all(record.title not in mail.subject + mail.body for mail in mailoutbox)
    assert due.code in mailoutbox[0].subject
    entries = Entry.objects.about(due).filter(act=ACT)
    assert [entry.after["step"] for entry in entries.order_by("id")] == [-3, 0, 2]


def test_who_has_written_is_left_alone(
    due: Round, khoa: User, now: dt.datetime, mailoutbox: Any
) -> None:
    said: dict[str, Any] = {"points": {}, "text": "Đạt", "verdict": Verdict.VETTED}
    actions.hand_in_opinion(actor=khoa, round=due, at=now, **said)
    assert remind_members(at=on_day(now, 2)) == 0
    assert mailoutbox == []


def test_the_office_chooses_the_days_or_none(
    due: Round, now: dt.datetime, mailoutbox: Any, settings: Any
) -> None:
    settings.REMINDER_DAYS = []
    assert remind_members(at=on_day(now, 2)) == 0
    settings.REMINDER_DAYS = [1]
    assert [remind_members(at=on_day(now, days)) for days in (2, 3)] == [0, 1]


def test_a_letter_that_fails_is_shown_and_tried_again(
    due: Round, binh: User, khoa: User, now: dt.datetime, mailoutbox: Any, settings: Any,
    client: Any,
) -> None:  # fmt: skip
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    assert remind_members(at=now) == 0
    kept = Reminder.objects.get(seat__person=khoa)
    assert kept.sent_at is None
    assert "ConnectionRefusedError" in kept.failure
    assert not Entry.objects.about(due).filter(act=ACT).exists()
    client.force_login(binh, "django.contrib.auth.backends.ModelBackend")
    page = client.get(due.get_absolute_url()).content.decode()
    assert "ConnectionRefusedError" in page
    assert "không có địa chỉ" in page.lower()  # the other member
    settings.EMAIL_BACKEND = works
    assert remind_members(at=on_day(now, 0) + dt.timedelta(hours=1)) == 1
    kept = Reminder.objects.get(pk=kept.pk)
    assert (kept.failure, kept.sent_at) == ("", now + dt.timedelta(hours=1))


def test_the_worker_writes_by_itself(due: Round, mailoutbox: Any) -> None:
    assert remind.call() == len(mailoutbox) == 1
