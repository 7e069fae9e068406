"""The desk's records over HTTP: describing, conflicts, drafts, release; and the outsider."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue import actions
from archive.catalogue.models import AccessLevel, Draft, Record, VettingStatus
from archive.journal.models import Entry
from archive.units.models import Unit
from archive.values.text import sort_key


@pytest.fixture
def record(make_record: Any) -> Record:
    return make_record(title="Báo cáo ở Đức Trọng")


def form_values(record: Record, **changes: Any) -> dict[str, Any]:
    return {
        "version": record.version,
        "kind": record.kind,
        "title": record.title,
        "condition": record.condition,
        "processing_state": record.processing_state,
    } | changes


@pytest.mark.parametrize(
    ("name", "needs_code"),
    [
        ("records", False),
        ("record_new", False),
        ("record", True),
        ("record_describe", True),
        ("record_code", True),
        ("record_history", True),
    ],
)
def test_the_outsiders_get_nothing(
    name: str, needs_code: bool, record: Record, client: Client, giang: User, dung: User
) -> None:
    address = reverse(f"desk:{name}", args=[record.code] if needs_code else [])
    assert client.get(address).status_code == 302
    client.force_login(giang)
    assert client.get(address).status_code == 403
    client.force_login(dung)
    answer = client.get(address)
    assert record.title not in answer.content.decode()
    assert answer.status_code == (404 if needs_code else 200)


def test_an_archivist_enters_and_describes(client: Client, an: User, lam_dong: Unit) -> None:
    lam_dong.sort_key = sort_key(lam_dong.name)
    lam_dong.save()
    client.force_login(an)
    answer = client.post(
        reverse("desk:record_new"),
        {"code": "LĐ.P012/H034/0007", "kind": "document", "title": "Truyền đơn"},
    )
    record = Record.objects.get()
    assert answer["Location"] == reverse("desk:record_describe", args=["LD-P012-H034-0007"])
    answer = client.post(
        answer["Location"],
        form_values(
            record,
            title="Truyền đơn kêu gọi",
            date_written="khoảng năm 1945",
            unit="lâm đồng",
            mentioned="Nhân chứng minh hoạ số 1\n\n Nhân chứng minh hoạ số 2 ",
            places="Đà Lạt",
        ),
    )
    assert answer.status_code == 302
    record.refresh_from_db()
    assert (record.title, record.unit) == ("Truyền đơn kêu gọi", lam_dong)
    assert record.people.count() == 2
    assert Entry.objects.about(record).count() == 2


def test_a_taken_code_is_said_at_the_field(client: Client, an: User, record: Record) -> None:
    client.force_login(an)
    answer = client.post(
        reverse("desk:record_new"), {"code": record.code, "kind": "map", "title": "Bản đồ"}
    )
    assert "code" in answer.context["form"].errors
    assert Record.objects.count() == 1


def test_a_stale_form_shows_both_texts_and_overwrites_nothing(
    client: Client, an: User, binh: User, record: Record, now: dt.datetime
) -> None:
    opened = form_values(record, notes="Chữ của An")
    actions.describe_record(actor=binh, record=record, version=1, at=now, notes="Chữ của Bình")
    client.force_login(an)
    answer = client.post(reverse("desk:record_describe", args=[record.code]), opened)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Chữ của An" in page
    assert "Chữ của Bình" in page
    record.refresh_from_db()
    assert record.notes == "Chữ của Bình"
    # The form now stands on what is stored: saving again is a choice made with open eyes.
    again = opened | {"version": answer.context["form"]["version"].value()}
    assert (
        client.post(reverse("desk:record_describe", args=[record.code]), again).status_code == 302
    )
    record.refresh_from_db()
    assert record.notes == "Chữ của An"


def test_typed_text_is_kept_and_offered_again_to_its_author_only(
    client: Client, an: User, binh: User, record: Record
) -> None:
    client.force_login(an)
    client.post(
        reverse("desk:record_draft", args=[record.code]), {"version": "1", "notes": "Đang gõ dở"}
    )
    record.refresh_from_db()
    assert record.notes == ""
    describe = reverse("desk:record_describe", args=[record.code])
    assert "Đang gõ dở" in client.get(describe).content.decode()
    client.force_login(binh)
    assert "Đang gõ dở" not in client.get(describe).content.decode()
    client.force_login(an)
    client.post(describe, form_values(record, notes="Đang gõ dở, nay xong"))
    assert not Draft.objects.exists()


def test_a_name_shared_by_units_asks_for_the_code(client: Client, an: User, record: Record) -> None:
    for code in ("vn-1", "vn-2"):
        Unit.objects.create(
            code=code, name="Tân Lập", level="commune", sort_key=sort_key("Tân Lập")
        )
    client.force_login(an)
    describe = reverse("desk:record_describe", args=[record.code])
    answer = client.post(describe, form_values(record, unit="Tân Lập"))
    [error] = answer.context["form"].errors["unit"]
    assert "vn-1" in error
    assert "vn-2" in error
    assert client.post(describe, form_values(record, unit="Tân Lập — vn-2")).status_code == 302


def test_the_head_releases_what_is_vetted_and_takes_it_back(
    client: Client, an: User, binh: User, make_record: Any
) -> None:
    record = make_record(vetting_status=VettingStatus.VETTED)
    release = reverse("desk:record_release", args=[record.code])
    client.force_login(an)
    assert client.post(release, {"level": "public"}).status_code == 403
    client.force_login(binh)
    assert client.post(release, {"level": "closed"}).status_code == 422
    assert client.post(release, {"level": "public"}).status_code == 302
    record.refresh_from_db()
    assert record.access_level == AccessLevel.PUBLIC
    withdraw = reverse("desk:record_withdraw", args=[record.code])
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert client.post(withdraw, {"reason": "Theo đề nghị của gia đình"}).status_code == 302
    record.refresh_from_db()
    assert record.released_at is None


def test_what_is_not_vetted_is_not_released(client: Client, binh: User, record: Record) -> None:
    client.force_login(binh)
    answer = client.post(reverse("desk:record_release", args=[record.code]), {"level": "public"})
    assert answer.status_code == 422
    record.refresh_from_db()
    assert record.released_at is None


def test_the_list_costs_the_same_for_three_and_for_thirty(
    client: Client, an: User, make_record: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(an)
    for _ in range(30):
        make_record()
    with django_assert_max_num_queries(8):
        client.get(reverse("desk:records"))


def test_the_list_says_what_narrows_it_and_leads_out_of_each(
    client: Client, an: User, record: Record, make_record: Any
) -> None:
    make_record(title="Lời kể ở Di Linh", kind="interview")
    client.force_login(an)
    page = client.get("/desk/records/").content.decode()
    assert "<details" in page and "điều kiện đang dùng" not in page
    narrowed = client.get(f"/desk/records/?kind={record.kind}&q=trọng&release=")
    page = narrowed.content.decode()
    assert record.title in page and "Di Linh" not in page
    assert "2 điều kiện đang dùng" in page and f'href="?kind={record.kind}"' in page
    assert [(title, choice.label) for title, choice, _lang in narrowed.context["chosen"]] == [
        ("Mã hoặc tiêu đề", "trọng"),
        ("Loại", record.get_kind_display()),
    ]
