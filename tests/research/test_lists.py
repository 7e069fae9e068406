"""Reading lists over HTTP: kept by their owner, closed with what they point at."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.access.actions import withdraw_record
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record
from archive.research.models import ListedPlace, ReadingList

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def shelf(make_record: Any, add_pages: Any, add_transcript: Any) -> Record:
    record: Record = make_record(
        released=AccessLevel.PUBLIC, title="Báo cáo Di Linh", issuing_body="Tỉnh ủy (minh hoạ)",
        date_written="3/2/1950",
    )  # fmt: skip
    add_pages(record, "Trang một.", "Trang hai.")
    add_transcript(record, "Mở đầu.", "Hồi ấy kháng chiến gian khổ.")
    return record


@pytest.fixture
def reader(client: Client, giang: User) -> Client:
    client.force_login(giang, BACKEND)
    return client


def keep(client: Client, record: Record, query: str = "", **form: str) -> Any:
    return client.post(f"/my/keep/?record={record.code}{query}", {"new_name": "Chương 1"} | form)


def test_record_page_and_moment_are_kept_and_shown_in_order(
    shelf: Record, reader: Client, giang: User
) -> None:
    assert keep(reader, shelf, note="để mở đầu").status_code == 302
    kept = ReadingList.objects.get(owner=giang)
    chosen = {"reading_list": str(kept.pk), "new_name": ""}
    keep(reader, shelf, "&p=2", **chosen)
    keep(reader, shelf, "&t=12", **chosen)
    keep(reader, shelf, "&p=2", **chosen)  # a second time is no second place
    page = reader.get(f"/my/lists/{kept.pk}/").content.decode()
    assert "để mở đầu" in page
    assert f'href="/records/{shelf.code}/p/2"' in page
    assert f'href="/records/{shelf.code}/t/12"' in page
    assert page.index("/p/2") < page.index("/t/12")
    assert kept.places.count() == 3


def test_order_note_and_taking_out(shelf: Record, reader: Client, giang: User) -> None:
    keep(reader, shelf)
    kept = ReadingList.objects.get(owner=giang)
    for page in (1, 2):
        keep(reader, shelf, f"&p={page}", reading_list=str(kept.pk), new_name="")
    last = kept.places.get(page=2)
    address = f"/my/lists/{kept.pk}/places/{last.pk}/"
    reader.post(address, {"to": "1", "note": ""})
    assert [place.page for place in kept.places.all()] == [2, None, 1]
    reader.post(address, {"note": "xem lại"})
    last.refresh_from_db()
    assert (last.note, last.position) == ("xem lại", 1)
    reader.post(address, {"drop": "1", "note": ""})
    assert [place.position for place in kept.places.all()] == [1, 2]
    reader.post(f"/my/lists/{kept.pk}/", {"name": "Chương 2"})
    kept.refresh_from_db()
    assert kept.name == "Chương 2"
    assert reader.get(f"/my/lists/{kept.pk}/drop/").status_code == 200
    reader.post(f"/my/lists/{kept.pk}/drop/")
    assert not ListedPlace.objects.exists()


def test_what_is_closed_later_says_nothing_and_is_not_exported(
    shelf: Record, reader: Client, giang: User
) -> None:
    keep(reader, shelf, note="lời ghi của tôi")
    kept = ReadingList.objects.get(owner=giang)
    keep(reader, shelf, "&p=2", reading_list=str(kept.pk), new_name="")
    shelf.seals.create(from_page=2, to_page=2, reason="niêm phong")
    page = reader.get(f"/my/lists/{kept.pk}/").content.decode()
    assert f"/records/{shelf.code}/p/2" not in page
    assert "Không còn đọc được" in page
    Record.objects.filter(pk=shelf.pk).update(access_level=AccessLevel.CLOSED)
    closed = reader.get(f"/my/lists/{kept.pk}/").content.decode()
    assert shelf.title not in closed
    assert shelf.code not in closed
    assert "lời ghi của tôi" in closed
    for form in ("list.ris", "list.bib", "csl.json", "vietnamese.docx", "chicago.docx"):
        answer = reader.get(f"/my/lists/{kept.pk}/export/{form}")
        assert shelf.code.encode() not in answer.content
    ListedPlace.objects.update(record=None)  # gone looks as closed does
    gone = reader.get(f"/my/lists/{kept.pk}/").content.decode()
    assert gone.count("Không còn đọc được") == closed.count("Không còn đọc được") == 2


def test_citations_hold_what_is_cited(shelf: Record, reader: Client, giang: User) -> None:
    keep(reader, shelf, "&p=2", note="đoạn 3")
    kept = ReadingList.objects.get(owner=giang)
    address = f"/my/lists/{kept.pk}/export/"
    assert "TI  - Báo cáo Di Linh" in reader.get(address + "list.ris").content.decode()
    assert "N1  - đoạn 3" in reader.get(address + "list.ris").content.decode()
    assert "title = {{Báo cáo Di Linh}}" in reader.get(address + "list.bib").content.decode()
    [item] = json.loads(reader.get(address + "csl.json").content)
    assert item["type"] == "manuscript"
    assert item["author"] == [{"literal": "Tỉnh ủy (minh hoạ)"}]
    assert item["URL"] == f"http://testserver/records/{shelf.code}/p/2"
    chicago = _words(reader.get(address + "chicago.docx").content)
    assert "Tỉnh ủy (minh hoạ). “Báo cáo Di Linh.” 3/2/1950, p. 2." in chicago
    vietnamese = _words(reader.get(address + "vietnamese.docx").content)
    assert "Tỉnh ủy (minh hoạ), “Báo cáo Di Linh”, 3/2/1950, tr. 2" in vietnamese
    assert "đoạn 3" in vietnamese
    assert reader.get(address + "list.exe").status_code == 404


def test_a_list_is_its_owners_alone(shelf: Record, reader: Client, an: User, hanh: User) -> None:
    keep(reader, shelf)
    kept = ReadingList.objects.get()
    place = kept.places.get()
    for outsider in (an, hanh):
        other = Client()
        other.force_login(outsider, BACKEND)
        assert other.get(f"/my/lists/{kept.pk}/").status_code == 404
        assert other.get(f"/my/lists/{kept.pk}/export/list.ris").status_code == 404
        assert other.post(f"/my/lists/{kept.pk}/drop/").status_code == 404
        answer = other.post(f"/my/lists/{kept.pk}/places/{place.pk}/", {"drop": "1"})
        assert answer.status_code == 404
        assert (
            other.post(f"/my/keep/?record={shelf.code}", {"reading_list": kept.pk}).status_code
            == 200
        )
    assert kept.places.count() == 1
    assert Client().get("/my/").status_code == 302


def test_only_what_may_be_seen_can_be_kept(make_record: Any, shelf: Record, reader: Client) -> None:
    closed = make_record()
    assert keep(reader, closed).status_code == 404
    assert keep(reader, shelf, "&p=99").status_code == 404
    shelf.seals.create(from_ms=10_000, to_ms=20_000, reason="niêm phong")
    assert keep(reader, shelf, "&t=12").status_code == 404
    assert keep(reader, shelf, "&p=xx").status_code == 404
    assert not ListedPlace.objects.exists()


def test_one_is_not_sent_away_after_keeping(shelf: Record, reader: Client) -> None:
    answer = keep(reader, shelf, "&next=https://example.org/")
    assert answer["Location"] == f"/records/{shelf.code}/"
    answer = keep(reader, shelf, "&next=/search/%3Fq%3Dx", new_name="b")
    assert answer["Location"] == "/search/?q=x"


def test_a_long_list_is_read_in_constant_queries(
    shelf: Record, make_record: Any, reader: Client
) -> None:
    keep(reader, shelf)
    kept = ReadingList.objects.get()
    counts = []
    for _more in range(2):
        for _each in range(4):
            record = make_record(released=AccessLevel.PUBLIC)
            keep(reader, record, reading_list=str(kept.pk), new_name="")
        with CaptureQueriesContext(connection) as seen:
            assert reader.get(f"/my/lists/{kept.pk}/").content.count(b"listed__place") > 4
        counts.append(len(seen))
    assert counts[0] == counts[1]


def _words(body: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(body)).paragraphs)


@pytest.fixture
def shared(shelf: Record, reader: Client, make_record: Any) -> str:
    """Return the address of a list shared by its owner, of a record, a page and a second record."""
    keep(reader, shelf, note="lời ghi của tôi")
    kept = ReadingList.objects.get()
    second = make_record(released=AccessLevel.REGISTERED, title="Chỉ cho bạn đọc có tài khoản")
    keep(reader, shelf, "&p=2", reading_list=str(kept.pk), new_name="")
    keep(reader, second, reading_list=str(kept.pk), new_name="")
    reader.post(f"/my/lists/{kept.pk}/share/")
    kept.refresh_from_db()
    return f"/my/shared/{kept.share_key}/"


def test_whoever_has_the_address_reads_what_is_theirs_and_no_more(
    shelf: Record, shared: str, reader: Client, dung: User
) -> None:
    visitor, archivist = Client(), Client()
    archivist.force_login(dung, BACKEND)
    theirs = visitor.get(shared).content.decode()
    assert shelf.title in theirs and f"/records/{shelf.code}/p/2" in theirs
    assert "Chỉ cho bạn đọc" not in theirs and "2 mục" in theirs
    assert "lời ghi của tôi" not in theirs
    assert "Chỉ cho bạn đọc" in archivist.get(shared).content.decode()
    assert "TI  - Báo cáo Di Linh" in visitor.get(shared + "export/list.ris").content.decode()
    assert b"N1" not in visitor.get(shared + "export/list.ris").content
    shelf.seals.create(from_page=2, to_page=2, reason="niêm phong")
    assert "1 mục" in visitor.get(shared).content.decode()
    Record.objects.update(access_level=AccessLevel.CLOSED)
    nothing = visitor.get(shared).content.decode()
    assert shelf.code not in nothing and "listed__place" not in nothing


def test_notes_are_shared_only_when_said_and_the_address_can_be_taken_back(
    shared: str, reader: Client
) -> None:
    kept = ReadingList.objects.get()
    assert Client().post(shared).status_code == 405
    reader.post(f"/my/lists/{kept.pk}/share/", {"with_notes": "1"})
    said = Client().get(shared)
    assert "lời ghi của tôi" in said.content.decode()
    assert said["Cache-Control"] == "private, no-store" and "noindex" in said["X-Robots-Tag"]
    reader.post(f"/my/lists/{kept.pk}/share/", {"stop": "1"})
    assert Client().get(shared).status_code == 404
    assert Client().get(shared + "export/list.ris").status_code == 404
    reader.post(f"/my/lists/{kept.pk}/share/")
    kept.refresh_from_db()
    assert kept.share_key and kept.share_key not in shared
    User.objects.filter(pk=kept.owner_id).update(is_active=False)
    assert Client().get(f"/my/shared/{kept.share_key}/").status_code == 404


def test_only_the_owner_shares(shared: str, an: User) -> None:
    kept, other = ReadingList.objects.get(), Client()
    other.force_login(an, BACKEND)
    assert other.post(f"/my/lists/{kept.pk}/share/", {"stop": "1"}).status_code == 404
    assert Client().post(f"/my/lists/{kept.pk}/share/", {"stop": "1"}).status_code == 302
    assert Client().get(shared).status_code == 200


def test_a_withdrawn_record_leaves_its_tombstone_to_those_it_was_open_to(
    shelf: Record, shared: str, reader: Client, binh: User, now: Any
) -> None:
    second = Record.objects.get(title="Chỉ cho bạn đọc có tài khoản")
    for record in (shelf, second):
        withdraw_record(actor=binh, record=record, reason="Theo yêu cầu", at=now)
    own = reader.get(f"/my/lists/{ReadingList.objects.get().pk}/").content.decode()
    assert shelf.code in own and second.code in own and shelf.title not in own
    theirs = Client().get(shared).content.decode()
    assert shelf.code in theirs and second.code not in theirs and "Đã rút ngày" in theirs
    assert Client().get(f"/records/{shelf.code}/").status_code == 410
