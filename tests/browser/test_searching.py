"""Searching in a browser: to the second on the tape, and suggestions by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Request, expect

from tests.browser.holdings import Holdings

SUGGESTIONS = "**/search/suggest/**"
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
    box = page.locator("#q")
    box.press_sequentially(word)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_be_focused()
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Escape")
    expect(page.locator(".suggest").last).to_be_hidden()
    expect(box).to_have_value(word)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/**")


def test_going_back_a_letter_asks_nothing_and_a_refusal_is_not_shown(
    open_page: Any, holdings: Holdings
) -> None:
    page = open_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        if "suggest/" in request.url:
            asked.append(request.url)

    page.on("request", note)
    page.goto("/search/")
    word = " ".join(holdings.document.title.split()[:2])
    box, options = page.locator("#q"), page.get_by_role("option")
    for written in (word, word[:-1]):
        with page.expect_response(SUGGESTIONS):
            box.fill(written)
        expect(options.first).to_be_visible()
    box.fill(word)
    page.wait_for_timeout(200)
    expect(options.first).to_be_visible()
    assert len(asked) == 2
    page.route(
        SUGGESTIONS,
        lambda route: route.fulfill(status=429, headers={"Retry-After": "60"}, body="Too often"),
    )
    with page.expect_response(SUGGESTIONS):
        box.fill(f"{word} m")
    expect(page.locator(".suggest").last).to_be_hidden()
    box.fill(f"{word} mi")
    page.wait_for_timeout(200)
    expect(page.locator(".suggest").last).to_be_hidden()
    assert len(asked) == 3
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
