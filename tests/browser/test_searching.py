"""Searching in a browser: to the second on the tape, and suggestions by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.holdings import Holdings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_words_without_marks_to_the_second_on_the_tape(
    open_page: Any, holdings: Holdings
) -> None:
    page = open_page()
    page.goto("/search/?q=duong+day+cua+chung+toi")
    page.locator(".passage__place .timecode").first.click()
    page.wait_for_url(f"**/records/{holdings.interview.code}/t/*")
    expect(page.locator("#now")).to_contain_text("Đường dây của chúng tôi")
    expect(page.locator("mark").first).to_be_visible()


def test_suggestions_are_walked_with_the_arrows(open_page: Any, holdings: Holdings) -> None:
    page = open_page()
    page.goto("/search/")
    word = holdings.document.title.split()[0]
    page.locator("#q").press_sequentially(word)
    expect(page.locator(".suggest a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggest a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".suggest")).to_be_hidden()
