"""The register of witnesses: who may read it, what is kept how, whom to meet first and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.collecting import actions, policy, secrecy
from archive.collecting.calendars import calendar
from archive.collecting.models import Campaign, Degree, Outcome, Status, Witness
from archive.collecting.urgency import queue, urgencies_of
from archive.journal.models import Entry
from archive.units.models import Unit

PRIVATE = {
    "contact": "Qua cháu gái, chi bộ tổ 4",
    "health": "Yếu sau tai biến",
    "memory": "Nhớ rõ trước 1960",
    "notes": "",
}


@pytest.fixture
def enter(chi: User, office: Unit, now: dt.datetime) -> Any:
    def enter(name: str = "Nhân chứng minh hoạ số 1", **facts: Any) -> Witness:
        return actions.enter_witness(
            actor=chi, office=office, facts={"name": name} | facts, private=PRIVATE, at=now
        )

    return enter


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def test_only_those_who_collect_see_the_register(
    enter: Any, chi: User, binh: User, an: User, em: User, dung: User, giang: User, hanh: User
) -> None:
    enter()
    seen = {user.username for user in (chi, binh, an, em, dung, giang, hanh)
            if policy.visible_witnesses(user).exists()}  # fmt: skip
    assert seen == {"chi", "binh"}
    for outsider in (an, em, giang):
        assert as_(outsider).get(at("witnesses")).status_code == 403
    # An administrator passes every lock; the register is empty to them all the same.
    assert "minh hoạ số 1" not in as_(hanh).get(at("witnesses")).content.decode()
    assert as_(hanh).get(at("witness", Witness.objects.get().pk)).status_code == 404
    assert as_(dung).get(at("witness", Witness.objects.get().pk)).status_code == 404


def test_private_notes_are_encrypted_at_rest_and_absent_from_the_journal(enter: Any) -> None:
    witness = enter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM collecting_witness")
        [row] = cursor.fetchall()
    stored = b"".join(bytes(cell) for cell in row if isinstance(cell, bytes | memoryview))
    assert "tai biến".encode() not in stored
    assert "tai biến" not in str(row)
    witness.refresh_from_db()
    assert secrecy.unseal(witness.private) == PRIVATE
    written = str(list(Entry.objects.values_list("subject_label", "before", "after", "note")))
    assert "minh hoạ" not in written and "tai biến" not in written


def test_another_key_reads_nothing(enter: Any, settings: Any) -> None:
    witness = enter()
    settings.WITNESS_NOTES_KEY = "khoá khác"
    with pytest.raises(secrecy.Unreadable):
        secrecy.unseal(witness.private)


def test_the_office_head_sees_the_queue_and_not_the_notes(
    enter: Any, chi: User, binh: User
) -> None:
    page = at("witness", enter().pk)
    assert "tai biến" in as_(chi).get(page).content.decode()
    assert "tai biến" not in as_(binh).get(page).content.decode()


def test_a_head_who_saves_leaves_the_notes_as_they_were(enter: Any, binh: User) -> None:
    witness = enter()
    sent = {
        "name": witness.name, "frailty": 3, "forgetting": 0, "alone_knows": 0,
        "status": "to_be_met", "health": "xoá",
    }  # fmt: skip
    assert as_(binh).post(at("witness", witness.pk), sent).status_code == 302
    witness.refresh_from_db()
    assert witness.frailty == 3
    assert secrecy.unseal(witness.private) == PRIVATE


def test_the_oldest_and_weakest_come_first_and_it_says_why(enter: Any, now: dt.datetime) -> None:
    today = now.date()
    young = enter("Nhân chứng trẻ", born_written="1960", last_contact_on=today)
    old = enter(
        "Nhân chứng già", born_written="1932", frailty=Degree.SEVERELY,
        forgetting=Degree.CLEARLY, alone_knows=Degree.SEVERELY,
    )  # fmt: skip
    unknown = enter("Nhân chứng chưa rõ")
    assert queue(Witness.objects.all(), today=today) == [old.pk, unknown.pk, young.pk]
    urgencies = urgencies_of([old, young], today=today)
    assert urgencies[old.pk].score > 75 > urgencies[young.pk].score
    assert sum(r.points for r in urgencies[old.pk].reasons) == pytest.approx(
        urgencies[old.pk].score, abs=1
    )
    words = " ".join(reason.words for reason in urgencies[old.pk].reasons)
    assert str(today.year - 1933) in words


def test_the_office_sets_its_own_weights(enter: Any, settings: Any, now: dt.datetime) -> None:
    settings.URGENCY_WEIGHTS = {
        "age": 0, "frailty": 0, "memory": 0, "alone": 1, "coverage": 0, "contact": 0
    }  # fmt: skip
    witness = enter(alone_knows=Degree.LITTLE, born_written="1925")
    assert urgencies_of([witness], today=now.date())[witness.pk].score == 33


def test_a_poorly_covered_unit_counts_more(
    enter: Any, make_record: Any, lam_dong: Unit, now: dt.datetime
) -> None:
    before = enter(unit=lam_dong)
    score = urgencies_of([before], today=now.date())[before.pk].score
    for _number in range(20):
        make_record(unit=lam_dong)
    assert urgencies_of([before], today=now.date())[before.pk].score < score


def test_the_queue_takes_two_queries_however_long(
    enter: Any, lam_dong: Unit, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        enter(f"Nhân chứng minh hoạ số {number}", unit=lam_dong)
    with django_assert_num_queries(2):
        queue(Witness.objects.all(), today=now.date())


def test_an_appointment_runs_its_course(
    enter: Any, chi: User, dung: User, now: dt.datetime
) -> None:
    witness = enter()
    sent = {
        "interviewer": chi.pk, "starts_at": "2026-12-01T08:30", "minutes": 90,
        "place": "Nhà riêng; tổ 4", "mandate_number": "15-CV/TU", "equipment": "Máy ghi âm",
    }  # fmt: skip
    assert as_(dung).post(at("witness_appoint", witness.pk), sent).status_code == 404
    assert as_(chi).post(at("witness_appoint", witness.pk), sent).status_code == 302
    witness.refresh_from_db()
    assert witness.status == Status.APPOINTED
    appointment = witness.appointments.get()
    assert "15-CV/TU" in as_(chi).get(at("appointments")).content.decode()
    close = at("appointment_close", appointment.pk)
    assert as_(dung).post(close, {"outcome": "held"}).status_code == 404
    # A code mistyped: what else was said stays said.
    mistyped = {"outcome": "cancelled", "meet_again": "on", "record": "LD-KHONG-CO"}
    refused = as_(chi).post(close, mistyped)
    assert refused.status_code == 400
    shown = refused.content.decode()
    assert '<option value="cancelled" selected>' in shown and 'value="LD-KHONG-CO"' in shown
    assert 'name="meet_again" checked' in shown
    as_(chi).post(close, {"outcome": "held", "meet_again": "on"})
    witness.refresh_from_db()
    assert (witness.status, witness.last_contact_on) == (Status.MEET_AGAIN, now.date())
    appointment.refresh_from_db()
    assert appointment.outcome == Outcome.HELD


def test_the_calendar_file_is_one_others_can_read(enter: Any, chi: User, now: dt.datetime) -> None:
    witness = enter("Nhân chứng minh hoạ có một cái tên rất dài để phải gấp dòng lại")
    actions.appoint(
        actor=chi, witness=witness, interviewer=chi, at=now, place="Phường 2, Đà Lạt; tổ 4",
        starts_at=dt.datetime(2026, 12, 1, 1, 30, tzinfo=dt.UTC),
    )  # fmt: skip
    text = calendar(witness.appointments.all(), host="vi.example", now=now)
    assert "DTSTART:20261201T013000Z\r\nDTEND:20261201T030000Z\r\n" in text
    assert "LOCATION:Phường 2\\, Đà Lạt\\; tổ 4" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert witness.name in text.replace("\r\n ", "")
    assert "tai biến" not in text
    answer = as_(chi).get(at("appointments_calendar"))
    assert answer["Content-Type"].startswith("text/calendar")


def test_a_campaign_counts_whom_it_has_met(
    enter: Any, chi: User, office: Unit, now: dt.datetime
) -> None:
    met, waiting = enter(), enter("Nhân chứng minh hoạ số 2")
    sent = {
        "title": "Gặp lão thành 2026",
        "due_on": "2026-12-31",
        "names": f"{met.name}\n{waiting.name}",
    }
    assert as_(chi).post(at("campaigns"), sent).status_code == 302
    Witness.objects.filter(pk=met.pk).update(status=Status.MET)
    page = as_(chi).get(at("campaigns")).content.decode()
    assert "Gặp lão thành 2026" in page
    assert 'value="1"' in page and 'max="2"' in page
    listed = as_(chi).get(at("campaign", Campaign.objects.get().pk)).content.decode()
    assert listed.index(waiting.name) < listed.index(f"{met.name}<")


def test_units_are_listed_with_who_waits_there(
    enter: Any, chi: User, dung: User, an: User, lam_dong: Unit, make_record: Any
) -> None:
    enter(unit=lam_dong)
    enter("Nhân chứng đã gặp", unit=lam_dong, status=Status.MET)
    make_record(unit=lam_dong)
    page = as_(chi).get(at("witness_units")).content.decode()
    row = page[page.index("?unit=vn-68-2025") :]
    assert row.count('<td class="number">1</td>') == 2
    assert as_(an).get(at("witness_units")).status_code == 403
    assert "?unit=vn-68-2025" not in as_(dung).get(at("witness_units")).content.decode()


def test_a_campaign_takes_the_head_of_the_queue(
    enter: Any, chi: User, dung: User, lam_dong: Unit
) -> None:
    enter("Nhân chứng trẻ", born_written="1960", unit=lam_dong)
    old = enter("Nhân chứng già", born_written="1930", unit=lam_dong)
    enter("Nhân chứng nơi khác", born_written="1920")
    sent = {"title": "Đợt 1", "most_urgent": 1, "unit": lam_dong.code}
    assert as_(chi).post(at("campaigns"), sent).status_code == 302
    campaign = Campaign.objects.get()
    assert list(campaign.witnesses.all()) == [old]
    assert as_(dung).get(at("campaign", campaign.pk)).status_code in (403, 404)


@pytest.mark.parametrize(
    "sent", [{}, {"names": "Không có ai"}, {"names": "Dài " * 20_000}, {"most_urgent": 9999}]
)
def test_a_campaign_without_anybody_is_refused(enter: Any, chi: User, sent: Any) -> None:
    enter()
    answer = as_(chi).post(at("campaigns"), {"title": "Đợt 1"} | sent)
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_entering_and_changing_at_the_desk(chi: User, db: None) -> None:
    sent = {
        "name": "Nhân chứng minh hoạ số 3", "born_written": "khoảng 1935", "frailty": 1,
        "forgetting": 0, "alone_knows": 2, "status": "to_be_met", "health": "Yếu",
    }  # fmt: skip
    assert as_(chi).post(at("witness_new"), sent).status_code == 302
    witness = Witness.objects.get()
    assert witness.born_latest is not None
    page = at("witness", witness.pk)
    seen = {"seen": as_(chi).get(page).context["form"]["seen"].value()}
    changed = sent | seen | {"frailty": 2, "health": "Đã khá hơn"}
    assert as_(chi).post(page, changed).status_code == 302
    late = as_(chi).post(page, sent | seen | {"frailty": 3, "posts": "Giao liên"})
    assert late.status_code == 200
    form = late.context["form"]
    assert "Rõ" in form.errors["frailty"][0] and "Đã khá hơn" in form.errors["health"][0]
    assert form["posts"].value() == "Giao liên"
    witness.refresh_from_db()
    assert witness.frailty == 2 and witness.posts == ""
    again = sent | {"frailty": 3, "seen": form["seen"].value()}
    assert as_(chi).post(page, again).status_code == 302
    assert "minh hoạ số 3" in as_(chi).get(at("witnesses")).content.decode()


def test_notes_another_may_not_read_are_kept_and_not_told(
    enter: Any, chi: User, binh: User
) -> None:
    """The office head does not read them: a collector's change to them is none to the head."""
    witness = enter()
    page = at("witness", witness.pk)
    sent = {
        "name": witness.name, "frailty": 0, "forgetting": 0, "alone_knows": 0,
        "status": "to_be_met", "posts": "Giao liên",
    }  # fmt: skip
    seen = as_(binh).get(page).context["form"]["seen"].value()
    mine = as_(chi).get(page).context["form"]["seen"].value()
    noted = PRIVATE | {"notes": "Chỉ gặp buổi sáng"}
    assert as_(chi).post(page, sent | noted | {"posts": "", "seen": mine}).status_code == 302
    assert as_(binh).post(page, sent | {"seen": seen}).status_code == 302
    witness.refresh_from_db()
    assert witness.posts == "Giao liên"
    assert secrecy.unseal(witness.private) == noted


def test_somebody_faster_by_a_moment_is_seen_too(
    enter: Any, chi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = enter()
    page = at("witness", witness.pk)
    form = as_(chi).get(page).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in sent.items()}
    describe = actions.describe_witness

    def overtaken(**given: Any) -> Witness:
        monkeypatch.setattr(actions, "describe_witness", describe)
        facts = {"posts": "Liên lạc"}
        describe(actor=chi, witness=witness, version=1, facts=facts, at=given["at"])
        return describe(**given)

    monkeypatch.setattr(actions, "describe_witness", overtaken)
    late = as_(chi).post(page, sent | {"posts": "Giao liên"})
    assert "Liên lạc" in late.context["form"].errors["posts"][0]
    witness.refresh_from_db()
    assert witness.posts == "Liên lạc"


@pytest.mark.parametrize("minutes", ["4", "721", "99999999999"])
def test_a_length_nobody_bears_is_refused_in_words(enter: Any, chi: User, minutes: str) -> None:
    sent = {"interviewer": chi.pk, "starts_at": "2026-12-01T08:00", "minutes": minutes}
    answer = as_(chi).post(at("witness_appoint", enter().pk), sent)
    [said] = answer.context["appointment_form"].errors["minutes"]
    assert "720" in said or "5" in said
