"""Consents that come in one spreadsheet with their interviews."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest

from archive.access import actions as access
from archive.access.models import Clause, Consent, Scope
from archive.accounts.models import User
from archive.catalogue.models import Appearance, Record
from archive.ingest.models import DepositedFile
from archive.ingest.sheets import actions, exporting, undoing
from archive.ingest.sheets.models import Outcome, Sheet
from archive.ingest.sheets.writing import NobodyAnswers
from archive.journal.models import Entry
from archive.units.models import Unit
from tests.ingest.conftest import Bring, jpeg

HEADING = [
    "Mã tra cứu", "Loại", "Tiêu đề", "Nhân chứng", "Đồng ý: về nhân chứng nào",
    "Đồng ý: ngày đồng ý", "Đồng ý: cho phép", "Đồng ý: đến ngày", "Đồng ý: phiếu đã ký (tên tệp)",
]  # fmt: skip
ONE, TWO = "Nhân chứng minh hoạ số 1", "Nhân chứng minh hoạ số 2"
SOUND = "Công bố âm thanh; Nêu tên"


def line(
    number: int = 1, *, who: str = ONE, of: str = "", day: str = "15/3/2024",
    allows: str = SOUND, until: str = "", form: str = "",
) -> list[str]:  # fmt: skip
    return [f"LD-{number}", "Phỏng vấn", "Lời kể", who, of, day, allows, until, form]


def further(number: int = 1, **cells: str) -> list[str]:
    """A row that says nothing but one more consent."""
    code, *_rest, of, day, allows, until, form = line(number, **cells)
    return [code, "", "", "", of, day, allows, until, form]


@pytest.fixture
def check(office: Unit, an: User, now: dt.datetime) -> Any:
    def check(*rows: list[str], heading: list[str] = HEADING) -> Sheet:
        target = io.StringIO()
        csv.writer(target).writerows([heading, *rows])
        content = target.getvalue().encode()
        sheet = actions.receive_sheet(
            actor=an, office=office, name="đồng ý.csv", chunks=[content], at=now
        )
        return actions.check_sheet(sheet=sheet)

    return check


@pytest.fixture
def bring_rows(check: Any, an: User, now: dt.datetime) -> Any:
    def bring_rows(*rows: list[str], **options: Any) -> Sheet:
        return actions.import_sheet(actor=an, sheet=check(*rows, **options), at=now)

    return bring_rows


def faults(sheet: Sheet) -> list[tuple[int, str, bool]]:
    return [
        (r.number, p["column"], p["is_error"]) for r in sheet.rows.all() for p in r.shown_problems
    ]


def outcomes(sheet: Sheet) -> list[str]:
    return list(sheet.rows.order_by("number").values_list("outcome", flat=True))


def test_a_consent_comes_with_its_interview(bring_rows: Any, an: User) -> None:
    sheet = bring_rows(line(until="31/12/2050"))
    assert faults(sheet) == []
    consent = Consent.objects.get()
    assert (consent.record.code, consent.witness.name, consent.entered_by) == ("LD-1", ONE, an)
    assert consent.given_on == dt.date(2024, 3, 15)
    assert {(c.scope, c.ends_on) for c in consent.clauses.all()} == {
        (Scope.AUDIO, dt.date(2050, 12, 31)),
        (Scope.NAME, dt.date(2050, 12, 31)),
    }
    entry = Entry.objects.filter(act="access.consent.recorded").get()
    assert (entry.subject_id, entry.note) == (str(consent.record_id), f"#{sheet.pk} đồng ý.csv")
    assert Appearance.objects.count() == 1


def test_each_witness_consents_on_a_row_of_its_own(bring_rows: Any) -> None:
    both = f"{ONE}; {TWO}"
    sheet = bring_rows(
        line(who=both, of=ONE), further(of="nhân chứng minh họa số 2", allows="Nêu tên")
    )
    assert outcomes(sheet) == [Outcome.CREATED, Outcome.UPDATED]
    told = {(c.consent.witness.name, c.scope) for c in Clause.objects.select_related("consent")}
    assert told == {(ONE, Scope.AUDIO), (ONE, Scope.NAME), (TWO, Scope.NAME)}


def test_what_is_wrong_with_a_consent_is_told_by_cell(check: Any) -> None:
    sheet = check(
        line(1, who=f"{ONE}; {TWO}"),
        line(2, of="Nhân chứng minh hoạ số 9"),
        line(3, day=""),
        line(4, allows="Công bố tiếng; Nêu tên"),
        line(5, day="tháng 3/2024"),
        line(6, day="1/5/2024", until="1/4/2024"),
        further(7),
        line(8, allows="(trống)"),
        line(9, form="phiếu.jpg"),
    )
    assert [fault for fault in faults(sheet) if fault[0] < 8] == [
        (2, "Đồng ý: về nhân chứng nào", True),
        (3, "Đồng ý: về nhân chứng nào", True),
        (4, "Đồng ý: ngày đồng ý", True),
        (5, "Đồng ý: cho phép", True),
        (6, "Đồng ý: ngày đồng ý", True),
    ]
    assert sheet.rows.get(number=3).shown_problems[0]["suggestion"] == ONE
    assert sheet.rows.get(number=5).shown_problems[0]["suggestion"] == "Công bố âm thanh"
    # An end before the day it was given, but no beginning: nothing contradicts.
    assert sheet.rows.get(number=7).problems == []
    assert all(sheet.rows.get(number=n).errors for n in (8, 9, 10))


def test_a_consent_already_entered_is_never_written_again_even_when_taken_back(
    bring_rows: Any, an: User, now: dt.datetime
) -> None:
    bring_rows(line())
    consent = Consent.objects.get()
    access.withdraw_consent(actor=an, consent=consent, reason="Đổi ý", at=now, scopes=[Scope.AUDIO])
    again = bring_rows(line(), line(1))
    assert outcomes(again)[0] == Outcome.UNCHANGED
    otherwise = bring_rows(line(until="31/12/2050"))
    assert faults(otherwise) == [(2, "Đồng ý: cho phép", False)] * 2
    assert Consent.objects.count() == 1
    assert Clause.objects.in_force(now).get().scope == Scope.NAME


def test_what_is_allowed_beyond_it_makes_a_consent_of_its_own(bring_rows: Any) -> None:
    bring_rows(line())
    bring_rows(further(allows=f"{SOUND}; Công bố bản gỡ băng"))
    assert [c.scope for c in Consent.objects.latest("id").clauses.all()] == [Scope.TRANSCRIPT]


def test_the_signed_form_is_kept_and_is_no_page_of_the_record(
    bring_rows: Any, bring: Bring
) -> None:
    bring("phiếu.jpg", jpeg())
    bring_rows(line(form="Phiếu.JPG"))
    consent = Consent.objects.select_related("form").get()
    assert consent.form is not None
    assert consent.form.original_name == "phiếu.jpg"
    assert not consent.record.pages.exists()
    assert DepositedFile.objects.get().record == consent.record


def test_exported_and_imported_again_nothing_changes(bring_rows: Any, bring: Bring) -> None:
    bring("phiếu.jpg", jpeg())
    bring_rows(
        line(who=f"{ONE}; {TWO}", of=ONE, form="phiếu.jpg"),
        further(of=TWO, until="1/1/2050"),
        further(of=TWO, allows="Công bố bản gỡ băng"),
        line(2, allows="", day=""),
    )
    text = "".join(exporting.as_csv(exporting.table(Record.objects.all())))
    assert text.count("LD-1") == 3
    [heading, *rows] = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    again = bring_rows(*rows, heading=heading)
    assert set(outcomes(again)) == {Outcome.UNCHANGED}
    assert "".join(exporting.as_csv(exporting.table(Record.objects.all()))) == text


def test_undoing_takes_the_consents_out_and_says_so(
    bring_rows: Any, an: User, now: dt.datetime
) -> None:
    bring_rows(line(1, day="", allows=""))
    sheet = bring_rows(further(), line(2))
    undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert not Consent.objects.exists()
    assert Record.objects.get().code == "LD-1"
    assert Entry.objects.filter(act="access.consent.import_undone").count() == 2


def test_a_record_goes_with_its_consents_though_their_rows_are_of_other_batches(
    bring_rows: Any, an: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "BATCH", 1)
    sheet = bring_rows(line(1), line(2), further(1, day="16/3/2024"))
    assert Consent.objects.count() == 3
    sheet = undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert outcomes(sheet) == [Outcome.UNDONE] * 3
    assert not Record.objects.exists()


def test_undoing_is_refused_once_something_was_taken_back(
    bring_rows: Any, an: User, now: dt.datetime
) -> None:
    sheet = bring_rows(line())
    access.withdraw_consent(actor=an, consent=Consent.objects.get(), reason="Đổi ý", at=now)
    with pytest.raises(undoing.CannotUndo, match="LD-1"):
        undoing.undo_import(actor=an, sheet=sheet, at=now)
    assert Record.objects.exists()


def test_a_consent_needs_somebody_who_enters_it(check: Any, now: dt.datetime) -> None:
    with pytest.raises(NobodyAnswers):
        actions.import_sheet(actor=None, sheet=check(line()), at=now)
    assert not Record.objects.exists()


def test_who_may_keep_no_consents_brings_none(check: Any, giang: User, now: dt.datetime) -> None:
    with pytest.raises(access.NotAllowed):
        actions.import_sheet(actor=giang, sheet=check(line()), at=now)
    assert not Consent.objects.exists()
