"""A finding aid is valid, says what its reader may see and nothing else, and streams."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from archive.access.models import Seal
from archive.accounts.models import User
from archive.catalogue import arrangement
from archive.catalogue.authorities import people_named, places_named, subjects_named
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Collection,
    Record,
    Recording,
    RecordKind,
)
from archive.files.models import Family, Master
from archive.interop.ead import writing
from archive.interop.ead.items import items
from archive.interop.ead.turns import InTurn
from archive.units.models import Unit
from archive.values.dates import parse_date
from tests.interop.schemas.reading import faults, tree_of

EAD = {"e": "http://ead3.archivists.org/schema/"}
WITNESS = "Nguyễn Thị Minh Hoạ"
NOBODY, READERS = "Nội bộ", "Bạn đọc có tài khoản"

Open = Callable[..., Collection]


@pytest.fixture
def open_level(office: Unit, an: User, now: dt.datetime) -> Open:
    def make(code: str, level: str, parent: Collection | None = None, **said: Any) -> Collection:
        return arrangement.open_collection(
            actor=an, code=code, title=f"Tên của {code}", level=level, holder=office, at=now,
            parent=parent, **said,
        )  # fmt: skip

    return make


@pytest.fixture
def fonds(open_level: Open) -> Collection:
    return open_level(
        "LD-P012", "fonds", publication="shown", creator="Tỉnh ủy & các ban",
        creator_history="Lập năm 1930.\n\nGiải thể <1976>.", scope_and_content="Công văn \x0b đi",
        history="Từ kho cũ", acquisition="Giao nộp", arrangement="Theo năm", languages="vi, fr",
        scripts="latn", date_written="1930-1945", extent="12 mét", sheet_count=340, accruals="Còn",
        finding_aids="Mục lục giấy", preservation="good", use_mode="Đọc tại chỗ", notes="Ghi chú",
        rights="Ghi nguồn", keywords="tổ chức, cán bộ", rules="TT 05/2025",
    )  # fmt: skip


@pytest.fixture
def told(fonds: Collection, open_level: Open, make_record: Callable[..., Record]) -> Record:
    """One open record two levels down, with all a description may have."""
    series = open_level("LD-P012-ML1", "series", fonds)
    file = open_level("LD-P012-H034", "file", series)
    date = parse_date("khoảng tháng 4 năm 1975")
    record = make_record(
        code="LD-P012-H034-0001", title="Báo cáo <một> & hai", collection=file,
        released=AccessLevel.PUBLIC, number_and_symbol="12-BC/TU", issuing_body="Ban Tổ chức",
        creator="Văn phòng", date_written="khoảng tháng 4 năm 1975", date_edtf=date.edtf,
        date_earliest=date.earliest, date_latest=date.latest, extent="3 tờ", page_count=5,
        abstract="Tóm tắt", scope_and_content="Nội dung\n\nđoạn hai", keywords="lúa; muối",
        document_type="bao-cao", languages="vi, kpm, xx", rights="Riêng", history="Kho cũ",
        giver="Người giao", receipt="BN-7", notes="Ghi chú \ufffe",
    )  # fmt: skip
    record.places.set(places_named(["Đà Lạt"]))
    record.subjects.set(subjects_named(["Hậu cần"]))
    return record


def aid(code: str = "LD-P012", client: Client | None = None, status: int = 200) -> Any:
    answer: Any = (client or Client()).get(f"/collections/{code}/ead.xml")
    assert answer.status_code == status
    if status != 200:
        return None
    document = tree_of(etree.fromstring(answer.getvalue()))
    assert faults("ead3.rng", document) == []
    assert faults("ead3.xsd", document) == []
    return document


def of(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def texts(document: Any, path: str) -> list[str]:
    return ["".join(found.itertext()) for found in document.iterfind(path, EAD)]


def test_it_is_valid_and_says_what_the_page_says(fonds: Collection, told: Record) -> None:
    document = aid()
    assert texts(document, "e:archdesc/e:did/e:unittitle") == ["Tên của LD-P012"]
    assert texts(document, "e:archdesc/e:bioghist/e:p") == ["Lập năm 1930.", "Giải thể <1976>."]
    assert texts(document, "e:archdesc/e:userestrict/e:p") == ["Ghi nguồn"]
    assert texts(document, "e:archdesc/e:accessrestrict/e:p") == ["Công khai"]
    assert [each.get("langcode") for each in document.iterfind(
        "e:archdesc/e:did//e:language", EAD
    )] == ["vie", "fra"]  # fmt: skip
    [begins] = document.iterfind("e:archdesc/e:did//e:fromdate", EAD)
    [ends] = document.iterfind("e:archdesc/e:did//e:todate", EAD)
    assert (begins.get("standarddate"), ends.get("standarddate")) == ("1930", "1945")
    levels = [each.get("level") for each in document.iter(f"{{{EAD['e']}}}c")]
    assert levels == ["series", "file", "item"]
    item = document.find(".//e:c[@level='file']/e:c", EAD)
    assert texts(item, "e:did/e:unitid") == [told.code, "12-BC/TU"]
    [single] = item.iterfind("e:did/e:unitdatestructured/e:datesingle", EAD)
    assert single.get("standarddate") == "1975-04~"
    assert single.getparent().get("certainty") == "approximate"
    assert single.get("notbefore") and single.get("notafter")
    assert texts(item, "e:controlaccess/e:geogname/e:part") == ["Đà Lạt"]
    assert texts(item, "e:controlaccess/e:subject/e:part") == ["Hậu cần", "lúa", "muối"]
    assert texts(item, "e:controlaccess/e:genreform/e:part") == ["Báo cáo"]
    assert "BN-7" not in etree.tostring(document, encoding="unicode")


def test_what_is_closed_is_absent_and_hidden_levels_leave_their_records_above(
    fonds: Collection, told: Record, open_level: Open, make_record: Any, an: User, dung: User
) -> None:
    hidden = open_level("LD-P012-KIN", "file", fonds, publication="hidden")
    make_record(code="LD-P012-KIN-1", title="Mở trong hồ sơ kín", collection=hidden,
                released=AccessLevel.PUBLIC)  # fmt: skip
    make_record(code="LD-P012-KIN-2", title="Chưa mở", collection=hidden)
    make_record(code="LD-P012-0003", title="Cho bạn đọc", collection=fonds,
                released=AccessLevel.REGISTERED)  # fmt: skip
    document = aid()
    said = etree.tostring(document, encoding="unicode")
    assert texts(document, "e:archdesc/e:dsc/e:c[@level='item']/e:did/e:unittitle") == [
        "Mở trong hồ sơ kín"
    ]
    for kept_back in ("Tên của LD-P012-KIN", "Chưa mở", "Cho bạn đọc"):
        assert kept_back not in said
    assert "Cho bạn đọc" in etree.tostring(aid(client=of(dung)), encoding="unicode")
    assert "Chưa mở" not in etree.tostring(aid(client=of(dung)), encoding="unicode")
    inside = etree.tostring(aid(client=of(an)), encoding="unicode")
    assert "Tên của LD-P012-KIN" in inside and "Chưa mở" in inside
    access = texts(aid(client=of(an)), ".//e:c[@level='item']/e:accessrestrict/e:p")
    assert sorted(access) == sorted(["Công khai", "Công khai", NOBODY, READERS])


def test_closed_and_missing_are_one(fonds: Collection, open_level: Open, an: User) -> None:
    open_level("LD-KIN", "fonds")
    for code in ("LD-KIN", "KHONG-CO", "x" * 10_000, "%00", "..", "LD-P012%0A"):
        aid(code, status=404)
    aid("LD-KIN", of(an))


def test_a_withheld_name_is_not_told(
    fonds: Collection, make_record: Any, an: User, giang: User
) -> None:
    record = make_record(code="LD-P012-0007", kind=RecordKind.INTERVIEW, collection=fonds,
                         title="Lời kể", released=AccessLevel.PUBLIC)  # fmt: skip
    [witness] = people_named([WITNESS])
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    Seal.objects.create(record=record, from_ms=0, to_ms=10, reason="x")
    for client in (Client(), of(giang)):
        said = etree.tostring(aid(client=client), encoding="unicode")
        assert "Lời kể" in said and WITNESS not in said
    assert WITNESS in etree.tostring(aid(client=of(an)), encoding="unicode")
    telling = make_record(code="LD-P012-0008", kind=RecordKind.INTERVIEW, collection=fonds,
                          title=f"Lời kể của {WITNESS}", released=AccessLevel.PUBLIC)  # fmt: skip
    Appearance.objects.create(record=telling, person=witness, role=AppearanceRole.WITNESS)
    assert "LD-P012-0008" not in etree.tostring(aid(), encoding="unicode")


def test_a_link_leads_to_what_can_be_seen_or_heard(
    fonds: Collection, make_record: Any, now: dt.datetime
) -> None:
    for number in (1, 2):
        record = make_record(code=f"LD-P012-000{number}", collection=fonds,
                             released=AccessLevel.PUBLIC)  # fmt: skip
    master = Master.objects.create(
        digest="a" * 64, size=1, family=Family.AUDIO, media_type="audio/mpeg", original_name="a",
        stored_at=now,
    )  # fmt: skip
    Recording.objects.create(record=record, master=master, duration_ms=10)
    hrefs = [each.get("href") for each in aid().iterfind(".//e:dao", EAD)]
    assert hrefs == ["http://localhost:8000/records/LD-P012-0002/"]


def test_demonstration_data_is_marked_at_every_level(fonds: Collection, told: Record) -> None:
    mark = "Dữ liệu minh hoạ: không phải tài liệu thật."
    assert mark not in texts(aid(), ".//e:odd/e:p")
    Collection.objects.update(is_demonstration=True)
    Record.objects.update(is_demonstration=True)
    assert texts(aid(), ".//e:odd/e:p").count(mark) == 4


def test_an_empty_one_and_levels_of_an_offices_own(open_level: Open) -> None:
    fonds = open_level("LD-P013", "fonds", publication="shown")
    assert aid("LD-P013").find(".//e:dsc", EAD) is None
    Collection.objects.filter(pk=fonds.pk).update(level="tap-luu")
    [described] = aid("LD-P013").iterfind("e:archdesc", EAD)
    assert (described.get("level"), described.get("otherlevel")) == ("otherlevel", "tap-luu")


def test_a_batch_costs_the_same_whatever_its_length(
    fonds: Collection, told: Record, make_record: Any, open_level: Open
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            aid()
        return len(asked)

    few = queries()
    for number in range(30):
        level = open_level(f"LD-P012-H{number:03}", "file", fonds)
        make_record(code=f"LD-P012-H{number:03}-1", collection=level, released=AccessLevel.PUBLIC)
    assert queries() == few


def test_one_that_breaks_off_is_not_well_formed(
    fonds: Collection, make_record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        make_record(code=f"LD-P012-000{number}", collection=fonds, released=AccessLevel.PUBLIC)
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    asked: list[Any] = []

    def fail(*args: Any) -> Any:
        asked.append(args)
        if len(asked) == 3:
            raise OSError("database gone")
        return plainly(*args)

    plainly = items
    monkeypatch.setattr(writing, "items", fail)
    answer: Any = Client().get("/collections/LD-P012/ead.xml")
    got = []
    with pytest.raises(OSError, match="database gone"):
        got.extend(answer.streaming_content)
    body = b"".join(got)
    assert body.count(b"<c ") == 4
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(body)


def test_what_is_closed_while_it_is_written_is_left_out(
    fonds: Collection, told: Record, make_record: Any
) -> None:
    make_record(code="LD-P012-9", title="Vẫn mở", collection=fonds, released=AccessLevel.PUBLIC)
    answer: Any = Client().get("/collections/LD-P012/ead.xml")
    pieces = iter(answer.streaming_content)
    begun = next(pieces)
    Record.objects.filter(pk=told.pk).update(released_at=None)
    Collection.objects.filter(code="LD-P012-H034").update(is_public=False)
    document = tree_of(etree.fromstring(begun + b"".join(pieces)))
    assert faults("ead3.rng", document) == []
    assert [each.get("level") for each in document.iter(f"{{{EAD['e']}}}c")] == ["series", "item"]


def test_it_is_kept_by_nobody_for_others_and_asked_for_cheaply(
    fonds: Collection, told: Record, an: User
) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = Client().head("/collections/LD-P012/ead.xml")
    assert answer.status_code == 200
    assert len(asked) <= 3
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Access-Control-Allow-Origin"] == "*"
    own = of(an).head("/collections/LD-P012/ead.xml")
    assert own["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in own
    assert Client().post("/collections/LD-P012/ead.xml").status_code == 405


def test_few_are_sent_at_once_so_that_threads_are_left_for_all_else(
    fonds: Collection, told: Record, settings: Any
) -> None:
    gc.collect()  # answers that other tests did not read
    settings.FINDING_AIDS_AT_ONCE = 2
    address = "/collections/LD-P012/ead.xml"
    slow: list[Any] = [Client().get(address) for _ in range(2)]
    busy = Client().get(address)
    assert (busy.status_code, busy["Retry-After"]) == (503, "60")
    assert busy["Cache-Control"] == "private, no-cache"
    assert Client().head(address).status_code == 200
    assert Client().get("/collections/KHONG-CO/ead.xml").status_code == 404
    for answer in slow:  # read to its end, which is the end of its turn
        assert answer.getvalue().endswith(b"</ead>\n")
        aid()
    for _ in range(3):
        InTurn(piece for piece in [b""])  # nobody reads it, nobody keeps it
    aid()


def test_the_page_of_the_collection_offers_it(fonds: Collection) -> None:
    page = Client().get("/collections/LD-P012/").content.decode()
    assert page.count('href="/collections/LD-P012/ead.xml"') == 2
    assert 'rel="alternate" type="application/xml"' in page


def test_it_is_in_one_language_whoever_asks(fonds: Collection, told: Record) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    answer: Any = client.get("/collections/LD-P012/ead.xml")
    assert "Công khai" in answer.getvalue().decode()
