"""Page texts at the desk: the work list, the editor, drafts, conflicts; and the outsider."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue import pages
from archive.catalogue.models import AccessLevel, Page, PageDraft, Record, TextQuality
from archive.files.models import Derivative, Family, Master
from archive.search import actions as index
from archive.search.finding import find

SECRET = "Đồng bào thôn Bốn"


@pytest.fixture
def record(make_record: Any, now: dt.datetime) -> Record:
    master = Master.objects.create(
        digest=hashlib.sha256(b"trang").hexdigest(), size=5, family=Family.IMAGE,
        media_type="image/jpeg", original_name="trang.jpg", stored_at=now,
    )  # fmt: skip
    Derivative.objects.create(
        master=master, role=Derivative.Role.PAGE_IMAGE, path="x", media_type="image/jpeg",
        digest="0" * 64, size=1, recipe="page/1", made_at=now,
    )  # fmt: skip
    record: Record = make_record(released=AccessLevel.PUBLIC)
    for number, (sure, text) in enumerate(((91, "Trang tốt"), (43, SECRET), (70, "Vừa")), 1):
        record.pages.create(
            number=number, master=master, text=text, text_quality=TextQuality.MACHINE,
            confidence=sure, words=[[0.1, 0.1, 0.2, 0.02, text.split()[0], sure]],
        )  # fmt: skip
    return record


def address(record: Record, number: int = 2, name: str = "page_text") -> str:
    return reverse(f"desk:{name}", args=[record.code, number])


@pytest.mark.parametrize("name", ["page_text", "page_text_versions"])
def test_the_outsiders_get_nothing(
    name: str, record: Record, client: Client, giang: User, dung: User, em: User
) -> None:
    assert client.get(address(record, name=name)).status_code == 302
    for outsider, status in ((giang, 403), (dung, 404), (em, 403)):
        client.force_login(outsider)
        assert client.get(address(record, name=name)).status_code == status
        assert client.post(address(record), {"version": 0, "text": "x"}).status_code == status
        assert client.post(address(record, name="page_text_draft"), {}).status_code == status
        assert client.post(address(record, name="page_text_check"), {}).status_code == status
        assert client.post(address(record, name="page_text_by_hand"), {}).status_code == status
    assert record.pages.get(number=2).text == SECRET


def test_the_work_list_shows_the_worst_first_and_of_the_own_office_only(
    record: Record, client: Client, an: User, dung: User
) -> None:
    client.force_login(an)
    listed = client.get(reverse("desk:page_texts")).context["page"].object_list
    assert [page.confidence for page in listed] == [43, 70, 91]
    client.force_login(dung)
    answer = client.get(reverse("desk:page_texts"))
    assert SECRET not in answer.content.decode()
    assert all(count == 0 for _, count in answer.context["states"])
    assert client.get(reverse("desk:page_texts"), {"record": record.code}).status_code == 404


def test_the_work_list_asks_the_same_number_of_questions_for_many_pages(
    record: Record, client: Client, an: User, django_assert_max_num_queries: Any
) -> None:
    page = record.pages.get(number=1)
    Page.objects.bulk_create(
        Page(record=record, number=n, master=page.master, text="chữ " * 500) for n in range(9, 80)
    )
    client.force_login(an)
    with django_assert_max_num_queries(9):
        client.get(reverse("desk:page_texts"))


def test_a_text_is_corrected_and_found(record: Record, client: Client, an: User) -> None:
    index.rebuild_index()
    client.force_login(an)
    shown = client.get(address(record))
    assert 'data-begin="0" data-end="4" class="is-doubtful"' in shown.content.decode()
    answer = client.post(address(record), {"version": 0, "text": "Đồng bào\r\nthôn Năm", "next": 1})
    assert answer["Location"] == address(record, 3)
    page = record.pages.get(number=2)
    assert (page.text, page.text_quality) == ("Đồng bào\nthôn Năm", TextQuality.CORRECTED)
    index.follow_journal()
    found = find(viewer=an, text="thôn Năm")
    assert [hit.record.pk for hit in found.hits] == [record.pk]


def test_the_last_page_leads_nowhere_else(record: Record, client: Client, an: User) -> None:
    client.force_login(an)
    answer = client.post(address(record, 3), {"version": 0, "text": "Vừa xong", "next": "1"})
    assert answer["Location"] == address(record, 3)


def test_a_stale_text_shows_both_and_overwrites_nothing(
    record: Record, client: Client, an: User, chi: User, now: dt.datetime
) -> None:
    page = record.pages.get(number=2)
    pages.correct_text(actor=chi, page=page, text="Đồng bào thôn Năm", at=now)
    client.force_login(an)
    answer = client.post(address(record), {"version": 0, "text": "Đồng bào thôn Ba"})
    assert answer.status_code == 409
    assert "<del>Năm</del><ins>Ba</ins>" in answer.content.decode()
    page.refresh_from_db()
    assert page.text == "Đồng bào thôn Năm"
    again = {"version": answer.context["form"]["version"].value(), "text": "Đồng bào thôn Ba"}
    assert client.post(address(record), again).status_code == 302
    page.refresh_from_db()
    assert (page.text, page.text_version) == ("Đồng bào thôn Ba", 3)


def test_a_draft_is_kept_for_its_author_alone(
    record: Record, client: Client, an: User, chi: User
) -> None:
    client.force_login(an)
    typed = {"version": "0", "text": "Đang gõ dở"}
    assert client.post(address(record, name="page_text_draft"), typed).status_code == 200
    assert "Đang gõ dở" in client.get(address(record)).content.decode()
    client.force_login(chi)
    assert "Đang gõ dở" not in client.get(address(record)).content.decode()
    client.force_login(an)
    client.post(address(record), typed)
    assert not PageDraft.objects.exists()
    assert record.pages.get(number=2).text == "Đang gõ dở"


def test_a_draft_is_kept_without_the_sign_no_database_takes(
    record: Record, client: Client, an: User
) -> None:
    client.force_login(an)
    typed = {"version": "0", "text": "a\0b"}
    assert client.post(address(record, name="page_text_draft"), typed).status_code == 200
    assert PageDraft.objects.get().text == "a b"


def test_checking_is_for_somebody_else(record: Record, client: Client, an: User, chi: User) -> None:
    client.force_login(an)
    client.post(address(record), {"version": 0, "text": "Đồng bào thôn Năm"})
    check = address(record, name="page_text_check")
    assert client.get(address(record)).context["may_check"] is False
    client.post(check, {"version": 2})
    assert record.pages.get(number=2).text_quality == TextQuality.CORRECTED
    client.force_login(chi)
    assert client.get(address(record)).context["may_check"] is True
    assert client.get(reverse("desk:page_texts"), {"state": "to_check"}).context["page"]
    client.post(check, {"version": 1})
    assert record.pages.get(number=2).text_quality == TextQuality.CORRECTED
    client.post(check, {"version": 2})
    assert record.pages.get(number=2).text_quality == TextQuality.CHECKED
    reader = Client().get(f"/records/{record.code}/p/2").content.decode()
    assert "Hai người đã đối chiếu với ảnh" in reader


def test_versions_are_compared_and_one_can_be_taken_up_again(
    record: Record, client: Client, an: User
) -> None:
    client.force_login(an)
    empty = client.get(address(record, name="page_text_versions"))
    assert "Chưa có ai sửa văn bản này" in empty.content.decode()
    client.post(address(record), {"version": 0, "text": "Đồng bào thôn <b>Năm</b>"})
    shown = client.get(address(record, name="page_text_versions")).content.decode()
    assert "<del>Bốn</del><ins>&lt;b&gt;Năm&lt;/b&gt;</ins>" in shown
    assert client.get(f"{address(record)}?version=1").context["form"]["text"].value() == SECRET


def test_a_page_is_set_apart(record: Record, client: Client, an: User) -> None:
    client.force_login(an)
    client.post(address(record, name="page_text_by_hand"), {"by_hand": "1"})
    listed = client.get(reverse("desk:page_texts"), {"state": "by_hand"}).context["page"]
    assert [page.number for page in listed] == [2]


def test_a_reader_sees_no_way_in(record: Record, client: Client, giang: User) -> None:
    client.force_login(giang)
    assert "/desk/pages/" not in client.get(f"/records/{record.code}/p/2").content.decode()
