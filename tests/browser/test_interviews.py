"""Interviews and witnesses looked at by a collector; the transcript written by keyboard alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from archive.access import actions as access
from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.corroboration import relate
from archive.catalogue.interviews import write_contents
from archive.catalogue.models import Relation, Transcript
from archive.catalogue.speech import actions as speech
from archive.catalogue.speech import editing, sharing
from archive.catalogue.speech.cues import Point
from archive.catalogue.speech.editing import Change
from archive.collecting import actions as collecting
from archive.units.models import Unit
from tests.browser.conftest import keep_picture
from tests.browser.holdings import Holdings
from tests.browser.test_accessibility import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(holdings: Holdings, chi: User, now: dt.datetime) -> Transcript:
    return speech.begin_draft(actor=chi, record=holdings.interview, at=now)


def words(draft: Transcript) -> list[str]:
    return list(draft.segments.order_by("position").values_list("text", flat=True))


def test_a_collectors_pages(
    open_page: Any, holdings: Holdings, draft: Transcript, chi: User, office: Unit,
    now: dt.datetime,
) -> None:  # fmt: skip
    record = holdings.interview
    witness = record.appearances.filter(role="witness").first()
    if witness is not None:
        access.record_consent(
            actor=chi, record=record, witness=witness.person, given_on=now.date(), at=now,
            terms=[access.Terms(Scope.AUDIO), access.Terms(Scope.TRANSCRIPT)],
        )  # fmt: skip
    access.seal_stretch(
        actor=chi, record=record, from_ms=1_000, to_ms=2_000, reason="Theo thoả thuận", at=now
    )
    entry = collecting.enter_witness(
        actor=chi, office=office, at=now, private={"health": "Yếu"}, is_demonstration=True,
        facts={"name": "Nhân chứng minh hoạ số 9", "born_written": "1932", "frailty": 3},
    )  # fmt: skip
    collecting.appoint(
        actor=chi, witness=entry, interviewer=chi, starts_at=now + dt.timedelta(days=2), at=now
    )
    collecting.open_campaign(
        actor=chi, office=office, title="Đợt 1 (minh hoạ)", witnesses=[entry], at=now
    )
    relate(
        actor=chi, record=record, from_ms=3_000, to_ms=4_000, other=record, at=now,
        relation=Relation.ADDS, note="Kể lại lần hai",
    )  # fmt: skip
    write_contents(actor=chi, record=record, points=[Point(0, "Mở đầu")], at=now)
    sharing.share_out(actor=chi, transcript=draft, transcribers=[chi], at=now)
    sheet = f"/desk/interviews/{record.code}/"
    pages = [
        "/desk/interviews/", sheet, f"{sheet}consents/new/",
        *(f"{sheet}consents/{consent.pk}/" for consent in record.consents.all()),
        f"{sheet}transcripts/{draft.pk}/", f"{sheet}transcripts/{draft.pk}/compare/?all=1",
        f"{sheet}contents/", f"{sheet}corroborations/", "/desk/papers/", "/desk/witnesses/",
        "/desk/witnesses/units/",
        "/desk/witnesses/new/",
        f"/desk/witnesses/{entry.pk}/", "/desk/witnesses/appointments/",
        "/desk/witnesses/campaigns/",
        *(f"/desk/witnesses/campaigns/{found.pk}/" for found in entry.campaigns.all()),
    ]  # fmt: skip
    page = open_page(chi)
    assert faults(page, pages, name="collector") == []


def test_the_transcript_is_written_by_keyboard(
    open_page: Any, holdings: Holdings, draft: Transcript, chi: User
) -> None:
    before = words(draft)
    page: Page = open_page(chi)
    page.goto(f"/desk/interviews/{holdings.interview.code}/transcripts/{draft.pk}/")
    saved = page.locator(".editor__state")
    page.locator("ol.transcript > li .transcript__text").first.click()
    text = page.locator("ol.transcript textarea")
    text.fill("Một hai ba bốn")
    expect(saved).to_have_text(str(saved.get_attribute("data-saved")))
    assert words(draft)[0] == "Một hai ba bốn"
    for _letter in range(len(" ba bốn")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("ol.transcript > li")).to_have_count(len(before) + 1)
    expect(page.locator("ol.transcript textarea")).to_have_value("ba bốn")
    assert words(draft)[:2] == ["Một hai", "ba bốn"]
    page.keyboard.press("Alt+u")
    expect(page.locator("ol.transcript textarea")).to_have_value("[?]ba bốn")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("ol.transcript textarea")).to_have_value("Một hai")
    page.keyboard.press("Alt+m")
    expect(page.locator("ol.transcript > li")).to_have_count(len(before))
    expect(page.locator("ol.transcript textarea")).to_have_value("Một hai [?]ba bốn")
    keep_picture(page, "editor")
    assert words(draft)[0] == "Một hai [?]ba bốn"


def test_who_is_too_late_says_what_stays(
    open_page: Any, holdings: Holdings, draft: Transcript, chi: User
) -> None:
    page: Page = open_page(chi)
    page.goto(f"/desk/interviews/{holdings.interview.code}/transcripts/{draft.pk}/")
    first = draft.segments.order_by("position")[0]
    page.locator("ol.transcript > li .transcript__text").first.click()
    editing.change(draft=draft, segment_id=first.pk, revision=1, to=Change(text="Lời người kia"))
    page.locator("ol.transcript textarea").fill("Lời tôi")
    clash = page.locator(".transcript__clash")
    expect(clash).to_contain_text("Lời người kia")
    assert words(draft)[0] == "Lời người kia", "nothing is written over unasked"
    keep_picture(page, "clash")
    clash.locator("button").nth(2).click()
    expect(page.locator("ol.transcript textarea")).to_have_value("Lời tôi\nLời người kia")
    saved = page.locator(".editor__state")
    expect(saved).to_have_text(str(saved.get_attribute("data-saved")))
    assert words(draft)[0] == "Lời tôi\nLời người kia"
