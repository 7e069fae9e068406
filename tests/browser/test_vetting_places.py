"""Placing comments with hand and keys: a box on the page, words of a text, a second of a tape."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from archive.access.actions import grant_access
from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue.models import Record
from archive.vetting import actions
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.defaults import install
from archive.vetting.models import Comment, Competence, Procedure, Provision, Round, SeatRole
from tests.browser.holdings import Holdings
from tests.browser.test_accessibility import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# The copy for browsers is not made here: where a player stands is said to it.
AT_THE_THIRD_SECOND = "audio => Object.defineProperty(audio, 'currentTime', {value: 3})"


@pytest.fixture
def reviewer(transactional_db: None) -> User:
    person = User.objects.create_user(
        username="khoa", password="mat-khau-minh-hoa", full_name="Khoa"
    )
    RoleGrant.objects.create(user=person, role=Role.COUNCIL_MEMBER)
    return person


def before_council(record: Record, an: User, binh: User, reviewer: User, now: dt.datetime) -> Round:
    today = timezone.localdate(now)
    request = Request(
        procedure=Procedure.objects.get(code="TU-LIEU"), body=record.holder, requested_on=today
    )
    round_ = actions.submit_record(actor=an, record=record, request=request, at=now)
    grant_access(actor=binh, record=record, user=reviewer, reason="minh hoạ", at=now)
    return actions.form_council(
        actor=binh,
        round=round_,
        decision=Decision(number="1-QĐ", on=today, signatory="Bình"),
        sittings=[
            Sitting(person=reviewer, role=SeatRole.CHAIR),
            Sitting(person=binh, role=SeatRole.REVIEWER),
        ],
        at=now,
    )


@pytest.fixture
def document(holdings: Holdings, an: User, binh: User, reviewer: User, now: dt.datetime) -> Round:
    install(Procedure, Provision, Competence, at=now)
    return before_council(holdings.document, an, binh, reviewer, now)


IN_SIGHT = "async image => { await image.decode(); image.scrollIntoView({block: 'start'}); }"


def say(page: Page, text: str) -> None:
    page.locator("[data-comment] textarea[name=text]").fill(text)
    page.locator("[data-comment] button[type=submit]").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("phone", [False, True])
def test_a_place_is_drawn_tapped_or_moved_with_keys(
    open_page: Any, document: Round, reviewer: User, phone: bool
) -> None:
    page = open_page(reviewer, phone=phone, dark=False)
    address = f"/desk/vetting/rounds/{document.code}/read/p/2/"
    page.goto(address)
    draw = page.get_by_role("button", name="Đánh dấu chỗ trên trang")
    draw.click()
    # A picture that comes late moves what is below it, and only what is in sight can be touched.
    page.locator("[data-sheet] img").evaluate(IN_SIGHT)
    sheet = page.locator("[data-sheet]").bounding_box()
    x, y = sheet["x"] + sheet["width"] * 0.2, sheet["y"] + 150
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + sheet["width"] * 0.3, y + 40, steps=3)
    page.mouse.up()
    expect(page.locator("textarea[name=text]")).to_be_focused()
    say(page, "Con dấu mờ")
    box = Comment.objects.get().box or ""
    left, _top, width, _height = (float(n) for n in box.removeprefix("percent:").split(","))
    assert (round(left), round(width)) == (20, 30)
    # With keys: a box in the middle, moved right and made wider, and taken.
    page.goto(address)
    draw.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=box]")).to_have_value("percent:36,45,31,6")
    say(page, "Chữ ký")
    pin = page.locator(".placing__pins a").nth(1)
    expect(pin).to_have_attribute("aria-label", "Góp ý 2")
    assert faults(page, [address], name=f"place-{phone}") == []


def test_words_chosen_on_a_page_are_quoted(open_page: Any, document: Round, reviewer: User) -> None:
    page = open_page(reviewer, phone=False, dark=False)
    page.goto(f"/desk/vetting/rounds/{document.code}/read/p/2/")
    words = page.locator("[data-words]").first
    words.evaluate("node => getSelection().selectAllChildren(node)")
    page.get_by_role("button", name="Góp ý về lời đã chọn").click()
    chosen = page.locator("input[name=quote]").input_value()
    assert chosen and chosen == " ".join(words.inner_text().split())[:500]


def test_a_sentence_and_a_second_are_commented_on(
    open_page: Any, holdings: Holdings, an: User, binh: User, reviewer: User, now: dt.datetime
) -> None:
    install(Procedure, Provision, Competence, at=now)
    round_ = before_council(holdings.interview, an, binh, reviewer, now)
    page = open_page(reviewer, phone=True, dark=True)
    address = f"/desk/vetting/rounds/{round_.code}/read/recording/"
    page.goto(address)
    line = page.locator(".telling > li").nth(1)
    begins = int(line.get_attribute("data-start"))
    said = line.locator("[data-words]").inner_text()
    line.locator("[data-take]").click()
    expect(page.locator("input[name=quote]")).to_have_value(" ".join(said.split())[:500])
    say(page, "Đối chiếu với tư liệu khác")
    comment = Comment.objects.get()
    assert (comment.at_ms, comment.quote) == (begins, " ".join(said.split())[:500])
    assert (comment.until_ms or 0) > begins
    page.goto(address)
    sound = page.locator("audio").first
    sound.evaluate(AT_THE_THIRD_SECOND)
    page.get_by_role("button", name="Góp ý tại giây này").click()
    expect(page.locator("input[name=seconds]")).to_have_value("0:00:03")
    assert faults(page, [address], name="place-recording") == []
