"""Fonds, series and files that come in one spreadsheet with their records."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest

from archive.accounts.models import User
from archive.catalogue import arrangement
from archive.catalogue.models import Collection, Record
from archive.ingest.sheets import actions, exporting, undoing
from archive.ingest.sheets.models import Outcome, Sheet, SheetState
from archive.units.models import Unit

HEADING = ["code", "level", "kind", "title", "collection", "history"]
FONDS = ["P1", "Phông", "", "Phông minh hoạ", "", "Nhận năm 1986"]
SERIES = ["P1-ML1", "Mục lục", "", "Mục lục 1", "P1", ""]
FILE = ["P1-H3", "hồ sơ", "", "Hồ sơ 3", "P1-ML1", ""]
RECORD = ["P1-H3-7", "", "document", "Báo cáo", "P1-H3", ""]


@pytest.fixture
def check(office: Unit, an: User, now: dt.datetime) -> Any:
    def check(*rows: list[str], heading: list[str] = HEADING) -> Sheet:
        target = io.StringIO()
        csv.writer(target).writerows([heading, *rows])
        content = target.getvalue().encode()
        sheet = actions.receive_sheet(
            actor=an, office=office, name="phông.csv", chunks=[content], at=now
        )
        return actions.check_sheet(sheet=sheet)

    return check


@pytest.fixture
def bring(check: Any, an: User, now: dt.datetime) -> Any:
    def bring(*rows: list[str], **options: Any) -> Sheet:
        return actions.import_sheet(actor=an, sheet=check(*rows, **options), at=now)

    return bring


def export() -> str:
    rows = exporting.table(Record.objects.all(), Collection.objects.all())
    return "".join(exporting.as_csv(rows))


def faults(sheet: Sheet) -> dict[int, tuple[str, str]]:
    return {
        row.number: (problem["column"], problem["value"])
        for row in sheet.rows.order_by("number")
        for problem in row.shown_problems
        if problem["is_error"]
    }


def test_levels_come_with_their_records_whatever_their_order(bring: Any) -> None:
    sheet = bring(RECORD, FILE, SERIES, FONDS)
    assert faults(sheet) == {}
    fonds, file, series = Collection.objects.order_by("code")
    assert (fonds.level, series.level, file.level) == ("fonds", "series", "file")
    assert file.ancestor_ids == [fonds.pk, series.pk]
    assert fonds.history == "Nhận năm 1986"
    assert Record.objects.get().collection == file
    assert set(sheet.rows.values_list("outcome", flat=True)) == {Outcome.CREATED}


def test_circles_unknown_levels_and_what_hangs_on_them_are_told_row_by_row(check: Any) -> None:
    sheet = check(
        ["A", "Phông", "", "A", "C", ""],
        ["B", "Mục lục", "", "B", "A", ""],
        ["C", "Hồ sơ", "", "C", "B", ""],
        ["D", "Ngăn kéo", "", "D", "", ""],
        ["E", "Hồ sơ", "", "E", "D", ""],
        ["F", "Hồ sơ", "", "", "", ""],
        ["G-1", "", "document", "Báo cáo", "E", ""],
        ["H-1", "tài liệu", "document", "Báo cáo", "Z", ""],
        FONDS,
        FONDS,
        ["I", "Hồ sơ", "", "I", "I", ""],
    )
    found = faults(sheet)
    assert found[2] == ("Sưu tập", "C")
    assert {3, 4, 12} <= found.keys()
    assert found[5][1] == "Ngăn kéo"
    assert found[6][1] == "D"
    assert found[8][1] == "E"
    assert found[9][1] == "Z"
    assert found.keys() == {2, 3, 4, 5, 6, 7, 8, 9, 11, 12}


def test_a_circle_through_the_catalogue_is_seen_too(bring: Any, check: Any) -> None:
    bring(FONDS, SERIES, FILE)
    sheet = check(["P1", "Phông", "", "Phông minh hoạ", "P1-H3", ""])
    assert "P1 → P1-H3 → P1-ML1 → P1" in sheet.rows.get().shown_problems[0]["reason"]


def test_a_second_import_moves_and_describes_and_is_undone(
    bring: Any, an: User, now: dt.datetime
) -> None:
    bring(FONDS, SERIES, FILE)
    before = export()
    sheet = bring(
        ["P1-H3", "Hồ sơ", "", "Hồ sơ 3, sửa", "P1", ""],
        ["P1-H9", "Hồ sơ", "", "Hồ sơ 9", "P1-H3", ""],
        ["P1-H9-1", "", "document", "Báo cáo", "P1-H9", ""],
    )
    file = Collection.objects.get(code="P1-H3")
    assert (file.title, file.parent and file.parent.code) == ("Hồ sơ 3, sửa", "P1")
    undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert export() == before
    sheet.refresh_from_db()
    assert sheet.state == SheetState.UNDONE


def test_undoing_is_refused_once_a_level_was_used_or_changed(
    bring: Any, an: User, now: dt.datetime, make_record: Any
) -> None:
    sheet = bring(FONDS)
    fonds = Collection.objects.get()
    record = make_record(collection=fonds)
    with pytest.raises(undoing.CannotUndo):
        undoing.undo_import(actor=an, sheet=sheet, at=now)
    Record.objects.filter(pk=record.pk).update(collection=None)
    later = now + dt.timedelta(minutes=1)
    arrangement.describe_collection(actor=an, collection=fonds, at=later, title="Khác")
    with pytest.raises(undoing.CannotUndo, match="P1"):
        undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert Collection.objects.exists()


def test_another_office_s_level_is_no_place_and_no_code(
    bring: Any, other_office: Unit, now: dt.datetime, check: Any
) -> None:
    arrangement.open_collection(
        actor=None, code="P1", title="Của người khác", holder=other_office, at=now,
        level="fonds",
    )  # fmt: skip
    assert faults(check(FONDS, ["X-1", "", "document", "Báo cáo", "P1", ""])).keys() == {2, 3}
    assert faults(check(["X-1", "", "document", "Báo cáo", "P1", ""])).keys() == {2}


def test_exported_and_imported_again_levels_do_not_change(bring: Any) -> None:
    bring(FONDS, SERIES, FILE, RECORD)
    text = export()
    [heading, *rows] = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    again = bring(*rows, heading=heading)
    assert set(again.rows.values_list("outcome", flat=True)) == {Outcome.UNCHANGED}
    assert export() == text


def test_headings_of_other_programs_are_known_or_a_near_one_is_named(check: Any) -> None:
    sheet = check(
        ["F-1", "Fonds", "", "", ""],
        ["F-1-1", "Item", "Báo cáo", "Kháng chiến|Du kích", "1945"],
        heading=["identifier", "levelOfDescription", "title", "subjectAccessPoints", "eventDates"],
    )
    assert faults(sheet)[3][1] == ""  # only the kind is missing
    unknown = check(["x", "y"], heading=["code", "Tiêu đề tư liệu"])
    assert unknown.shown_notices == [
        "Không rõ cột “Tiêu đề tư liệu”; cột này được bỏ qua. Có phải là “Tiêu đề”?"
    ]
    nothing = check(["x"], heading=["Mã số tra cứu"])
    assert nothing.state == SheetState.UNREADABLE
    assert "Mã tra cứu" in nothing.shown_notices[0]
