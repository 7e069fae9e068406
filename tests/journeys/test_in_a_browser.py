"""The journey as it is seen: one scan walked through a real Chromium, with a picture of each step.

The pictures are kept in `artefacts/journey/` (CI keeps them) or where BROWSER_PICTURES says.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from archive.desk.demonstration import paper
from archive.desk.demonstration.cast import PASSWORD
from archive.desk.demonstration.setting import MATERIAL, set_text
from tests.journeys.conftest import ROOT, Running
from tests.patience import PATIENCE, wait_for

pytestmark = pytest.mark.browser
PICTURES = Path(os.environ.get("BROWSER_PICTURES") or ROOT / "artefacts" / "journey")
CODE = "LD-P099-H001-0001"
SignIn = Callable[[str], Page]


@pytest.fixture
def sign_in(chromium: Browser, running: Running) -> Iterator[SignIn]:
    """Return a maker of browsers: everybody has one of their own; nobody signs in as ``."""
    contexts = []

    def make(username: str) -> Page:
        context = chromium.new_context(
            base_url=running.base,
            viewport={"width": 1280, "height": 860},
            reduced_motion="reduce",
            locale="vi-VN",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        if username:
            page.goto("/accounts/sign-in/")
            page.fill("#id_username", username)
            page.fill("#id_password", PASSWORD)
            page.locator("#id_password").press("Enter")
            page.wait_for_url("**/desk/**")
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def keep() -> Callable[[Page, str], None]:
    """Return a keeper of pictures, numbered as the journey goes."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    numbers = itertools.count(1)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=PICTURES / f"{next(numbers):02}-{name}.png", full_page=True)

    return keep


def test_a_scan_from_the_scanner_to_the_reader(
    sign_in: SignIn, keep: Callable[[Page, str], None], tmp_path: Path
) -> None:
    archivist = sign_in("luutru")
    bring(archivist, _scan(tmp_path), keep)
    submit(archivist)
    form_council(sign_in("thamdinh"), keep)
    for member in ("uyvien1", "uyvien2"):
        give_opinion(sign_in(member))
    conclude(sign_in("uyvien1"), keep)
    release(sign_in("truongphong"), keep)
    find(sign_in(""), keep)


def _scan(folder: Path) -> Path:
    sheets = set_text((MATERIAL / "sources" / "thong-bao-ket-luan-2021.txt").read_text())
    file = folder / "trang-hai.jpg"
    file.write_bytes(paper.scan(sheets[1], seed=2))
    return file


def bring(page: Page, scan: Path, keep: Callable[[Page, str], None]) -> None:
    page.goto("/desk/deposits/new/")
    page.check("input[name=secrecy][value=none]")
    keep(page, "cau-hoi-ve-do-mat")
    page.click("main form button[type=submit]")
    page.set_input_files("#id_files", scan)
    page.click("form[data-deposit] button[type=submit]")
    page.wait_for_selector('[data-at-work="0"] td', timeout=1000 * PATIENCE)
    page.reload()
    keep(page, "da-tiep-nhan")
    page.fill("#id_code", CODE)
    page.select_option("#id_kind", "document")
    page.fill("#id_title", "Thông báo kết luận, trang hai")
    for box in page.locator("input[name=chosen]").all():
        box.check()
    page.click('form[action$="/record/"] button[type=submit]')
    page.wait_for_url(f"**/desk/records/{CODE}/")
    keep(page, "tu-lieu-moi")


def submit(page: Page) -> None:
    page.goto(f"/desk/vetting/submit/record/{CODE}/")
    page.fill("#id_empowered_by", "Quyết định 01-QĐ (minh hoạ)")
    page.fill("#id_empowered_on", timezone.localdate().isoformat())
    _send(page, "#id_empowered_by")
    page.wait_for_url("**/desk/vetting/rounds/**")


def form_council(page: Page, keep: Callable[[Page, str], None]) -> None:
    page.goto(f"/desk/vetting/rounds/TD-{CODE}-1/council/")
    page.fill("#id_number", "02-QĐ")
    page.fill("#id_on", timezone.localdate().isoformat())
    page.fill("#id_signatory", "Lãnh đạo (minh hoạ)")
    for row, (person, role) in enumerate([("số 1", "chair"), ("số 2", "reviewer")]):
        page.select_option(f"#id_form-{row}-person", label=f"Ủy viên minh hoạ {person}")
        page.select_option(f"#id_form-{row}-role", role)
    keep(page, "hoi-dong")
    _send(page, "#id_number")


def give_opinion(page: Page) -> None:
    page.goto(f"/desk/vetting/rounds/TD-{CODE}-1/opinion/")
    page.fill("#id_text", "Nguồn rõ, nội dung đầy đủ.")
    page.select_option("#id_verdict", "vetted")
    page.click("button[name=hand_in]")
    page.wait_for_url(re.compile(rf"rounds/TD-{CODE}-1/$"))


def conclude(page: Page, keep: Callable[[Page, str], None]) -> None:
    page.goto(f"/desk/vetting/rounds/TD-{CODE}-1/conclude/")
    page.select_option("#id_verdict", "vetted")
    page.fill("#id_number", "03-KL")
    page.fill("#id_on", timezone.localdate().isoformat())
    page.fill("#id_signatory", "Chủ tịch Hội đồng (minh hoạ)")
    page.fill("#id_text", "Đồng ý công bố.")
    _send(page, "#id_number")
    page.wait_for_url(re.compile(rf"rounds/TD-{CODE}-1/$"))
    keep(page, "ket-luan")


def release(page: Page, keep: Callable[[Page, str], None]) -> None:
    page.goto(f"/desk/records/{CODE}/")
    page.select_option("#id_level", "public")
    _send(page, "#id_level")
    keep(page, "cong-bo")


def find(page: Page, keep: Callable[[Page, str], None]) -> None:
    """Type without diacritics; the page opens with the words marked on the scan."""
    hit = page.locator(f'a[href^="/records/{CODE}/p/1"]').first
    wait_for(lambda: _is_found(page, hit))
    keep(page, "ket-qua-tim-kiem")
    hit.click()
    expect(page.locator("main")).to_contain_text("nhân chứng sống")
    keep(page, "trang-tai-lieu")


def _is_found(page: Page, hit: Locator) -> bool:
    page.goto("/")
    page.fill("main input[name=q]", "nhan chung song")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**/search/**")
    return bool(hit.count())


def _send(page: Page, field: str) -> None:
    """Press the main button of the form that has `field`."""
    form = page.locator("form").filter(has=page.locator(field))
    form.locator("button.button--primary, button[type=submit]").last.click()
    page.wait_for_load_state()
