"""What a program reads: descriptions, pages and speech, by the names addresses have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from archive.access.actions import withdraw_record
from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue import actions
from archive.catalogue.authority_merging import merge
from archive.catalogue.models import AccessLevel, Page, Person, Record
from tests.interop.api.conftest import answer_at, consented, said_at

MakeRecord = Callable[..., Record]
VIETNAMESE = "Văn bản, tài liệu"
SITE = "http://localhost:8000"


def test_a_record_is_described_by_the_elements_of_isad(catalogue: Record) -> None:
    said = said_at("/records/LD-1/")
    assert said["title"] == "Báo cáo sơ kết của Huyện uỷ Di Linh (minh hoạ)"
    assert said["html_url"] == f"{SITE}/records/LD-1/"
    assert said["date"] == {
        "written": "20-7-1954", "edtf": "", "earliest": "1954-07-20", "latest": "1954-07-20",
    }  # fmt: skip
    assert said["kind"] == {"code": "document", "label": "Văn bản, tài liệu"}
    assert said["scope_and_content"] == "Kết quả <b>sưu tầm</b>"
    assert [each["code"] for each in said["language_of_material"]] == ["vi", "kpm"]
    assert said["collection"]["id"] == "LD-P012-H034"
    assert [(each["id"], each["role"]["code"]) for each in said["people"]] == [
        ("nguoi-ke", "creator")
    ]
    assert [each["id"] for each in said["subjects"]] == ["khang-chien"]
    assert said["subjects"][0]["html_url"] == f"{SITE}/subjects/khang-chien/"
    assert [each["work"]["id"] for each in said["cited_in"]] == ["CT-1"]
    assert said["pages"] == {"count": 2, "url": f"{SITE}/api/v1/records/LD-1/pages/"}
    assert said["iiif_manifest"] == f"{SITE}/iiif/presentation/3/LD-1/manifest"


def test_pages_have_their_text_and_their_image(catalogue: Record) -> None:
    said = said_at("/records/LD-1/pages/")
    first, second = said["items"]
    assert (said["count"], first["text"]) == (2, "Hội nghị\nTỉnh uỷ")
    assert first["text_quality"]["code"] == "machine"
    assert first["image"] == f"{SITE}/iiif/image/3/LD-1:1"
    assert (second["text"], second["html_url"]) == ("", f"{SITE}/records/LD-1/p/2")
    [only] = said_at("/records/LD-1/pages/?per_page=1&page=2")["items"]
    assert only == second


def test_speech_has_its_seconds(interview: Record, an: User, now: dt.datetime) -> None:
    consented(interview, an, now, *Scope)
    interview.chapters.create(start_ms=10_000, title="Đi giao liên")
    said = said_at("/records/LD-NC-1/")
    assert [(each["start"], each["duration"]) for each in said["recordings"]] == [(0, 60), (60, 60)]
    assert [each["start"] for each in said["table_of_contents"]] == [10]
    [version] = said["transcripts"]
    assert version["key"] == "verbatim-vi"
    spoken = said_at("/records/LD-NC-1/transcripts/verbatim-vi/")["segments"]
    assert [(each["start"], each["end"]) for each in spoken] == [(0, 9), (10, 19), (20, 29)]
    assert spoken[1]["text"] == "Tôi đi giao liên"
    assert spoken[1]["html_url"] == f"{SITE}/records/LD-NC-1/t/10"


def test_words_are_in_the_language_asked_for(catalogue: Record) -> None:
    for asked, language, label in (
        ("en-GB,en;q=0.9", "en", "Document"), ("fr, en;q=0.3", "en", "Document"),
        ("vi", "vi", VIETNAMESE), ("", "vi", VIETNAMESE), ("*", "vi", VIETNAMESE),
        ("x" * 9000, "vi", VIETNAMESE),
    ):  # fmt: skip
        answer = answer_at("/records/LD-1/", headers={"Accept-Language": asked})
        assert answer["Content-Language"] == language
        assert answer.json()["kind"]["label"] == label
    refused = said_at("/records/?kin=map", status=400, headers={"Accept-Language": "en"})
    assert refused["title"] == "Parameters that cannot be taken"
    assert said_at("/records/?kin=map", status=400)["title"] == "Có tham số không nhận được"


def test_lists_take_the_filters_of_the_list_for_people(
    catalogue: Record, make_record: MakeRecord
) -> None:
    make_record(released=AccessLevel.PUBLIC, kind="map")
    for query in (
        "kind=document", "collection=LD-P012", "subject=lich-su", "person=nguoi-ke",
        "place=di-linh", "event=hoi-nghi", "body=huyen-uy-di-linh", "unit=vn-68-2025",
        "year_from=1950&year_to=1960", "period=1946-1954", "language=kpm",
    ):  # fmt: skip
        said = said_at(f"/records/?{query}")
        assert [each["code"] for each in said["items"]] == ["LD-1"], query
        assert said["count"] == 1


def test_a_list_goes_on_by_next(make_record: MakeRecord) -> None:
    for _ in range(5):
        make_record(released=AccessLevel.PUBLIC)
    seen, address = [], f"{SITE}/api/v1/records/?per_page=2&sort=code"
    while address:
        said = said_at(address.removeprefix(f"{SITE}/api/v1"))
        seen += [each["code"] for each in said["items"]]
        address = said["next"]
    assert seen == sorted(seen) and len(set(seen)) == 5
    beyond = said_at("/records/?page=99&per_page=2")
    assert (beyond["items"], beyond["count"], beyond["next"]) == ([], 5, None)
    assert beyond["previous"] == f"{SITE}/api/v1/records/?per_page=2&page=3"


def test_former_codes_and_merged_names_lead_on(
    catalogue: Record, an: User, now: dt.datetime
) -> None:
    actions.change_code(actor=an, record=catalogue, code="LD-2", at=now)
    for below in ("", "pages/"):
        answer = answer_at(f"/records/LD-1/{below}")
        assert answer.status_code == 308
        assert answer["Location"] == f"/api/v1/records/LD-2/{below}"


def test_a_withdrawn_record_leaves_its_tombstone(
    catalogue: Record, binh: User, now: dt.datetime
) -> None:
    withdraw_record(actor=binh, record=catalogue, reason="Gia đình xin rút lại", at=now)
    for path in ("/records/LD-1/", "/records/LD-1/pages/"):
        said = said_at(path, status=410)
        assert said["code"] == "LD-1"
        assert said["reason"] == "Gia đình xin rút lại"
        assert dt.datetime.fromisoformat(said["withdrawn_at"]) == now
    assert [each["code"] for each in said_at("/records/")["items"]] == ["LD-NC-1"]


def test_what_is_unchanged_costs_no_bytes(catalogue: Record) -> None:
    first = answer_at("/records/LD-1/")
    assert first["Cache-Control"] == "private, no-cache"
    again = answer_at("/records/LD-1/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    catalogue.appearances.all().delete()
    changed = answer_at("/records/LD-1/", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert set(changed["Vary"].replace(" ", "").split(",")) >= {"Cookie", "Accept-Language"}


@pytest.mark.parametrize(
    "path",
    [
        "/records/KHONG-CO/",
        "/people/khong-co/",
        "/records/LD-1/transcripts/x/",
        "/khong/co/",
        "/x/",
    ],
)
def test_what_is_not_there_is_said_as_a_problem(catalogue: Record, path: str, client: Any) -> None:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:nhan-chung:problem:not-found"


def test_an_address_without_its_last_stroke_is_found(catalogue: Record, client: Any) -> None:
    answer = client.get("/api/v1/records/LD-1")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/records/LD-1/")


def test_nothing_is_changed_by_a_browser(catalogue: Record, an: User) -> None:

    client = Client(enforce_csrf_checks=True)
    client.force_login(an, "django.contrib.auth.backends.ModelBackend")
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)("/api/v1/records/LD-1/", {"title": "x"})
        assert answer.status_code == 405, method
        assert answer["Content-Type"] == "application/problem+json"
    assert Record.objects.get(code="LD-1").title == catalogue.title


def test_names_are_told_with_what_belongs_to_them(catalogue: Record) -> None:
    person = said_at("/people/nguoi-ke/")
    assert person["born"]["written"] == "1930"
    assert [each["name"] for each in person["further_names"]] == ["Bí danh minh hoạ"]
    assert person["posts"][0]["body"]["id"] == "huyen-uy-di-linh"
    [listed] = said_at(person["records_url"].removeprefix(f"{SITE}/api/v1"))["items"]
    assert listed["code"] == "LD-1"
    assert said_at("/subjects/lich-su/")["narrower"][0]["id"] == "khang-chien"
    unit = said_at("/units/vn-68/")
    assert [each["unit"]["id"] for each in unit["became"]] == ["vn-68-2025"]
    assert [each["id"] for each in said_at("/people/?name=NGUOI")["items"]] == ["nguoi-ke"]
    assert said_at("/people/?name=ngừoi")["items"] == []


def test_collections_are_told_by_their_levels(catalogue: Record) -> None:
    assert [each["id"] for each in said_at("/collections/")["items"]] == ["LD-P012", "LD-P012-H034"]
    [file] = said_at("/collections/?part_of=LD-P012")["items"]
    assert file["part_of"]["id"] == "LD-P012"
    said = said_at("/collections/LD-P012-H034/")
    assert [each["id"] for each in said["above"]] == ["LD-P012"]
    assert said_at(said["records_url"].removeprefix(f"{SITE}/api/v1"))["count"] == 1


def test_a_work_tells_its_open_sources(catalogue: Record) -> None:
    [source] = said_at("/works/CT-1/sources/")["items"]
    assert source["place"] == {"page": 1, "start": None, "end": None}
    assert source["html_url"] == f"{SITE}/records/LD-1/p/1"
    Record.objects.update(released_at=None)
    assert said_at("/works/CT-1/sources/")["items"] == []


def test_text_of_a_page_is_veiled_and_a_sealed_one_absent(
    interview: Record, page: Page, an: User, now: dt.datetime
) -> None:
    consented(interview, an, now, *(set(Scope) - {Scope.NAME}))
    for number, text in ((1, "Ông Nguyễn Văn Minh Hoạ kể"), (2, "Trang kín"), (3, "Trang ba")):
        interview.pages.create(number=number, master=page.master, frame=number, text=text)
    interview.seals.create(from_page=2, to_page=2, reason="x")
    said = said_at("/records/LD-NC-1/pages/")
    assert [each["number"] for each in said["items"]] == [1, 3]
    assert "Minh Hoạ" not in str(said)
    assert "Minh Hoạ" not in str(said_at("/records/LD-NC-1/"))
    assert said_at("/people/")["items"] == []
    assert "Minh Hoạ" in str(said_at("/records/LD-NC-1/pages/", an))
    assert said_at("/records/LD-NC-1/pages/", an)["count"] == 3


def test_a_sealed_stretch_is_in_none_of_it(
    interview: Record, an: User, giang: User, now: dt.datetime
) -> None:
    consented(interview, an, now, *Scope)
    interview.seals.create(from_ms=9_500, to_ms=20_000, reason="x")
    for start_ms, title in ((0, "Tuổi nhỏ"), (10_000, "Đi giao liên"), (20_000, "Về quê")):
        interview.chapters.create(start_ms=start_ms, title=title)
    for user in (None, giang):
        spoken = said_at("/records/LD-NC-1/transcripts/verbatim-vi/", user)["segments"]
        assert [each["text"] for each in spoken] == ["Thưa bác", "Cảm ơn bác"]
        said = said_at("/records/LD-NC-1/", user)
        assert [each["title"] for each in said["table_of_contents"]] == ["Về quê"]
        assert [each["part"] for each in said["recordings"]] == [2]
    assert len(said_at("/records/LD-NC-1/transcripts/verbatim-vi/", an)["segments"]) == 3


def test_without_consent_there_is_nothing_to_read_or_hear(interview: Record, an: User) -> None:
    said = said_at("/records/LD-NC-1/")
    assert (said["transcripts"], said["recordings"], said["pages"]) == ([], [], None)
    assert said["iiif_manifest"] is None
    said_at("/records/LD-NC-1/transcripts/verbatim-vi/", status=404)
    said_at("/records/LD-NC-1/pages/", status=404)
    assert len(said_at("/records/LD-NC-1/", an)["transcripts"]) == 1


def test_who_is_signed_in_reads_as_on_the_pages(
    make_record: MakeRecord, an: User, dung: User, giang: User
) -> None:
    make_record(code="KIN-1")
    make_record(code="DOC-1", released=AccessLevel.REGISTERED)
    assert said_at("/records/")["count"] == 0
    assert [each["code"] for each in said_at("/records/", giang)["items"]] == ["DOC-1"]
    assert said_at("/records/", an)["count"] == 2
    assert said_at("/records/KIN-1/", an)["receipt"] == ""
    for user in (None, giang, dung):
        said_at("/records/KIN-1/", user, status=404)


def test_what_somebody_signed_in_is_told_is_kept_by_nobody(catalogue: Record, an: User) -> None:
    for path in ("/records/LD-1/", "/records/", "/records/KHONG-CO/", "/records/?x=1"):
        assert answer_at(path)["Cache-Control"] == "private, no-cache"
        assert answer_at(path, an)["Cache-Control"] == "private, no-store"


def test_other_sites_read_what_a_visitor_reads(catalogue: Record, an: User, client: Any) -> None:
    assert answer_at("/records/LD-1/")["Access-Control-Allow-Origin"] == "*"
    assert answer_at("/records/?x=1")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in answer_at("/records/LD-1/", an)
    assert client.options("/api/v1/records/KIN/").status_code == 204


def test_a_merged_name_leads_to_what_it_is_now(catalogue: Record, an: User, now: Any) -> None:
    other = Person.objects.create(slug="nguoi-ke-2", name="Người kể")
    catalogue.appearances.create(person=other, role="mentioned")
    merge(actor=an, kept=Person.objects.get(slug="nguoi-ke"), absorbed=other, at=now)
    answer = answer_at("/people/nguoi-ke-2/")
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/people/nguoi-ke/")
