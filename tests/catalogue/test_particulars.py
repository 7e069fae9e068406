"""What ISAD(G) and TT 05/2025 ask beyond the first fields: at the desk, for readers, in and out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from archive.accounts.models import User
from archive.catalogue import actions, arrangement, restoring
from archive.catalogue.models import AccessLevel, Collection, Publication, Record
from archive.catalogue.models.particulars import PARTICULARS
from archive.ingest.sheets import actions as sheets
from archive.ingest.sheets import exporting
from archive.ingest.sheets.columns import BY_KEY, OF_LEVELS_ONLY
from archive.ingest.sheets.models import Outcome
from archive.journal.models import Entry
from archive.units.models import Unit

SHARED: dict[str, Any] = {
    "sheet_count": 12,
    "page_count": 23,
    "scripts": "hani, latn",
    "appraisal": "Giữ toàn bộ theo bảng thời hạn bảo quản",
    "use_mode": "Hạn chế: chỉ đọc tại phòng đọc",
    "paper_code": "HS-034/1968",
    "reserve_regime": "Hai bộ, hai nơi",
    "reserve_state": "Đã chép ngày 12/3/2025",
    "archivist_note": "Mô tả theo bìa hồ sơ; bút danh chưa tra được",
    "rules": "ISAD(G), bản 2",
    "described_on": "3/2025; sửa 11/2026",
}
OF_RECORDS: dict[str, Any] = {"history": "Gia đình giữ đến năm 1986"}
OF_LEVELS: dict[str, Any] = {
    "status": "closed",
    "date_written": "1945-1954",
    "acquisition": "Tỉnh uỷ giao năm 1986",
    "keywords": "cơ sở; giao liên",
    "information_symbol": "KC1",
    "preservation": "damaged",
    "reliability": "digitised",
    "retention": "permanent",
    "related_material": "Phông Huyện uỷ",
    "publication_note": "Văn kiện, tập 2",
}


@pytest.fixture
def level(office: Unit, an: User, now: dt.datetime) -> Collection:
    return arrangement.open_collection(
        actor=an,
        code="P7",
        title="Phông minh hoạ",
        level="fonds",
        holder=office,
        at=now,
        publication=Publication.SHOWN,
        **SHARED,
        **OF_LEVELS,
    )


@pytest.fixture
def record(make_record: Any, level: Collection, an: User, now: dt.datetime) -> Record:
    found = make_record(released=AccessLevel.PUBLIC, collection=level)
    return actions.describe_record(
        actor=an, record=found, version=1, at=now, **SHARED, **OF_RECORDS
    )


def test_every_particular_is_tried_here() -> None:
    assert SHARED.keys() == PARTICULARS
    assert {*SHARED, *OF_RECORDS, *OF_LEVELS} <= BY_KEY.keys()


def test_a_level_has_bounds_that_follow_its_dates(
    level: Collection, an: User, now: dt.datetime
) -> None:
    assert (level.date_earliest, level.date_latest) == (dt.date(1945, 1, 1), dt.date(1954, 12, 31))
    changed = arrangement.describe_collection(
        actor=an, collection=level, at=now, date_written="trước 1930"
    )
    assert changed.date_latest == dt.date(1930, 12, 31)
    arrangement.describe_collection(actor=an, collection=level, at=now, date_written="")
    level.refresh_from_db()
    assert (level.date_edtf, level.date_earliest, level.date_latest) == ("", None, None)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_readers_see_them(language: str, client: Client, record: Record, level: Collection) -> None:
    client.cookies["django_language"] = language
    with translation.override(language):
        page = client.get(record.get_absolute_url(), headers={"accept-language": language})
        shelf = client.get(level.get_absolute_url(), headers={"accept-language": language})
    for name, value in SHARED.items():
        if name != "scripts":
            assert str(value) in page.content.decode(), name
            assert str(value) in shelf.content.decode(), name
    for value in ("Tỉnh uỷ giao năm 1986", "Phông Huyện uỷ", "1945-1954"):
        assert value in shelf.content.decode()
    words = {
        "vi": ("Chữ Hán", "Hư hỏng", "Phông đóng", "Số lượng tờ"),
        "en": ("Han characters", "Damaged", "Closed: complete", "Archivist&#x27;s note"),
    }
    for word in words[language]:
        assert word in shelf.content.decode(), word


def test_they_go_out_and_come_in_unchanged(
    record: Record, level: Collection, office: Unit, an: User, now: dt.datetime
) -> None:
    def export() -> str:
        rows = exporting.table(Record.objects.all(), Collection.objects.all())
        return "".join(exporting.as_csv(rows))

    first = export()
    for value in ("HS-034/1968", "hani, latn", "Hư hỏng", "Phông đóng", "23"):
        assert value in first
    sheet = sheets.receive_sheet(
        actor=an, office=office, name="ra.csv", chunks=[first.encode()], at=now
    )
    sheets.import_sheet(actor=an, sheet=sheets.check_sheet(sheet=sheet), at=now)
    assert set(sheet.rows.values_list("outcome", flat=True)) == {Outcome.UNCHANGED}
    assert export() == first
    # Emptied, everything comes back from the file.
    nothing: dict[str, Any] = {
        name: None if name.endswith("_count") else "" for name in {*SHARED, *OF_LEVELS}
    }
    arrangement.describe_collection(actor=an, collection=level, at=now, **nothing)
    empty: dict[str, Any] = {name: nothing[name] for name in SHARED} | {"history": ""}
    version = Record.objects.get().version
    actions.describe_record(actor=an, record=record, version=version, at=now, **empty)
    again = sheets.receive_sheet(
        actor=an, office=office, name="ra.csv", chunks=[first.encode()], at=now
    )
    sheets.import_sheet(actor=an, sheet=sheets.check_sheet(sheet=again), at=now)
    assert export() == first
    level.refresh_from_db()
    assert level.date_earliest == dt.date(1945, 1, 1)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [("1.200", 1200), ("12", 12), ("0", 0), ("12 tờ", None), ("-3", None), ("1,5", None)],
)
def test_numbers_are_read_as_they_are_written(
    cell: str, wanted: int | None, make_record: Any, office: Unit, an: User, now: dt.datetime
) -> None:
    record = make_record()
    content = f'code,page_count\n{record.code},"{cell}"\n'.encode()
    sheet = sheets.receive_sheet(actor=an, office=office, name="a.csv", chunks=[content], at=now)
    row = sheets.check_sheet(sheet=sheet).rows.get()
    assert row.plan.get("page_count") == wanted
    assert bool(row.errors) is (wanted is None)
    if row.errors:
        assert (row.problems[0]["value"], row.problems[0]["suggestion"]) == (cell, "12")


def test_the_desk_forms_keep_them_and_an_earlier_state_comes_back(
    client: Client, record: Record, level: Collection, an: User, now: dt.datetime
) -> None:
    client.force_login(an)
    for address, thing in (
        (reverse("desk:record_describe", args=[record.code]), record),
        (reverse("desk:collection_describe", args=[level.code]), level),
    ):
        form = client.get(address).context["form"]
        said = {field.name: field.value() for field in form if field.value() not in (None, "")}
        changed = said | {"page_count": "24", "scripts": "Chữ Hán", "rules": ""}
        assert client.post(address, changed).status_code == 302
        thing.refresh_from_db()
        assert (thing.page_count, thing.scripts, thing.rules) == (24, "hani", "")
        assert thing.archivist_note == SHARED["archivist_note"]
        refused = client.post(address, changed | {"page_count": "-1"})
        assert refused.status_code == 200
    entry = Entry.objects.about(record).order_by("-id")[0]
    assert set(entry.before) == {"page_count", "scripts", "rules"}
    back = restoring.restore_description(
        actor=an, record=record, entry=entry, version=record.version, at=now
    )
    assert (back.page_count, back.scripts) == (23, "hani, latn")


def test_what_only_levels_have_is_left_out_of_a_record(
    make_record: Any, office: Unit, an: User, now: dt.datetime
) -> None:
    assert {"status", "acquisition", "preservation"} <= OF_LEVELS_ONLY
    record = make_record()
    content = f"code,acquisition\n{record.code},Tỉnh uỷ\n".encode()
    sheet = sheets.receive_sheet(actor=an, office=office, name="a.csv", chunks=[content], at=now)
    row = sheets.check_sheet(sheet=sheet).rows.get()
    assert row.errors == 0 and not row.problems[0]["is_error"]
