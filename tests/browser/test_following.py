"""Work of the worker is followed on the page without taking anything from whoever stands there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import expect

from archive.accounts.models import User
from archive.ingest.hearing.models import Listening
from archive.jobs.models import State
from tests.browser.holdings import Holdings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_neither_the_place_nor_a_text_is_lost(
    open_page: Any, holdings: Holdings, an: User, now: dt.datetime
) -> None:
    record = holdings.interview
    asked = Listening.objects.create(record=record, asked_by=an, asked_at=now)
    page = open_page(an)
    page.goto(f"/desk/interviews/{record.code}/")
    stop = page.locator("#listening").get_by_role("button", name="Dừng")
    stop.focus()
    for _turn in range(2):
        with page.expect_response("**/listen/state/"):
            pass
    expect(stop).to_be_focused()
    # It ends: the page would be loaded anew, but somebody is writing on it.
    field = page.locator("main form :is(input[type=text], textarea):visible").first
    field.fill("đang gõ dở")
    stop.focus()
    Listening.objects.filter(pk=asked.pk).update(state=State.STOPPED)
    expect(stop).to_have_count(0)
    expect(page.locator("#listening")).to_be_focused()
    expect(field).to_have_value("đang gõ dở")
