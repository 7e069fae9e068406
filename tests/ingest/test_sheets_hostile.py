"""Spreadsheets made to harm or merely broken: refused with a reason or told row by row."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.ingest.sheets import actions, workbooks
from archive.ingest.sheets.models import Outcome, Sheet, SheetState
from archive.ingest.sheets.workbooks import UnreadableSheet
from archive.units.models import Unit
from tests.ingest.conftest import table_of

SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "%s"><!ENTITY b "%s">]>' % (b"A" * 1000, b"&a;" * 1000)
Mend = Callable[[bytes], bytes]


def book(*rows: list[Any]) -> bytes:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def mended(part: str, mend: Mend) -> bytes:
    """A sound workbook in which one part was written otherwise."""
    target = io.BytesIO()
    sound = zipfile.ZipFile(io.BytesIO(book(["code", "title"], ["A-1", "Báo cáo"])))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in sound.infolist():
            data = sound.read(info)
            archive.writestr(info.filename, mend(data) if info.filename == part else data)
    return target.getvalue()


def _before_root(what: bytes) -> Mend:
    return lambda data: b'<?xml version="1.0"?>' + what + data.split(b"?>", 1)[-1]


@pytest.mark.parametrize(
    ("part", "mend"),
    [
        (SHEET, _before_root(BOMB)),
        (SHEET, _before_root(b"<!--" + b"x" * 3000 + b"-->" + BOMB)),
        (SHEET, _before_root(b" " * 5000 + BOMB)),
        (SHEET, _before_root(b" " * 70_000)),
        (SHEET, _before_root(b"<?" * 40_000)),
        (SHEET, _before_root(b"<!--" * 20_000)),
        ("xl/theme/theme1.xml", _before_root(b"<!-- -->" * 500 + BOMB)),
        ("xl/workbook.xml", _before_root(BOMB)),
        (SHEET, lambda data: data.decode().encode("utf-16")),
        (SHEET, lambda data: data.replace(b'r="A2"', b'r="ZZZZZ99999999"')),
        (SHEET, lambda data: data[:-40]),
        ("xl/workbook.xml", lambda data: data.replace(b'name="Sheet"', b"")),
        ("xl/workbook.xml", lambda data: b"<workbook/>"),
        ("xl/styles.xml", lambda data: b"\0\1\2"),
    ],
)
def test_a_workbook_with_a_part_like_this_is_refused_in_words(part: str, mend: Mend) -> None:
    with pytest.raises(UnreadableSheet) as refusal:
        table_of(mended(part, mend))
    assert str(refusal.value)


def test_a_plain_comment_before_the_root_does_no_harm() -> None:
    table = table_of(mended(SHEET, _before_root(b"<!-- made by hand -->\n")))
    assert list(table.rows) == [(2, ["A-1", "Báo cáo"])]


def test_merged_cells_are_seen_in_whatever_part_the_first_sheet_is() -> None:
    made = Workbook()
    first = made.active
    assert first is not None
    second = made.create_sheet("Tài liệu")
    for row in (["code", "title"], ["A-1", "x"], ["A-2", "y"]):
        second.append(row)
    second.merge_cells("A2:A3")
    made.move_sheet(second, -1)
    target = io.BytesIO()
    made.save(target)
    names = zipfile.ZipFile(target).namelist()
    moved = io.BytesIO()
    with zipfile.ZipFile(moved, "w") as archive:  # as a program does that keeps the old names
        for name in names:
            data = zipfile.ZipFile(target).read(name)
            data = data.replace(b"sheet1.xml", b"sheet7.xml")
            archive.writestr(name.replace("sheet1.xml", "sheet7.xml"), data)
    assert set(table_of(moved.getvalue()).faults) == {2, 3}


def test_excels_own_word_on_what_parts_the_cells_is_heeded() -> None:
    table = table_of("sep=;\r\nMã tra cứu;Tiêu đề\r\nA-1;Báo cáo, tờ trình\r\n".encode())
    assert table.heading == ["Mã tra cứu", "Tiêu đề"]
    assert list(table.rows) == [(3, ["A-1", "Báo cáo, tờ trình"])]


@pytest.fixture
def imported(office: Unit, an: User, now: dt.datetime) -> Callable[[bytes], Sheet]:
    def imported(content: bytes) -> Sheet:
        sheet = actions.receive_sheet(
            actor=an, office=office, name="la.xlsx", chunks=[content], at=now
        )
        sheet = actions.check_sheet(sheet=sheet)
        if sheet.state == SheetState.CHECKED:
            sheet = actions.import_sheet(actor=an, sheet=sheet, at=now)
        return sheet

    return imported


def test_of_a_bad_table_only_the_sound_rows_come_in(imported: Callable[[bytes], Sheet]) -> None:
    sheet = imported(
        book(
            ["code", "level", "kind", "title", "collection", "date_written", "condition"],
            ["A-1", None, "document", "Sạch", None, "1954", "Tốt"],
            ["A-2", None, "document", "=1+1", None, None, None],
            ["A-1", None, "document", "Trùng mã", None, None, None],
            ["P-1", "file", None, "Vòng 1", "P-2", None, None],
            ["P-2", "file", None, "Vòng 2", "P-1", None, None],
            ["P-3", "file", None, "Trong chính nó", "P-3", None, None],
            ["P-4", "tầng", None, "Cấp lạ", None, None, None],
            ["A-3", None, "document", "Nằm trong vòng", "P-1", None, None],
            ["A-4", None, "document", "Ngày ngược", None, "1975-1954", None],
            ["A-5", None, "document", "Không có ngày ấy", None, "31/2/1960", None],
            ["A-6", None, "document", "Tình trạng lạ", None, None, "mốc"],
            ["???", None, "document", "Mã lạ", None, None, None],
        )
    )
    outcomes = dict(sheet.rows.values_list("number", "outcome"))
    sound = {number for number, outcome in outcomes.items() if outcome == Outcome.CREATED}
    assert sound == {2, 10, 11}
    assert set(outcomes) == set(range(2, 14))
    for row in sheet.rows.exclude(number__in=sound):
        assert row.outcome == Outcome.FAULTY
        assert any(problem["is_error"] and problem["reason"] for problem in row.shown_problems), row
    # What contradicts itself is kept as written, told, and sorts nowhere: nothing is guessed.
    for record in Record.objects.filter(code__in=["A-4", "A-5"]):
        assert record.date_written and record.date_earliest is None and record.date_latest is None
    told = sheet.rows.filter(number__in=(10, 11))
    assert all(not row.shown_problems[0]["is_error"] for row in told)


def test_nothing_of_a_refused_file_is_kept_as_rows(imported: Callable[[bytes], Sheet]) -> None:
    sheet = imported(mended(SHEET, _before_root(BOMB)))
    assert sheet.state == SheetState.UNREADABLE and sheet.reason
    assert not sheet.rows.exists() and not Record.objects.exists()


@pytest.mark.parametrize(
    "head", ["<html xmlns:x='urn:x'>", "\ufeff\n<table border=1>", "<?xml version='1.0'?>"]
)
def test_a_web_page_named_like_a_table_is_told_as_such(head: str) -> None:
    page = f"{head}<tr><td>Mã tra cứu</td></tr>\n<tr><td>A-1</td></tr>"
    with pytest.raises(UnreadableSheet) as refusal:
        table_of(page.encode())
    assert "XLSX" in str(refusal.value.reason) and "trang web" in str(refusal.value.reason)


def test_of_thousands_of_columns_nobody_knows_some_are_named_and_the_rest_counted(
    imported: Callable[[bytes], Sheet],
) -> None:
    heads = ["code", "kind", "title", *(f"cột {n}" for n in range(16_000))]
    sheet = imported(f"{','.join(heads)}\nA-1,document,Báo cáo\n".encode())
    assert len(sheet.shown_notices) == 21
    assert "15980" in sheet.shown_notices[-1]
    assert Record.objects.get(code="A-1").title == "Báo cáo"


def test_one_long_text_in_every_cell_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["code", "title"], *([f"A-{n}", "Báo cáo" * 100] for n in range(20))]
    assert len(table_of(book(*rows)).rows) == 20
    monkeypatch.setattr(workbooks, "_MOST_SIGNS", 10_000)
    with pytest.raises(UnreadableSheet) as refusal:
        table_of(book(*rows))
    assert "giải nén" in str(refusal.value.reason)
