"""A folder of real files sent from a real browser over a line that breaks once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.ingest import processing
from archive.ingest.models import DepositedFile
from tests.browser.conftest import keep_picture
from tests.ingest.conftest import jpeg, pdf, scan, tape

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "trang 10.jpg": jpeg(scan("Trang muoi")),
        "trang 9.pdf": pdf("Nghi quyet hoi nghi"),
        "băng 1.wav": tape(6),
        "hỏng.jpg": jpeg()[:-900],
    }
    place = tmp_path / "hồ sơ"
    place.mkdir()
    for name, data in files.items():
        (place / name).write_bytes(data)
    return place


class BadLine:
    """Breaks the connection at the first piece that is sent, and lets everything through after."""

    def __init__(self) -> None:
        self.broken = 0

    def __call__(self, route: Route) -> None:
        if route.request.method == "PATCH" and not self.broken:
            self.broken += 1
            route.abort("connectionreset")
        else:
            route.continue_()


def sound(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def work() -> None:
    for file in DepositedFile.objects.filter(finished_at=None):
        processing.process_file(file_id=file.pk, at=timezone.now())


def test_a_folder_is_sent_over_a_bad_line_and_becomes_a_record(
    open_page: Any, an: User, folder: Path
) -> None:
    page = open_page(an)
    page.goto("/desk/deposits/new/")
    sound(page)
    keep_picture(page, "deposit-new")
    page.check("input[value=none]")
    page.click("main form button[type=submit]")
    line = BadLine()
    page.route("**/uploads/**", line)
    page.set_input_files("#id_files", sorted(folder.iterdir()))
    page.click("form[data-deposit] button[type=submit]")
    expect(page.locator("[data-deposit-total]")).to_have_text("4 / 4")
    assert line.broken == 1
    assert DepositedFile.objects.count() == 4
    work()
    expect(page.locator("#deposit-files")).to_have_attribute("data-at-work", "0")
    expect(page.locator("#deposit-files")).to_contain_text("Tệp bị cụt")
    page.reload()
    sound(page)
    keep_picture(page, "deposit")
    page.fill("#id_code", "LĐ.P001/0009")
    page.fill("#id_title", "Nghị quyết hội nghị")
    for box in page.locator("input[name=chosen]").all():
        box.check()
    page.click("text=Lập tư liệu >> visible=true >> nth=-1")
    page.wait_for_url("**/desk/records/LD-P001-0009/")
    record = Record.objects.get()
    assert [p.master.original_name for p in record.pages.select_related("master")] == [
        "trang 9.pdf",
        "trang 10.jpg",
    ]
    assert record.recordings.get().duration_ms == 6000
    page.goto("/records/LD-P001-0009/p/1")
    keep_picture(page, "record-page")


def test_without_a_script_the_plain_form_does_it(open_page: Any, an: User, folder: Path) -> None:
    page = open_page(an, script=False, phone=True)
    page.goto("/desk/deposits/new/")
    page.check("input[value=none]")
    page.click("main form button[type=submit]")
    page.set_input_files("#id_files", sorted(folder.iterdir()))
    page.click("form[data-deposit] button[type=submit]")
    work()
    page.reload()
    keep_picture(page, "deposit-plain")
    assert DepositedFile.objects.filter(state="accepted").count() == 3


def test_a_mark_is_refused_in_plain_words(open_page: Any, an: User) -> None:
    page = open_page(an)
    page.goto("/desk/deposits/new/")
    page.check("input[value=top_secret]")
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("Tuyệt mật")
    expect(page.locator("input[type=file]")).to_have_count(0)
    sound(page)
    keep_picture(page, "deposit-refused")
