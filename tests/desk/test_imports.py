"""Spreadsheets at the desk, over HTTP; and the outsider."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue.models import Record, VettingStatus
from archive.ingest.sheets import tasks
from archive.ingest.sheets.models import Sheet, SheetState

GOOD = ["LD-1", "Phỏng vấn", "Lời kể về cơ sở", "khoảng năm 1961"]
FAULTY = ["LD-2", "Phỏng vấm", "Tên", "hồi đó"]


def upload(*rows: list[str], name: str = "hồ sơ.csv") -> SimpleUploadedFile:
    target = io.StringIO()
    csv.writer(target).writerows([["Mã tra cứu", "Loại", "Tiêu đề", "Thời gian"], *rows])
    return SimpleUploadedFile(name, target.getvalue().encode())


@pytest.fixture
def at_desk(client: Client, an: User) -> Client:
    client.force_login(an)
    return client


@pytest.fixture
def bring(at_desk: Client, django_capture_on_commit_callbacks: Any) -> Any:
    """Send a file and let the worker check it."""

    def bring(*rows: list[str]) -> Sheet:
        answer = at_desk.post(reverse("desk:import"), {"file": upload(*rows)})
        assert answer.status_code == 302
        sheet = Sheet.objects.latest("id")
        tasks.check_sheet.func(sheet.pk)
        return sheet

    return bring


def address(name: str, sheet: Sheet) -> str:
    return reverse(f"desk:import_{name}", args=[sheet.pk])


def test_a_file_is_checked_shown_imported_and_undone(bring: Any, at_desk: Client, an: User) -> None:
    sheet = bring(GOOD, FAULTY)
    page = at_desk.get(address("sheet", sheet)).content.decode()
    for shown in ("Phỏng vấm", "→ Phỏng vấn", "Nhập 1 dòng", "1 dòng có lỗi sẽ bị bỏ qua"):
        assert shown in page, shown
    assert not Record.objects.exists()
    assert at_desk.post(address("run", sheet)).status_code == 302
    tasks.import_sheet.func(sheet.pk, an.pk)
    record = Record.objects.get()
    assert (record.code, record.created_by) == ("LD-1", an)
    assert "Hoàn tác" in at_desk.get(address("sheet", sheet)).content.decode()
    at_desk.post(address("undo", sheet))
    assert "Đang hoàn tác" in at_desk.get(address("sheet", sheet)).content.decode()
    tasks.undo_import.func(sheet.pk, an.pk)
    assert not Record.objects.exists()
    assert Sheet.objects.get().state == SheetState.UNDONE


def test_undoing_is_refused_with_the_codes_once_one_went_to_vetting(
    bring: Any, at_desk: Client, an: User
) -> None:
    sheet = bring(GOOD)
    at_desk.post(address("run", sheet))
    tasks.import_sheet.func(sheet.pk, an.pk)
    Record.objects.update(vetting_status=VettingStatus.SUBMITTED)
    at_desk.post(address("undo", sheet))
    tasks.undo_import.func(sheet.pk, an.pk)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.DONE
    assert "LD-1" in at_desk.get(address("sheet", sheet)).content.decode()
    assert Record.objects.count() == 1


def test_a_check_can_be_stopped_and_is_then_given_up(at_desk: Client) -> None:
    at_desk.post(reverse("desk:import"), {"file": upload(GOOD)})
    sheet = Sheet.objects.get()
    assert "Dừng" in at_desk.get(address("sheet", sheet)).content.decode()
    at_desk.post(address("stop", sheet))
    tasks.check_sheet.func(sheet.pk)  # its turn comes all the same
    sheet.refresh_from_db()
    assert sheet.state == SheetState.UNREADABLE
    assert at_desk.post(address("stop", sheet)).status_code == 404


def test_an_import_that_was_stopped_goes_on_or_is_undone(
    bring: Any, at_desk: Client, an: User
) -> None:
    sheet = bring(GOOD)
    at_desk.post(address("run", sheet))
    at_desk.post(address("stop", sheet))
    tasks.import_sheet.func(sheet.pk, an.pk)  # the job asked for before has nothing to do
    assert not Record.objects.exists()
    page = at_desk.get(address("sheet", sheet)).content.decode()
    assert "Tiếp tục" in page
    assert "Hoàn tác" in page
    assert "còn 1 dòng đang chờ" in page
    assert f'href="{reverse("desk:import")}"' in page
    at_desk.post(address("run", sheet))
    tasks.import_sheet.func(sheet.pk, an.pk)
    assert Record.objects.count() == 1


def test_a_job_that_fails_says_so_and_keeps_nobody_waiting(
    bring: Any, at_desk: Client, an: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = bring(GOOD)
    at_desk.post(address("run", sheet))

    def fail(*args: Any, **options: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr("archive.journal.actions.record_many", fail)
        tasks.import_sheet.func(sheet.pk, an.pk)
    assert "Chương trình gặp lỗi" in at_desk.get(address("sheet", sheet)).content.decode()
    at_desk.post(address("run", sheet))
    tasks.import_sheet.func(sheet.pk, an.pk)
    assert Sheet.objects.get().state == SheetState.DONE


def test_a_file_that_is_no_table_says_so(bring: Any, at_desk: Client) -> None:
    at_desk.post(reverse("desk:import"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no")})
    sheet = Sheet.objects.get()
    assert "hx-get" in at_desk.get(address("sheet", sheet)).content.decode()
    tasks.check_sheet.func(sheet.pk)
    assert "XLSX bị hỏng" in at_desk.get(address("sheet", sheet)).content.decode()
    assert at_desk.get(address("state", sheet)).headers["HX-Refresh"] == "true"
    assert at_desk.post(address("run", sheet)).status_code == 404


def test_templates_exports_and_reports_come_as_files(bring: Any, at_desk: Client) -> None:
    for form in ("csv", "xlsx"):
        answer = at_desk.get(reverse("desk:import_template", args=[form]))
        assert answer.status_code == 200
        assert form in answer.headers["Content-Disposition"]
    assert at_desk.get(reverse("desk:import_template", args=["exe"])).status_code == 404
    sheet = bring(FAULTY, ["=HYPERLINK(1)", "x", "y", ""])
    report = b"".join(at_desk.get(address("report", sheet))).decode()
    assert "Phỏng vấm" in report
    assert "'=HYPERLINK" in report


def test_an_export_holds_only_the_records_of_the_own_office(
    at_desk: Client, make_record: Any, other_office: Any
) -> None:
    make_record(title="Của mình")
    make_record(title="Của người khác", holder=other_office)
    answer = at_desk.get(reverse("desk:import_export", args=["csv"]))
    text = b"".join(answer).decode()
    assert "Của mình" in text
    assert "Của người khác" not in text


def test_the_outsider_meets_no_sheet_and_others_no_desk(
    bring: Any, client: Client, dung: User, chi: User, giang: User
) -> None:
    sheet = bring(GOOD)
    client.force_login(dung)
    for name in ("sheet", "state", "report"):
        assert client.get(address(name, sheet)).status_code == 404
    for name in ("run", "stop", "undo"):
        assert client.post(address(name, sheet)).status_code == 404
    assert "hồ sơ.csv" not in client.get(reverse("desk:import")).content.decode()
    for user in (chi, giang):
        client.force_login(user)
        assert client.get(reverse("desk:import")).status_code == 403
    client.logout()
    assert client.get(reverse("desk:import")).status_code == 302


def test_the_lists_cost_a_constant_number_of_queries(
    bring: Any, at_desk: Client, django_assert_max_num_queries: Any
) -> None:
    sheet = bring(*([f"LD-{n}", "?", "x", "y"] for n in range(60)))
    with django_assert_max_num_queries(14):
        at_desk.get(address("sheet", sheet))
    with django_assert_max_num_queries(10):
        at_desk.get(reverse("desk:import"))
