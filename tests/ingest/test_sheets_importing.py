"""From a spreadsheet into the catalogue, out again, and back."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import translation

from archive.accounts.models import User
from archive.catalogue.models import Person, Record, VettingStatus
from archive.ingest.sheets import actions, checking, exporting, undoing
from archive.ingest.sheets.columns import COLUMNS, column_for, headings
from archive.ingest.sheets.models import Outcome, Sheet, SheetState
from archive.jobs.said import Said
from archive.journal.models import Entry
from archive.units.models import Level, Succession, Unit
from archive.values.cells import neutralised, plain_cell

HEADING = ["Mã tra cứu", "Loại", "Tiêu đề", "Thời gian", "Nhân chứng", "Chủ đề"]


def as_csv(*rows: list[str], heading: list[str] | None = None) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([heading or HEADING, *rows])
    return target.getvalue().encode()


def row(number: int, **cells: str) -> list[str]:
    values = {
        "code": f"LD-P001-{number:04}",
        "kind": "Phỏng vấn",
        "title": f"Lời kể số {number}",
        "date": "khoảng năm 1961",
        "witnesses": "Nhân chứng minh hoạ số 1; Nhân chứng minh hoạ số 2",
        "subjects": "Xây dựng cơ sở",
    }
    return list((values | cells).values())


@pytest.fixture
def bring(an: User, office: Unit, now: dt.datetime) -> Any:
    """Receive and check a file; import it unless told not to."""

    def bring(
        content: bytes, *, run: bool = True, name: str = "hồ sơ.csv", piece: int = actions.PIECE
    ) -> Sheet:
        chunks = ContentFile(content).chunks(piece)
        sheet = actions.receive_sheet(actor=an, office=office, name=name, chunks=chunks, at=now)
        sheet = actions.check_sheet(sheet=sheet)
        return actions.import_sheet(actor=an, sheet=sheet, at=now) if run else sheet

    return bring


def outcomes(sheet: Sheet) -> Counter[str]:
    return Counter(sheet.rows.values_list("outcome", flat=True))


def test_a_long_file_is_taken_up_and_judged_in_pieces(
    bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = as_csv(*(row(number) for number in range(40)), row(3))
    whole = bring(content, run=False)
    monkeypatch.setattr(actions, "BATCH", 7)
    monkeypatch.setattr(checking, "_CHUNK", 9)
    pieces = bring(content, run=False, piece=1000)
    assert pieces.pieces.count() > 5
    said = [
        list(sheet.rows.order_by("number").values_list("number", "cells", "plan", "problems"))
        for sheet in (whole, pieces)
    ]
    assert len(said[0]) == 41 and said[0] == said[1]
    assert [sheet.rows.get(errors__gt=0).number for sheet in (whole, pieces)] == [42, 42]


def problems(sheet: Sheet) -> list[tuple[int, str, bool]]:
    return [
        (r.number, problem["column"], problem["is_error"])
        for r in sheet.rows.all()
        for problem in r.shown_problems
    ]


def test_rows_become_records_with_dates_people_and_journal(bring: Any, an: User) -> None:
    sheet = bring(as_csv(row(1), row(2, witnesses="nhân chứng minh họa số 1")))
    record = Record.objects.get(code="LD-P001-0001")
    assert (record.kind, record.date_edtf) == ("interview", "1961~")
    assert [p.name for p in record.people.all()] == [
        "Nhân chứng minh hoạ số 1",
        "Nhân chứng minh hoạ số 2",
    ]
    # The other spelling of one name is the same person.
    assert Person.objects.count() == 2
    entry = Entry.objects.about(record).get()
    assert (entry.act, entry.actor, entry.note) == (
        "catalogue.record.registered", an, f"#{sheet.pk} hồ sơ.csv",
    )  # fmt: skip
    assert outcomes(sheet) == {Outcome.CREATED: 2}


def test_faults_are_told_by_row_column_and_reason_and_the_rest_comes_in(bring: Any) -> None:
    sheet = bring(
        as_csv(
            row(1),
            row(2, kind="Phỏng vấm"),
            row(1),
            row(4, code="<script>"),
            row(5, title=""),
            row(6, date="hồi đó"),
            row(7, title="x" * 600),
        )
    )
    assert problems(sheet) == [
        (3, "Loại", True),
        (4, "Mã tra cứu", True),
        (5, "Mã tra cứu", True),
        (6, "Tiêu đề", True),
        (7, "Thời gian", False),
        (8, "Tiêu đề", True),
    ]
    assert sheet.rows.get(number=3).shown_problems[0]["suggestion"] == "Phỏng vấn"
    assert outcomes(sheet) == {Outcome.CREATED: 2, Outcome.FAULTY: 5}
    kept = Record.objects.get(code="LD-P001-0006")
    assert (kept.date_written, kept.date_earliest) == ("hồi đó", None)


def test_a_second_import_updates_by_code_and_an_empty_cell_leaves_what_is_there(
    bring: Any,
) -> None:
    bring(as_csv(row(1), row(2)))
    sheet = bring(as_csv(row(1, title="Tên khác", date="", subjects="(trống)"), row(2)))
    record = Record.objects.get(code="LD-P001-0001")
    assert (record.title, record.date_written, record.subjects.count()) == (
        "Tên khác", "khoảng năm 1961", 0,
    )  # fmt: skip
    assert outcomes(sheet) == {Outcome.UPDATED: 1, Outcome.UNCHANGED: 1}
    entry = Entry.objects.about(record).last()
    assert entry is not None
    assert entry.before == {"title": "Lời kể số 1", "subjects": ["Xây dựng cơ sở"]}


def test_a_code_of_another_office_is_refused(
    bring: Any, make_record: Any, other_office: Unit
) -> None:
    make_record(code="LD-P001-0001", holder=other_office, title="Của người khác")
    sheet = bring(as_csv(row(1)))
    assert outcomes(sheet) == {Outcome.FAULTY: 1}
    assert Record.objects.get(code="LD-P001-0001").title == "Của người khác"


def test_units_are_found_as_they_were_at_the_time(bring: Any) -> None:
    old = Unit.objects.create(
        code="vn-68", name="Lâm Đồng", level=Level.PROVINCE, valid_to=dt.date(2025, 6, 30)
    )
    new = Unit.objects.create(
        code="vn-68-2025", name="Lâm Đồng", level=Level.PROVINCE, valid_from=dt.date(2025, 7, 1)
    )
    Succession.objects.create(predecessor=old, successor=new, on=dt.date(2025, 7, 1))
    district = Unit.objects.create(
        code="vn-678", name="Huyện Đức Trọng", level=Level.DISTRICT, parent=old
    )
    heading = ["code", "kind", "title", "date_written", "unit"]
    cells = [
        ("1961", "Lâm Đồng", old),
        ("15/8/2025", "tỉnh Lâm Đồng", new),
        ("1961", "Đức Trọng, Lâm Đồng", district),
        ("", "Huyện Đức Trọng — vn-678", district),
        ("", "vn-68", old),
    ]
    sheet = bring(
        as_csv(
            *([f"A-{n}", "interview", "x", date, unit] for n, (date, unit, _u) in enumerate(cells)),
            ["A-8", "interview", "x", "", "Lâm Đồng"],
            ["A-9", "interview", "x", "", "Lâm Đòng"],
            heading=heading,
        )
    )
    for number, (_date, _text, unit) in enumerate(cells):
        assert Record.objects.get(code=f"A-{number}").unit == unit, number
    several, unknown = sheet.rows.filter(outcome=Outcome.FAULTY)
    assert "vn-68-2025" in several.shown_problems[0]["suggestion"]
    assert "Lâm Đồng" in unknown.shown_problems[0]["suggestion"]
    # What was described under the old province is found under the one of today.
    assert Record.objects.filter(unit__in=Unit.objects.taken_in_by(new)).count() == 5


def test_an_import_that_stopped_goes_on_and_nothing_comes_twice(
    bring: Any, an: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    sheet = bring(as_csv(*(row(n) for n in range(5))), run=False)

    class PowerCut(Exception):
        pass

    def cut(done: int, total: int) -> None:
        if done == 4:
            raise PowerCut

    with pytest.raises(PowerCut):
        actions.import_sheet(actor=an, sheet=sheet, at=now, progress=cut)
    assert Record.objects.count() == 4
    sheet = actions.import_sheet(actor=an, sheet=sheet, at=now)
    assert (Record.objects.count(), sheet.state) == (5, SheetState.DONE)


def test_a_batch_comes_in_whole_or_not_at_all(
    bring: Any, an: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = bring(as_csv(*(row(n) for n in range(5))), run=False)

    def fail(*args: Any, **options: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("archive.journal.actions.record_many", fail)
    with pytest.raises(OSError, match="disk full"):
        actions.import_sheet(actor=an, sheet=sheet, at=now)
    assert not Record.objects.exists()
    assert outcomes(sheet) == {Outcome.WAITING: 5}


def test_an_import_is_undone_as_a_whole(bring: Any, an: User, now: dt.datetime) -> None:
    bring(as_csv(row(1)))
    sheet = bring(as_csv(row(1, title="Tên khác", witnesses="Người thứ ba"), row(2)))
    undoing.undo_import(actor=an, sheet=sheet, at=now)
    record = Record.objects.get()
    assert record.title == "Lời kể số 1"
    assert [p.name for p in record.people.all()] == [
        "Nhân chứng minh hoạ số 1", "Nhân chứng minh hoạ số 2",
    ]  # fmt: skip
    assert outcomes(sheet) == {Outcome.UNDONE: 2}
    with pytest.raises(actions.NotReady):
        undoing.undo_import(actor=an, sheet=sheet, at=now)


def test_nothing_is_undone_once_one_of_it_went_to_vetting_or_was_changed(
    bring: Any, an: User, now: dt.datetime
) -> None:
    sheet = bring(as_csv(row(1), row(2)))
    Record.objects.filter(code="LD-P001-0001").update(vetting_status=VettingStatus.SUBMITTED)
    with pytest.raises(undoing.CannotUndo) as refusal:
        undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert refusal.value.codes == ["LD-P001-0001"]
    Record.objects.update(vetting_status=VettingStatus.NOT_SUBMITTED)
    Record.objects.filter(code="LD-P001-0002").update(version=2)
    with pytest.raises(undoing.CannotUndo) as refusal:
        undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert refusal.value.codes == ["LD-P001-0002"]
    assert Record.objects.count() == 2


def test_an_undoing_is_stopped_between_two_batches_and_goes_on(
    bring: Any, an: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "BATCH", 2)
    sheet = bring(as_csv(*(row(number) for number in range(1, 6))))

    def stopped(done: int, total: int) -> None:
        assert (done, total) == (2, 5)
        actions.stop(actor=an, sheet=sheet, at=now)

    sheet = undoing.undo_import(actor=an, sheet=sheet, at=now, progress=stopped)
    assert sheet.state == SheetState.UNDO_STOPPED
    assert outcomes(sheet) == {Outcome.UNDONE: 2, Outcome.CREATED: 3}
    assert Record.objects.count() == 3
    assert not Entry.objects.filter(act="ingest.sheet.undone").exists()
    with pytest.raises(actions.NotReady):
        actions.set_going(sheet=sheet, what=SheetState.RUNNING)
    actions.set_going(sheet=sheet, what=SheetState.UNDOING)
    sheet = undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert sheet.state == SheetState.UNDONE
    assert outcomes(sheet) == {Outcome.UNDONE: 5}
    assert not Record.objects.exists()
    assert Entry.objects.filter(act="ingest.sheet.undone").count() == 1


def test_whoever_works_on_a_record_while_it_is_undone_keeps_it(
    bring: Any, an: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "BATCH", 2)
    sheet = bring(as_csv(*(row(number) for number in range(1, 6))))

    def submitted(done: int, total: int) -> None:
        late = Record.objects.filter(code="LD-P001-0005")
        late.update(vetting_status=VettingStatus.SUBMITTED)

    with pytest.raises(undoing.CannotUndo) as refusal:
        undoing.undo_import(actor=an, sheet=sheet, at=now, progress=submitted)
    assert refusal.value.codes == ["LD-P001-0005"]
    actions.give_up(sheet=sheet, reason=Said(str(refusal.value)))
    sheet.refresh_from_db()
    assert sheet.state == SheetState.UNDO_STOPPED
    assert set(Record.objects.values_list("code", flat=True)) == {"LD-P001-0005"}


def test_stopped_before_anything_was_undone_it_is_what_it_was(
    bring: Any, an: User, now: dt.datetime
) -> None:
    sheet = bring(as_csv(row(1)))
    actions.set_going(sheet=sheet, what=SheetState.UNDOING)
    assert actions.stop(actor=an, sheet=sheet, at=now).state == SheetState.DONE


def test_unreadable_files_and_missing_columns_bring_nothing(bring: Any) -> None:
    for content in (b"", b"PK\x03\x04", as_csv(["x"], heading=["Tiêu đề"])):
        sheet = bring(content, run=False)
        assert sheet.state == SheetState.UNREADABLE
        assert sheet.reason


def test_unknown_columns_are_left_out_and_said(bring: Any) -> None:
    sheet = bring(as_csv([*row(1), "đỏ"], heading=[*HEADING, "Màu bìa"]), run=False)
    assert "Màu bìa" in sheet.shown_notices[0]


def test_export_import_export_is_equal_to_the_byte(
    bring: Any, make_record: Any, office: Unit
) -> None:
    bring(as_csv(row(1), row(2, title="=SUM(A1)"), row(3, title="'=đã có dấu nháy")))
    make_record(
        title="Dòng một\r\nDòng hai ", notes="- gạch đầu dòng", received_on=dt.date(2024, 3, 15)
    )
    first = "".join(exporting.as_csv(exporting.table(Record.objects.all())))
    assert "'=SUM(A1)" in first
    sheet = bring(first.encode())
    assert outcomes(sheet) == {Outcome.UNCHANGED: 4}
    assert "".join(exporting.as_csv(exporting.table(Record.objects.all()))) == first
    Record.objects.all().delete()
    bring(first.encode())
    assert "".join(exporting.as_csv(exporting.table(Record.objects.all()))) == first


def test_an_exported_workbook_imports_unchanged(bring: Any) -> None:
    bring(as_csv(row(1), row(2, title="+84 gọi về")))
    workbook = exporting.as_workbook(exporting.table(Record.objects.all()))
    assert outcomes(bring(workbook, name="ra.xlsx")) == {Outcome.UNCHANGED: 2}


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "'=1", "''@", "\t=1"])
def test_cells_that_look_like_formulas_are_neutralised_and_come_back(cell: str) -> None:
    assert neutralised(cell).startswith("'")
    assert plain_cell(neutralised(cell)) == cell
    assert neutralised("It's") == plain_cell("'It's'")[1:-1] or neutralised("It's") == "It's"


def test_the_template_imports_as_it_is(bring: Any) -> None:
    content = "".join(exporting.as_csv(exporting.template())).encode()
    sheet = bring(content, run=False)
    errors = [p for r in sheet.rows.all() for p in r.shown_problems if p["is_error"]]
    # Only the unit is missing here: no list of units is loaded.
    assert [problem["value"] for problem in errors] == ["Huyện Đức Trọng, Lâm Đồng"]


def test_headings_are_known_in_both_languages_and_without_marks() -> None:
    for column, vietnamese, english in zip(COLUMNS, headings("vi"), headings("en"), strict=True):
        for heading in (vietnamese, vietnamese.upper(), english, column.key, f"{vietnamese} *"):
            assert column_for(heading) == column, heading


def test_commands_import_and_export(
    an: User, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "vào.csv"
    path.write_bytes(as_csv(row(1), row(2, kind="?")))
    with pytest.raises(CommandError):
        call_command("import_records", str(path), "--dry-run")
    assert not Sheet.objects.exists()
    with pytest.raises(CommandError):
        call_command("import_records", str(path))
    assert not Record.objects.exists()
    call_command("import_records", str(path), "--skip-faulty", "--user", "an")
    assert Record.objects.get().created_by == an
    call_command("export_records", str(tmp_path / "ra.csv"))
    assert "LD-P001-0001" in (tmp_path / "ra.csv").read_text("utf-8-sig")


def test_what_was_found_is_read_in_the_readers_language_and_what_was_said_before_stays(
    bring: Any,
) -> None:
    sheet = bring(as_csv(["x", "", "1"], heading=["Mã tra cứu", "Tiêu đề", "Màu bìa"]), run=False)
    row_ = sheet.rows.get()
    told = {}
    for language in ("vi", "en"):
        with translation.override(language):
            found = next(p for p in row_.shown_problems if p["column"] in ("Title", "Tiêu đề"))
            told[language] = (found["column"], found["reason"], sheet.shown_notices[0])
    assert told["en"] == (
        "Title", "This must be given.", "Column “Màu bìa” is not known and was left out."
    )  # fmt: skip
    assert told["vi"][0] == "Tiêu đề" and told["vi"][1:] != told["en"][1:]
    named = bring(as_csv(["x"], heading=["Mã số tra cứu", "Title", "Tiêu đề"]), run=False)
    for language, label in (("vi", "Mã tra cứu"), ("en", "Reference code")):
        with translation.override(language):
            said = [str(named.reason), *named.shown_notices]
            assert label in said[0] and label in said[1], "the column that is missing, or meant"
            assert {"vi": "“Tiêu đề”", "en": "“Title”"}[language] in said[2]
    before = {"column": "Tiêu đề", "value": "", "reason": "Phải có.", "suggestion": "LD-1"}
    row_.problems, sheet.notices = [before], ["Đã bỏ qua 100% cột."]
    with translation.override("en"):
        assert row_.shown_problems == [before] and sheet.shown_notices == ["Đã bỏ qua 100% cột."]
