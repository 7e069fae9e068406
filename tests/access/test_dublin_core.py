"""A record in Dublin Core: every field in its element, nothing empty, nothing hidden."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.access import actions
from archive.access.dublin_core import date_of, elements_of
from archive.access.linked import links_of
from archive.accounts.models import User
from archive.catalogue import arrangement
from archive.catalogue.actions import describe_record
from archive.catalogue.models import AccessLevel, AppearanceRole, BodyRole, Page, Record
from archive.catalogue.terms import Terms
from archive.files.models import Family, Master
from archive.values.dates import parse_date


def told_of(record: Record) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    links = links_of(AnonymousUser(), [record])[record.pk]
    for element in elements_of(links, Terms()):
        assert element.text == " ".join(element.text.split()) != ""
        found.setdefault(element.name, []).append(element.text)
    return found


@pytest.fixture
def report(make_record: Any, an: User, lam_dong: Any, now: dt.datetime, settings: Any) -> Record:
    settings.SITE_URL = "https://luutru.lamdong.gov.vn"
    above = arrangement.open_collection(
        actor=None, code="LD-P1", title="Phông minh hoạ", level="fonds", holder=an.office,  # type: ignore[arg-type]
        publication="shown", at=now, rights="https://creativecommons.org/licenses/by/4.0/.",
    )  # fmt: skip
    shelf = arrangement.open_collection(
        actor=None, code="LD-P1-S1", title="Loạt minh hoạ", level="series", holder=an.office,  # type: ignore[arg-type]
        parent=above, at=now,
    )  # fmt: skip
    record = make_record(released=AccessLevel.PUBLIC, code="LD-P1-S1-1", unit=lam_dong)
    master = Master.objects.create(
        digest="a" * 64, size=1, family=Family.IMAGE, media_type="image/png",
        original_name="trang.png", stored_at=now,
    )  # fmt: skip
    for number in (1, 2, 3):
        Page.objects.create(record=record, number=number, master=master)
    described: Record = describe_record(
        actor=an, record=record, version=1, at=now, collection=shelf,
        title="Báo cáo sơ kết\nsáu tháng", abstract="Việc đã làm.", date_written="7/1954",
        number_and_symbol="12-BC/HU", issuing_body="Huyện uỷ Di Linh", languages="vi, kpm",
        keywords="hậu cần; dân công", extent="3 tờ", document_type="bao-cao",
        people={
            AppearanceRole.CREATOR: ["Người viết"], AppearanceRole.MENTIONED: ["Người được nhắc"],
        },
        bodies={BodyRole.ISSUER: ["Huyện uỷ Di Linh"]}, places=["Di Linh"], subjects=["Hậu cần"],
        events=["Chiến dịch minh hoạ"],
    )  # fmt: skip
    return described


def test_every_field_stands_in_its_element(report: Record) -> None:
    told = told_of(report)
    assert told.pop("type") == ["Text", "Báo cáo"]
    assert told == {
        "title": ["Báo cáo sơ kết sáu tháng"],
        "creator": ["Huyện uỷ Di Linh", "Người viết"],
        "subject": ["Hậu cần", "Chiến dịch minh hoạ", "Người được nhắc", "hậu cần", "dân công"],
        "description": ["Việc đã làm."],
        "publisher": [report.holder.name],
        "date": ["1954-07"],
        "format": ["3 tờ"],
        "identifier": [
            "https://luutru.lamdong.gov.vn/records/LD-P1-S1-1/",
            "LD-P1-S1-1",
            "12-BC/HU",
        ],
        "language": ["vi", "kpm"],
        "relation": [
            "Loạt minh hoạ",
            "https://luutru.lamdong.gov.vn/collections/LD-P1-S1/",
            "https://luutru.lamdong.gov.vn/iiif/presentation/3/LD-P1-S1-1/manifest",
        ],
        "coverage": ["Di Linh", "Lâm Đồng"],
        "rights": [
            "https://creativecommons.org/licenses/by/4.0/.",
            "http://creativecommons.org/licenses/by/4.0/",
            "info:eu-repo/semantics/openAccess",
        ],
    }


def test_the_rights_say_what_is_closed(report: Record, an: User, now: dt.datetime) -> None:
    actions.seal_pages(actor=an, record=report, from_page=2, to_page=3, reason="Kín", at=now)
    _words, _licence, openness, sealed = told_of(report)["rights"]
    assert openness == "info:eu-repo/semantics/restrictedAccess"
    assert "2–3" in sealed and "Kín" not in sealed


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", ""),
        ("không rõ", ""),
        ("1968", "1968"),
        ("20-7-1954", "1954-07-20"),
        ("7/1954", "1954-07"),
        ("khoảng 1968", "1968"),
        ("1968-1970", "1968-01-01/1970-12-31"),
        ("Tết Mậu Thân 1968", None),
    ],
)
def test_a_date_is_a_plain_one_or_its_bounds(written: str, told: str | None) -> None:
    date = parse_date(written)
    record = Record(date_edtf=date.edtf, date_earliest=date.earliest, date_latest=date.latest)
    said = date_of(record)
    if told is not None and not written.startswith("khoảng"):
        assert said == told
    # Nothing but figures, hyphens, one stroke and open ends: `~` and `?` no harvester reads.
    assert set(said) <= set("0123456789-/.")
