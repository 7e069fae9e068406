"""Correcting a page by keyboard alone, its boxes following; and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from archive.accounts.models import User
from archive.search.actions import follow_journal
from tests.browser.conftest import keep_picture, sign_in
from tests.browser.holdings import Holdings
from tests.browser.test_accessibility import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_page_is_corrected_and_the_new_word_is_marked_on_its_image(
    open_page: Any, holdings: Holdings, an: User
) -> None:
    record = holdings.document
    first = record.pages.get(number=2)
    before = first.words[3]
    page = open_page(an)
    page.goto(f"/desk/pages/{record.code}/2/")
    page.locator(".sheet__words rect").nth(3).click()
    expect(page.locator(".sheet__words .is-here")).to_have_count(1)
    page.keyboard.type("Thônbốn")
    # The box went along with its word: the cursor stands behind it and the box is still lit.
    expect(page.locator(".sheet__words rect").nth(3)).to_have_class("is-here")
    expect(page.locator("[data-draft-state]")).to_contain_text("Đã giữ bản nháp lúc")
    keep_picture(page, "page-text-corrected")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/3/")
    first.refresh_from_db()
    assert "Thônbốn" in first.text.split()
    assert [word[:4] for word in first.words if word[4] == "Thônbốn"] == [before[:4]]
    follow_journal()
    page.goto(f"/records/{record.code}/p/2?q=thonbon")
    expect(page.locator(".viewer__mark")).to_have_count(1)


def test_what_was_typed_outlasts_being_signed_out_and_goes_under_no_other_name(
    open_page: Any, holdings: Holdings, an: User, chi: User
) -> None:
    page = open_page(an)
    page.goto(f"/desk/pages/{holdings.document.code}/2/")
    kept = holdings.document.pages.get(number=2).text
    typed = "Chép lại từ bản giấy ở kho. " * 8
    Session.objects.all().delete()
    page.get_by_label("Chữ trên trang").fill(typed)

    def is_refused() -> None:
        page.get_by_role("button", name="Lưu văn bản").click()
        expect(page.locator("form p[role=alert]")).to_be_focused()
        expect(page.locator("form p[role=alert]")).to_contain_text("đăng nhập lại ở thẻ khác")
        expect(page.get_by_label("Chữ trên trang")).to_have_value(typed)
        assert holdings.document.pages.get(number=2).text == kept

    is_refused()
    keep_picture(page, "signed-out-meanwhile")
    beside = page.context.new_page()
    sign_in(beside, chi)
    is_refused()
    beside.goto("/accounts/")
    beside.get_by_role("banner").get_by_role("button", name="Đăng xuất").click()
    beside.wait_for_url("**/")
    sign_in(beside, an)
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu văn bản").click()
    assert holdings.document.pages.get(number=2).text == typed.strip()


def test_without_scripts_it_is_a_form_beside_an_image(
    open_page: Any, holdings: Holdings, an: User
) -> None:
    page = open_page(an, script=False)
    page.goto(f"/desk/pages/{holdings.document.code}/2/")
    expect(page.locator("[data-sheet] img")).to_be_visible()
    page.get_by_label("Chữ trên trang").fill("Viết lại cả trang")
    page.get_by_role("button", name="Lưu văn bản").click()
    assert holdings.document.pages.get(number=2).text == "Viết lại cả trang"


def test_the_screens_have_no_faults(open_page: Any, holdings: Holdings, an: User) -> None:
    sheet = f"/desk/pages/{holdings.document.code}/2/"
    page = open_page(an, phone=True, dark=True)
    page.goto(sheet)
    page.get_by_label("Chữ trên trang").fill("Viết lại cả trang")
    page.get_by_role("button", name="Lưu văn bản").click()
    page.wait_for_load_state()
    addresses = [
        "/desk/pages/?state=to_check", sheet, f"{sheet}versions/",
        f"/desk/records/{holdings.photograph.code}/pages/",
        f"/desk/records/{holdings.document.code}/pages/",
        f"/records/{holdings.document.code}/p/1/compare",
    ]  # fmt: skip
    assert faults(page, addresses, name="page-texts") == []
