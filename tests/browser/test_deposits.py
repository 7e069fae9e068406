"""A folder of real files sent from a real browser over a line that breaks once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from archive.accounts.models import User
from archive.catalogue.models import Record, VettingStatus
from archive.ingest import processing
from archive.ingest.models import DepositedFile
from archive.search.actions import rebuild_index
from tests.browser.conftest import keep_picture
from tests.browser.holdings import Holdings
from tests.ingest.conftest import jpeg, pdf, scan, tape
from tests.patience import wait_for

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


def begin_deposit(page: Page) -> None:
    page.check("input[value=none]")
    page.click("main form button[type=submit]")
    # Before the page has come whole its script may be missing, and a route laid then is lost.
    page.locator("form[data-deposit]").wait_for()
    page.wait_for_load_state()


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
    begin_deposit(page)
    line = BadLine()
    page.route("**/uploads/**", line)
    page.set_input_files("#id_files", sorted(folder.iterdir()))
    page.click("form[data-deposit] button[type=submit]")
    expect(page.locator("[data-deposit-total]")).to_have_text("4 / 4 · 100 %")
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
    # Found by a word without its marks, and the word is marked on the page and on its image.
    Record.objects.update(
        vetting_status=VettingStatus.VETTED, access_level="public", released_at=timezone.now()
    )
    rebuild_index()
    reader = open_page()
    reader.goto("/search/?q=quyet")
    reader.click("a[href*='/p/1']")
    expect(reader.locator(".pagetext mark").first).to_have_text("quyet")
    expect(reader.locator("[data-mark]").first).to_be_attached()
    keep_picture(reader, "record-page")


def test_a_day_that_was_chosen_is_said_in_words(open_page: Any, an: User) -> None:
    """A browser in another language shows the month before the day."""
    page = open_page(an)
    page.goto("/desk/deposits/new/")
    told = page.locator("#id_declassified_on + [data-day]")
    expect(told).to_have_count(0)
    page.fill("#id_declassified_on", "2022-07-12")
    expect(told).to_have_text("Thứ Ba, 12 tháng 7, 2022")
    page.fill("#id_declassified_on", "")
    expect(told).to_have_text("")


class HeldLine:
    """Lets one piece through, then holds the next until it is let go or broken."""

    def __init__(self) -> None:
        self.offsets: list[int] = []
        self.held: Route | None = None
        self.refusing = False

    def __call__(self, route: Route) -> None:
        if self.refusing:
            route.fulfill(status=200, body="Đăng nhập")  # as to somebody signed out meanwhile
            return
        if route.request.method == "PATCH":
            self.offsets.append(int(route.request.headers["upload-offset"]))
            if len(self.offsets) == 2:
                self.held = route
                return
        route.continue_()


def test_sending_is_paused_goes_on_where_it_was_and_is_tried_again(
    open_page: Any, an: User, tmp_path: Path
) -> None:
    page = open_page(an)
    page.goto("/desk/deposits/new/")
    begin_deposit(page)
    large = tmp_path / "băng dài.wav"
    large.write_bytes(tape(1, 8000) + bytes(9 * 1024 * 1024))
    line = HeldLine()
    page.route("**/uploads/**", line)
    page.set_input_files("#id_files", large)
    page.click("form[data-deposit] button[type=submit]")
    expect(page.locator("[data-deposit-list] small")).to_have_text("44 %")
    expect(page.locator("[data-deposit-total]")).to_have_text("0 / 1 · 44 %")
    wait_for(lambda: line.held, lambda seconds: page.wait_for_timeout(1000 * seconds))
    page.click("[data-deposit-pause]")
    expect(page.locator("[data-deposit-pause]")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(400)
    assert len(line.offsets) == 2, "nothing is sent while it is paused"
    line.refusing = True
    page.click("[data-deposit-pause]")
    again = page.locator("[data-deposit-list] button")
    expect(again).to_have_text("Thử lại")
    sound(page)
    keep_picture(page, "deposit-failed")
    line.refusing = False
    again.click()
    expect(page.locator("[data-deposit-total]")).to_have_text("1 / 1 · 100 %")
    assert line.offsets[1:3] == [4 * 1024 * 1024] * 2, "the first piece is not sent again"
    assert DepositedFile.objects.get().size == large.stat().st_size


def test_pages_are_put_in_order_with_the_hand_and_with_keys(
    open_page: Any, an: User, holdings: Holdings
) -> None:
    page = open_page(an)
    record = holdings.document
    record.seals.all().delete()
    names = dict(record.pages.values_list("master__original_name", "number"))
    page.goto(f"/desk/records/{record.code}/pages/")
    lines = page.locator("[data-page-order] > li")
    assert lines.count() >= 2
    lines.nth(1).drag_to(lines.nth(0))
    expect(page.locator("input[name=place-2]")).to_have_value("1")
    keep_picture(page, "page-order")
    page.locator("input[name=place-2]").press("Alt+ArrowDown")
    expect(page.locator("input[name=place-2]")).to_have_value("2")
    page.locator("input[name=place-2]").fill("1")
    page.locator("input[name=place-2]").press("Tab")
    expect(page.locator("input[name=place-1]")).to_have_value("2")
    page.click("button[form=order]")
    page.wait_for_url("**/pages/")
    now = dict(record.pages.values_list("master__original_name", "number"))
    first, second = (name for name, number in sorted(names.items(), key=lambda n: n[1])[:2])
    assert (now[first], now[second]) == (2, 1)
    sound(page)


def test_without_a_script_the_plain_form_does_it(open_page: Any, an: User, folder: Path) -> None:
    page = open_page(an, script=False, phone=True)
    page.goto("/desk/deposits/new/")
    begin_deposit(page)
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
