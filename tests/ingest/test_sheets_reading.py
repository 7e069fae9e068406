"""Files as offices and strangers send them."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from archive.ingest.sheets import reading
from archive.ingest.sheets.workbooks import UnreadableSheet
from archive.values.legacy_tables import TCVN3
from tests.ingest.conftest import table_of

HEADING = ["Mã tra cứu", "Tiêu đề"]


def xlsx(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_of(book: Workbook) -> Any:
    return book.active


def rows_of(*rows: Sequence[object]) -> Callable[[Workbook], None]:
    def fill(book: Workbook) -> None:
        for row in rows:
            sheet_of(book).append(row)

    return fill


@pytest.mark.parametrize(
    ("codec", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1258", ",")],
)
def test_csv_is_read_in_every_usual_encoding(codec: str, delimiter: str) -> None:
    lines = [HEADING, ["LD-1", "Báo cáo về công tác Đảng"], ["LD-2", "Truyền đơn kháng chiến"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    data = _as_1258(text) if codec == "cp1258" else text.encode(codec)
    table = table_of(data)
    assert table.heading == HEADING
    assert list(table.rows) == [(2, lines[1]), (3, lines[2])]


def _as_1258(text: str) -> bytes:
    """As Windows writes it: shaped vowels whole, tones apart."""
    out = b""
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        bare = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)
        out += bare.encode("cp1258") + tone.encode("cp1258")
    return out


def test_a_line_longer_than_a_row_can_be_is_not_read_into_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MOST_IN_LINE", 100_000)
    row = "LD-1," + "x" * 90_000 + "\n"
    assert len(table_of(("code,title\n" + 3 * row).encode()).rows) == 3
    with pytest.raises(UnreadableSheet, match="XLSX"):
        table_of(("code,title\n" + 300_000 * "y").encode())


def test_tcvn3_is_converted_and_said() -> None:
    as_bytes = {letter: byte for byte, letter in TCVN3.items()}
    text = "Mã tra cứu,Tiêu đề\nLD-1,Báo cáo về công tác lịch sử Đảng ở các huyện"
    table = table_of(bytes(as_bytes.get(letter) or ord(letter) for letter in text))
    assert table.heading == HEADING
    assert list(table.rows) == [(2, ["LD-1", "Báo cáo về công tác lịch sử Đảng ở các huyện"])]
    assert any("TCVN3" in str(notice) for notice in table.notices)


def test_cells_typed_in_a_vni_font_are_judged_together() -> None:
    content = xlsx(
        rows_of(
            ["Maõ tra cöùu", "Tieâu ñeà"], ["LD-1", "Baùo caùo"], ["LD-2", "Tænh uûy Laâm Ñoàng"]
        )
    )
    table = table_of(content)
    assert table.heading == HEADING
    assert [cells[1] for _n, cells in table.rows] == ["Báo cáo", "Tỉnh ủy Lâm Đồng"]


def test_days_and_numbers_are_read_as_a_person_would_type_them() -> None:
    content = xlsx(rows_of(["a", "b", "c"], [dt.date(1975, 4, 30), 1945, 2.5]))
    assert list(table_of(content).rows) == [(2, ["30/04/1975", "1945", "2.5"])]


def test_formulas_and_merged_cells_are_reported_where_they_stand() -> None:
    def fill(book: Workbook) -> None:
        rows_of(HEADING, ["LD-1", "=1+1"], ["LD-2", "x"], ["LD-3", "y"])(book)
        sheet_of(book).merge_cells("A3:A4")

    faults = table_of(xlsx(fill)).faults
    assert set(faults) == {2, 3, 4}
    assert list(faults[2]) == [1]


def test_a_million_empty_rows_are_passed_over() -> None:
    def fill(book: Workbook) -> None:
        rows_of(HEADING, ["LD-1", "x"])(book)
        sheet_of(book).cell(row=1_048_576, column=1, value="LD-2")

    assert [number for number, _cells in table_of(xlsx(fill)).rows] == [2, 1_048_576]


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return target.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    target = io.BytesIO(xlsx(rows_of(HEADING, ["LD-1", "x"])))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n ",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04 cut off",
        zipped(readme=b"no spreadsheet"),
        with_part("xl/vbaProject.bin", b"macro"),
        with_part("xl/media/bomb.bin", b"\0" * 60_000_000),
        with_part("xl/extra.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        xlsx(rows_of(HEADING)),
        b"Ma tra cuu,Tieu de\n",
        b'a,b\n"never closed' + b"x" * 2_000_000,
    ],
    ids=[
        "empty", "blank", "image", "old-xls", "cut", "zip", "macros", "bomb", "entities",
        "only-heading-xlsx", "only-heading-csv", "huge-cell",
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(UnreadableSheet) as refusal:
        table_of(content)
    assert str(refusal.value)
