"""One record as readers see it: description, pages, recording, citation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.access.models import Seal
from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue.models import AccessLevel, Page, Person, Record
from archive.public.reading.citations import Citation
from archive.public.reading.flowing import flowing

MakeRecord = Callable[..., Record]


def _page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_description_in_the_areas_of_isad(client: Client, report: Record) -> None:
    shown = _page(client, report.get_absolute_url())
    for words in ("Nhận diện", "Bối cảnh", "Tiếp cận và sử dụng", "12-BC/HU", "K&#x27;ho"):
        assert words in shown
    assert "Kết quả &lt;b&gt;sưu tầm&lt;/b&gt; tư liệu" in shown
    assert '<time class="date" datetime="1954-07-20">20-7-1954</time>' in shown


def test_the_seal_says_what_it_means(client: Client, report: Record) -> None:
    assert "không phải là thẩm định một công trình lịch sử" in _page(
        client, "/records/" + report.code + "/"
    )


def test_closed_and_missing_answer_alike(client: Client, make_record: MakeRecord) -> None:
    closed = make_record(code="LD-KIN-1")
    for tail in ("", "p/1", "t/0", "cite.bib", "cite.ris"):
        for code in (closed.code, "KHONG-CO"):
            assert "404" in _page(client, f"/records/{code}/{tail}", 404)


def test_page_with_its_text_and_neighbours(client: Client, report: Record) -> None:
    shown = _page(client, f"/records/{report.code}/p/2?q=khang")
    assert "Trang hai: kháng chiến" in shown
    assert f"/records/{report.code}/p/1?q=khang" in shown
    assert f"/records/{report.code}/p/3?q=khang" in shown


def test_a_page_s_text_is_in_the_language_of_the_record(client: Client, report: Record) -> None:
    for languages, said in (("kpm, vi", "kpm"), ("", "vi")):
        Record.objects.filter(pk=report.pk).update(languages=languages)
        body = f'<div class="quoted pagetext__body" lang="{said}"'
        assert body in _page(client, f"/records/{report.code}/p/2")


@pytest.mark.parametrize("number", [0, 4, 10**30])
def test_a_page_that_is_not_there(client: Client, report: Record, number: int) -> None:
    _page(client, f"/records/{report.code}/p/{number}", 404)


def test_a_number_typed_leads_to_the_page(client: Client, report: Record) -> None:
    for typed, leads in (("3", 3), ("", 1), ("x", 1), ("²", 1), ("-2", 1), ("9" * 40, 1)):
        response = client.get(f"/records/{report.code}/p/", {"n": typed})
        assert response["Location"] == f"/records/{report.code}/p/{leads}"


def test_sealed_pages_are_left_out_and_said(
    client: Client, report: Record, an: User, now: dt.datetime
) -> None:
    Seal.objects.create(record=report, from_page=2, to_page=2, reason="Bí mật đời tư")
    described = _page(client, report.get_absolute_url())
    assert "Trang 2 đang được cơ quan lưu giữ niêm phong" in described
    assert "Bí mật đời tư" not in described
    _page(client, f"/records/{report.code}/p/2", 404)
    assert f"/records/{report.code}/p/2" not in _page(client, f"/records/{report.code}/p/1")
    client.force_login(an)
    assert "kháng chiến" in _page(client, f"/records/{report.code}/p/2")


def test_moment_marks_the_line_being_said(client: Client, interview: Record) -> None:
    shown = _page(client, f"/records/{interview.code}/t/12")
    current = shown[shown.index('id="now"') :]
    assert current.index("Tôi đi giao liên") < current.index("</li>")
    assert "/recordings/1/audio#t=12.000" in shown


def test_an_address_of_whole_seconds_means_what_begins_in_that_second(
    client: Client, interview: Record
) -> None:
    interview.transcripts.get().segments.filter(position=1).update(start_ms=10_271)
    shown = _page(client, f"/records/{interview.code}/t/10")
    current = shown[shown.index('id="now"') :]
    assert current.index("Tôi đi giao liên") < current.index("</li>")
    assert "/recordings/1/audio#t=10.271" in shown


def test_a_sealed_stretch_says_nothing(client: Client, interview: Record) -> None:
    Seal.objects.create(record=interview, from_ms=9_500, to_ms=12_000, reason="Lý do kín")
    shown = _page(client, f"/records/{interview.code}/t/12")
    assert "giao liên" not in shown
    assert "Đang niêm phong" in shown
    assert "Thưa bác" in shown
    assert "Đoạn 00:09–00:12 đang niêm phong" in shown
    assert "Lý do kín" not in shown


def test_without_consent_neither_sound_nor_words(
    client: Client, make_record: MakeRecord, interview: Record
) -> None:
    interview.consents.all()[0].clauses.exclude(scope="name").delete()
    shown = _page(client, f"/records/{interview.code}/")
    assert "văn bản đồng ý không gồm việc cho nghe" in shown
    response = client.get(f"/records/{interview.code}/t/0")
    assert b"giao li" not in response.content
    assert b"/audio" not in response.content


def test_a_withheld_name_is_in_no_corner(
    client: Client, interview: Record, witness: Person
) -> None:
    interview.title = "Phỏng vấn một giao liên"
    interview.save()
    interview.consents.all()[0].clauses.filter(scope="name").delete()
    segment = interview.transcripts.get().segments.first()
    assert segment is not None
    segment.text, segment.speaker = f"Tôi là {witness.name}", witness.name
    segment.save()
    for tail in ("", "t/0", "cite.bib", "cite.ris"):
        assert witness.name not in _page(client, f"/records/{interview.code}/{tail}")
    _page(client, witness.get_absolute_url(), 404)
    assert witness.name not in _page(client, "/people/")
    assert witness.name not in _page(client, "/records/")


def test_a_withdrawn_record_leaves_a_tombstone(
    client: Client, make_record: MakeRecord, now: dt.datetime
) -> None:
    gone = make_record(code="LD-RUT", withdrawn_at=now, withdrawn_reason="Gia đình đề nghị")
    shown = _page(client, gone.get_absolute_url(), 410)
    assert "Gia đình đề nghị" in shown
    assert gone.title not in shown


def test_what_a_record_says_is_asked_for_anew(client: Client, report: Record, giang: User) -> None:
    response = client.get(report.get_absolute_url())
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Cookie"} <= set(response["Vary"].split(", "))
    known = {"If-None-Match": response["ETag"]}
    assert client.get(report.get_absolute_url(), headers=known).status_code == 304
    client.force_login(giang)
    assert "no-store" in client.get(report.get_absolute_url())["Cache-Control"]


def test_citation_files_cannot_be_broken_out_of(report: Record) -> None:
    report.title = "Tên\r\nER  - \r\nTY  - {x} & 100% \\input"
    cited = Citation(
        report, report.title, "Huyện uỷ", "https://x.vn/r", dt.date(2026, 1, 2), page=3
    )
    assert cited.ris().count("\r\nTY  - ") == 0
    assert cited.ris().count("ER  - \r\n") == 1
    assert r"\{x\} \& 100\%" in cited.bibtex()
    assert r"\textbackslash{}input" in cited.bibtex()
    assert "tr. 3" in cited.in_words()


@pytest.mark.parametrize(
    ("written", "ris", "bibtex", "csl"),
    [
        ("14/4/2021", ("2021", "2021/04/14/"), "2021", {"date-parts": [[2021, 4, 14]]}),
        ("tháng 4 năm 2021", ("2021", "2021/04//tháng 4 năm 2021"), "2021",
         {"date-parts": [[2021, 4]]}),
        ("1945", ("1945", "1945///1945"), "1945", {"date-parts": [[1945]]}),
        ("1945-1954", ("", "///1945-1954"), "1945--1954", {"date-parts": [[1945], [1954]]}),
        ("trước 1954", ("", "///trước 1954"), "", {"literal": "trước 1954"}),
        ("không rõ", ("", "///không rõ"), "", {"literal": "không rõ"}),
    ],
)  # fmt: skip
def test_a_date_is_cited_as_far_as_it_is_known(
    written: str, ris: tuple[str, str], bibtex: str, csl: dict[str, Any], report: Record, an: User
) -> None:
    catalogue.describe_record(
        actor=an, record=report, version=report.version, at=timezone.now(), date_written=written
    )
    report.refresh_from_db()
    cited = Citation(report, "Tên", "", "https://x.vn/r", dt.date(2026, 1, 2))
    said = dict(line.split("  - ", 1) for line in cited.ris().splitlines())
    assert (said.get("PY", ""), said.get("DA", "")) == ris
    year = re.search(r"year = {(.*)}", cited.bibtex())
    assert (year[1] if year else "") == bibtex
    assert cited.csl()["issued"] == csl


def test_a_place_that_is_not_there_is_not_cited(client: Client, report: Record) -> None:
    for query, status in (("p=1", 200), ("p=99", 404), ("t=2", 404), ("p=x", 200)):
        for form in ("bib", "ris"):
            answer = client.get(f"{report.get_absolute_url()}cite.{form}?{query}")
            assert answer.status_code == status, query


def test_citation_of_a_second(client: Client, interview: Record) -> None:
    assert "lúc 00:12" in _page(client, f"/records/{interview.code}/t/12")
    assert "SP  - lúc 00:12" in _page(client, f"/records/{interview.code}/cite.ris?t=12")


@pytest.mark.parametrize(
    ("paper", "read"),
    [
        ("một dòng dài đến lề phải\ncòn tiếp", "một dòng dài đến lề phải còn tiếp"),
        ("hết câu ở cuối dòng dài.\nDòng mới", "hết câu ở cuối dòng dài.\nDòng mới"),
        ("ngắn\nmột dòng dài hơn hẳn dòng trên", "ngắn\nmột dòng dài hơn hẳn dòng trên"),
        ("", ""),
    ],
)
def test_lines_flow_only_where_the_paper_broke_them(paper: str, read: str) -> None:
    assert flowing(paper) == read


def test_constant_queries(
    client: Client, interview: Record, report: Record, django_assert_max_num_queries: Any
) -> None:
    for address, most in (
        (report.get_absolute_url(), 23),
        (f"/records/{report.code}/p/1", 17),
        (f"/records/{interview.code}/t/0", 20),
    ):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_registered_records_say_so(client: Client, make_record: MakeRecord, giang: User) -> None:
    record = make_record(released=AccessLevel.REGISTERED)
    _page(client, record.get_absolute_url(), 404)
    client.force_login(giang)
    assert "Mở cho người dùng đã đăng nhập" in _page(client, record.get_absolute_url())


def test_a_record_of_hundreds_of_pages_asks_as_little_as_one_of_three(
    client: Client, report: Record, make_record: MakeRecord, django_assert_num_queries: Any
) -> None:
    large = make_record(released=AccessLevel.PUBLIC)
    master = report.pages.get(number=1).master
    Page.objects.bulk_create(
        Page(record=large, number=n, master=master, text=f"Trang {n}") for n in range(1, 501)
    )
    for tail in ("p/2", ""):
        with CaptureQueriesContext(connection) as few:
            _page(client, f"/records/{report.code}/{tail}")
        with django_assert_num_queries(len(few)):
            shown = _page(client, f"/records/{large.code}/{tail}")
        assert shown.count("/thumbnail") <= 16
    last = _page(client, f"/records/{large.code}/p/500")
    assert f"/records/{large.code}/p/499" in last
    assert f"/records/{large.code}/p/400" not in last


def test_a_page_s_text_as_alto(client: Client, report: Record) -> None:
    report.pages.filter(number=2).update(words=[[0.1, 0.1, 0.2, 0.02, "Trang", 93]])
    response = client.get(f"/records/{report.code}/p/2/alto.xml")
    assert response["Content-Type"] == "application/alto+xml"
    assert 'CONTENT="Trang" HPOS="100"' in response.content.decode()
    Seal.objects.create(record=report, from_page=2, to_page=2, reason="Kín")
    _page(client, f"/records/{report.code}/p/2/alto.xml", 404)


def test_a_name_to_be_veiled_is_not_given_word_by_word(
    client: Client, interview: Record, witness: Person
) -> None:
    master = interview.recordings.get().master
    text = f"Tôi là {witness.name}"
    interview.title = "Phỏng vấn một giao liên"
    interview.save()
    interview.pages.create(number=1, master=master, text=text, words=[[0, 0, 1, 1, text]])
    _page(client, f"/records/{interview.code}/p/1/alto.xml")
    interview.consents.all()[0].clauses.filter(scope="name").delete()
    shown = _page(client, f"/records/{interview.code}/p/1")
    assert "alto.xml" not in shown
    assert witness.name not in shown
    _page(client, f"/records/{interview.code}/p/1/alto.xml", 404)
