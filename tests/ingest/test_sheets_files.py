"""Files deposited before, attached by the name a spreadsheet gives them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import pytest

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.ingest.models import DepositedFile
from archive.ingest.sheets import actions, exporting, undoing
from archive.ingest.sheets.models import Outcome, Sheet, SheetState
from archive.ingest.sheets.writing import NobodyAnswers
from archive.units.models import Unit
from tests.ingest.conftest import jpeg, pdf, scan


@pytest.fixture
def check(office: Unit, an: User, now: dt.datetime) -> Any:
    def check(
        *rows: tuple[str, str], heading: str = "note", cells: Sequence[str] = ("",) * 9
    ) -> Sheet:
        target = io.StringIO()
        writer = csv.writer(target)
        writer.writerow(["code", "kind", "title", "files", heading])
        writer.writerows(
            [code, "interview", "Lời kể", files, more]
            for (code, files), more in zip(rows, cells, strict=False)
        )
        content = target.getvalue().encode()
        sheet = actions.receive_sheet(
            actor=an, office=office, name="a.csv", chunks=[content], at=now
        )
        return actions.check_sheet(sheet=sheet)

    return check


@pytest.fixture
def scans(bring: Any) -> list[DepositedFile]:
    bring("báo cáo.pdf", pdf("mot", "hai"))
    bring("trang 1.jpg", jpeg(scan("một")))
    bring("trang 2.jpg", jpeg(scan("hai")))
    return list(DepositedFile.objects.all())


def test_files_go_into_their_records_in_the_order_given(
    scans: Any, check: Any, an: User, now: dt.datetime
) -> None:
    sheet = check(("LD-1", "trang 2.jpg; Trang 1.JPG"), ("LD-2", "báo cáo.pdf"))
    actions.import_sheet(actor=an, sheet=sheet, at=now)
    first, second = Record.objects.order_by("code")
    names = [page.master.original_name for page in first.pages.order_by("number")]
    assert names == ["trang 2.jpg", "trang 1.jpg"]
    assert second.pages.count() == 2
    # Exported and imported again they are where they are.
    text = "".join(exporting.as_csv(exporting.table(Record.objects.all())))
    assert "báo cáo.pdf" in text
    again = actions.receive_sheet(
        actor=an, office=sheet.office, name="b.csv", chunks=[text.encode()], at=now
    )
    again = actions.check_sheet(sheet=again)
    actions.import_sheet(actor=an, sheet=again, at=now)
    assert set(again.rows.values_list("outcome", flat=True)) == {Outcome.UNCHANGED}


def test_names_that_fit_no_file_or_one_taken_are_told(scans: Any, check: Any) -> None:
    sheet = check(("LD-1", "trang 1.jpg"), ("LD-2", "trang 1.jpg"), ("LD-3", "trang 3.jpg"))
    taken, missing = sheet.rows.filter(outcome=Outcome.FAULTY)
    assert taken.number == 3
    assert missing.shown_problems[0]["suggestion"] in ("trang 1.jpg", "trang 2.jpg")


def test_files_of_another_office_are_not_known(scans: Any, check: Any, other_office: Unit) -> None:
    deposit = scans[0].deposit
    deposit.office = other_office
    deposit.save()
    assert check(("LD-1", "trang 1.jpg")).rows.get().outcome == Outcome.FAULTY


def test_files_need_somebody_who_answers_for_them(scans: Any, check: Any, now: dt.datetime) -> None:
    sheet = check(("LD-1", "trang 1.jpg"))
    with pytest.raises(NobodyAnswers):
        actions.import_sheet(actor=None, sheet=sheet, at=now)
    assert not Record.objects.exists()


def test_undoing_frees_the_files_again(scans: Any, check: Any, an: User, now: dt.datetime) -> None:
    sheet = actions.import_sheet(actor=an, sheet=check(("LD-1", "trang 1.jpg")), at=now)
    undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert not Record.objects.exists()
    assert not DepositedFile.objects.filter(record__isnull=False).exists()
    sheet.refresh_from_db()
    assert sheet.state == SheetState.UNDONE


def test_undoing_is_refused_once_a_record_got_more_pages(
    scans: Any, check: Any, an: User, now: dt.datetime
) -> None:
    sheet = actions.import_sheet(actor=an, sheet=check(("LD-1", "trang 1.jpg")), at=now)
    other = DepositedFile.objects.get(name="trang 2.jpg")
    assert other.master
    Record.objects.get().pages.create(number=2, master=other.master)
    with pytest.raises(undoing.CannotUndo):
        undoing.undo_import(actor=an, sheet=sheet, at=now)


VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Nhân chứng>Hồi đó chúng tôi ở vùng ven.

00:00:05.000 --> 00:00:09.000
Năm 1961 thì lập cơ sở.
"""


def test_a_transcript_comes_with_its_interview(
    bring: Any, check: Any, an: User, now: dt.datetime
) -> None:
    assert bring("lời kể.vtt", VTT.encode()).is_accepted
    sheet = check(("LD-1", ""), heading="transcript", cells=["lời kể.vtt"])
    actions.import_sheet(actor=an, sheet=sheet, at=now)
    transcript = Record.objects.get().transcripts.get()
    assert [s.text for s in transcript.segments.all()] == [
        "Hồi đó chúng tôi ở vùng ven.",
        "Năm 1961 thì lập cơ sở.",
    ]
    assert transcript.source_name == "lời kể.vtt"
    # Its words are on the timeline only: a page of them would walk past every seal.
    assert not Record.objects.get().pages.exists()
    sheet.refresh_from_db()
    undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert not Record.objects.exists()


def test_a_transcript_that_cannot_be_read_is_told_before(bring: Any, check: Any) -> None:
    bring("trống.vtt", b"WEBVTT\n\n00:00:09.000 --> x\nloi\n")
    sheet = check(("LD-1", ""), heading="transcript", cells=["trống.vtt"])
    problem = sheet.rows.get().shown_problems[0]
    assert problem["value"] == "trống.vtt"
    assert problem["reason"]
