"""A record's round over HTTP, as the different people; and what the outsider gets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue.models import Record, VettingStatus
from archive.desk.waiting import waiting_for
from archive.units.models import Unit
from archive.vetting.models import Procedure, Round


@pytest.fixture
def khoa(db: None) -> User:
    user = User.objects.create_user(username="khoa", full_name="Khoa")
    RoleGrant.objects.create(user=user, role=Role.COUNCIL_MEMBER)
    return user


@pytest.fixture
def record(make_record: Any, an: User) -> Record:
    return make_record(title="Truyền đơn năm 1945", created_by=an)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def send(user: User, name: str, *args: str, **data: Any) -> Any:
    answer = as_(user).post(reverse(f"desk:{name}", args=args), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def submit(an: User, record: Record, office: Unit) -> Round:
    procedure = Procedure.objects.get(code="TU-LIEU")
    send(
        an,
        "vetting_submit_record",
        record.code,
        procedure=procedure.pk,
        body=office.pk,
        requested_on=str(timezone.localdate()),
    )
    return Round.objects.get(record=record)


def seat_one(binh: User, round_: Round, person: User) -> None:
    send(
        binh,
        "vetting_council",
        round_.code,
        number="12-QĐ/BTGDVTU",
        on=str(timezone.localdate()),
        signatory="Bình",
        **{
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-person": person.pk,
            "form-0-role": "chair",
            "form-1-role": "member",
        },
    )


def test_from_submission_to_release(
    record: Record, an: User, binh: User, khoa: User, office: Unit, client: Client
) -> None:
    round_ = submit(an, record, office)
    seat_one(binh, round_, khoa)
    # The member finds the round on their board, and reads the record by their seat only.
    assert round_.code in as_(khoa).get(reverse("desk:vetting")).content.decode()
    assert as_(khoa).get(record.get_absolute_url()).status_code == 200
    send(khoa, "vetting_opinion", round_.code, text="Đáng tin", verdict="vetted", hand_in="1")
    send(
        khoa,
        "vetting_conclude",
        round_.code,
        verdict="vetted",
        number="15-KL/HĐTĐ",
        on=str(timezone.localdate()),
        signatory="Khoa",
        text="Đủ điều kiện công bố",
        corroboration="single_source",
    )
    record.refresh_from_db()
    assert record.vetting_status == VettingStatus.VETTED
    assert client.get(record.get_absolute_url()).status_code == 404
    send(binh, "record_release", record.code, level="public")
    assert client.get(record.get_absolute_url()).status_code == 200
    page = as_(an).get(reverse("desk:record", args=[record.code])).content.decode()
    assert "15-KL/HĐTĐ" in page


def test_the_page_shows_basis_and_certainty_beside_the_demand(
    record: Record, an: User, office: Unit
) -> None:
    round_ = submit(an, record, office)
    page = as_(an).get(round_.get_absolute_url()).content.decode()
    assert "Phần mềm đề xuất, chờ đơn vị quyết định" in page
    assert "Hướng dẫn 90 thẩm định công trình biên soạn" in page
    guideline = as_(an).get(reverse("desk:vetting_procedure", args=["HD90-2021", 1]))
    assert "Chưa tìm thấy trong nguồn nào đọc được" in guideline.content.decode()


def test_the_outsider_gets_nothing(
    record: Record, an: User, dung: User, giang: User, office: Unit, client: Client
) -> None:
    round_ = submit(an, record, office)
    for name in ("vetting_round", "vetting_council", "vetting_conclude", "vetting_opinion"):
        address = reverse(f"desk:{name}", args=[round_.code])
        assert client.get(address).status_code == 302
        for outsider in (dung, giang):
            assert as_(outsider).get(address).status_code == 404
            assert as_(outsider).post(address).status_code in {404, 405}
    for outsider in (dung, giang):
        assert round_.code not in as_(outsider).get("/desk/vetting/").content.decode()


def test_a_refused_act_says_why_and_changes_nothing(
    record: Record, an: User, binh: User, khoa: User, office: Unit, now: dt.datetime
) -> None:
    round_ = submit(an, record, office)
    answer = as_(an).post(reverse("desk:vetting_do", args=[round_.code, "begin"]))
    assert answer.status_code == 422
    assert "không thuộc phần của bạn" in answer.content.decode()
    answer = as_(binh).post(
        reverse("desk:vetting_do", args=[round_.code, "return"]), {"reason": " "}
    )
    assert answer.status_code == 422
    round_.refresh_from_db()
    assert round_.stage == "submitted"


def test_the_desk_begins_with_what_waits_in_vetting(
    record: Record, an: User, binh: User, khoa: User, dung: User, office: Unit
) -> None:
    round_ = submit(an, record, office)
    assert "Thẩm định: cần làm" in as_(binh).get(reverse("desk:home")).content.decode()
    assert waiting_for(khoa) == waiting_for(dung) == []
    seat_one(binh, round_, khoa)
    [line] = waiting_for(khoa)
    assert (line.count, line.url) == (1, reverse("desk:vetting_tasks"))
    assert record.title in as_(khoa).get(line.url).content.decode()
    Round.objects.filter(pk=round_.pk).update(review_due_on=dt.date(2020, 1, 1))
    [line] = waiting_for(khoa)
    assert str(line.label) == "Thẩm định: quá hạn"


def test_an_opinion_handed_in_is_shown_and_not_offered_again(
    record: Record, an: User, binh: User, khoa: User, office: Unit
) -> None:
    round_ = submit(an, record, office)
    seat_one(binh, round_, khoa)
    said = {"text": "Đáng tin", "verdict": "vetted", "point_authenticity": "Chữ ký đối chiếu được"}
    address = reverse("desk:vetting_opinion", args=[round_.code])
    assert "<textarea" in as_(khoa).get(address).content.decode()
    send(khoa, "vetting_opinion", round_.code, **said, hand_in="1")
    page = as_(khoa).get(address).content.decode()
    assert "Đáng tin" in page
    assert "Chữ ký đối chiếu được" in page
    assert "<textarea" not in page
    # From a window left open: refused in words.
    answer = as_(khoa).post(address, said | {"text": "Khác", "hand_in": "1"})
    assert answer.status_code == 422
    assert "không sửa được nữa" in answer.content.decode()
