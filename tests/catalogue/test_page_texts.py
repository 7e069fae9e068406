"""Correcting and checking the text of a page: versions, boxes, conflicts, the journal."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from archive.accounts.models import User
from archive.catalogue import pages
from archive.catalogue.models import Page, PageText, Record, TextQuality
from archive.files.models import Family, Master
from archive.journal.models import Entry

READ = [[0.1, 0.1, 0.08, 0.02, "Báo", 96], [0.2, 0.1, 0.08, 0.02, "cao", 41]]


@pytest.fixture
def page(make_record: Any, now: dt.datetime) -> Page:
    master = Master.objects.create(
        digest=hashlib.sha256(b"trang").hexdigest(), size=5, family=Family.IMAGE,
        media_type="image/jpeg", original_name="trang.jpg", stored_at=now,
    )  # fmt: skip
    record: Record = make_record()
    return record.pages.create(
        number=1, master=master, text="Báo cao", words=READ, text_quality=TextQuality.MACHINE,
        confidence=69,
    )  # fmt: skip


def correct(page: Page, actor: User, text: str, at: dt.datetime, **more: Any) -> Page:
    return pages.correct_text(actor=actor, page=page, text=text, at=at, **more)


def test_every_version_is_kept_and_says_whose_it_is(
    page: Page, an: User, chi: User, now: dt.datetime
) -> None:
    page = correct(page, an, "Báo cáo", now, version=0)
    page = pages.check_text(actor=chi, page=page, version=page.text_version, at=now)
    found = [(v.version, v.text, v.quality, v.written_by, v.checked_by) for v in page_texts(page)]
    assert found == [
        (3, "Báo cáo", "checked", an, chi),
        (2, "Báo cáo", "corrected", an, None),
        (1, "Báo cao", "machine", None, None),
    ]
    assert page.text_quality == TextQuality.CHECKED
    acts = Entry.objects.about(page.record).order_by("id").values_list("act", "actor__username")
    assert list(acts) == [
        ("catalogue.page.corrected", "an"),
        ("catalogue.page.checked", "chi"),
    ]


def page_texts(page: Page) -> list[PageText]:
    return list(pages.versions_of(page))


def test_a_version_is_never_changed_nor_deleted(page: Page, an: User, now: dt.datetime) -> None:
    correct(page, an, "Báo cáo", now)
    for act in (lambda q: q.update(text="khác"), lambda q: q.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(PageText.objects.filter(version=1))


def test_words_keep_their_boxes_and_the_machine_s_confidence_only_where_it_was_right(
    page: Page, an: User, now: dt.datetime
) -> None:
    page = correct(page, an, "Báo cáo", now)
    assert page.words == [READ[0], [0.2, 0.1, 0.08, 0.02, "cáo"]]


def test_a_text_written_meanwhile_is_not_overwritten(
    page: Page, an: User, chi: User, now: dt.datetime
) -> None:
    correct(page, chi, "Báo cáo", now, version=0)
    with pytest.raises(pages.StaleText) as stale:
        correct(page, an, "Bao cáo", now, version=0)
    assert stale.value.current.text == "Báo cáo"
    page.refresh_from_db()
    assert page.text == "Báo cáo"


def test_nobody_checks_their_own_work(page: Page, an: User, now: dt.datetime) -> None:
    page = correct(page, an, "Báo cáo", now)
    with pytest.raises(pages.OwnWork):
        pages.check_text(actor=an, page=page, version=page.text_version, at=now)
    latest = page_texts(page)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        PageText.objects.create(
            record=page.record, master=page.master, frame=0, version=9, text="",
            quality=TextQuality.CHECKED, written_by=latest.written_by, written_at=now,
            checked_by=an, checked_at=now,
        )  # fmt: skip


def test_a_machine_s_text_is_not_checked_before_somebody_has_read_it(
    page: Page, an: User, chi: User, now: dt.datetime
) -> None:
    with pytest.raises(pages.NothingToCheck):
        pages.check_text(actor=chi, page=page, version=0, at=now)
    page = correct(page, an, page.text, now)
    assert (page.text_quality, page.text_by) == (TextQuality.CORRECTED, an)
    assert page.words == READ


def test_a_change_after_the_check_has_to_be_checked_again(
    page: Page, an: User, chi: User, now: dt.datetime
) -> None:
    page = correct(page, an, "Báo cáo", now)
    page = pages.check_text(actor=chi, page=page, version=page.text_version, at=now)
    page = correct(page, chi, "BÁO CÁO", now)
    assert page.text_quality == TextQuality.CORRECTED
    with pytest.raises(pages.OwnWork):
        pages.check_text(actor=chi, page=page, version=page.text_version, at=now)


def test_saving_the_same_text_again_is_no_act(page: Page, an: User, now: dt.datetime) -> None:
    page = correct(page, an, "Báo cáo", now)
    assert correct(page, an, "Báo cáo\r\n", now).text_version == page.text_version
    assert Entry.objects.about(page.record).count() == 1


def test_a_page_set_apart_comes_back_when_it_is_written(
    page: Page, an: User, now: dt.datetime
) -> None:
    page = pages.mark_by_hand(actor=an, page=page, by_hand=True, at=now)
    assert Entry.objects.about(page.record).get().act == "catalogue.page.set_apart"
    assert correct(page, an, "Chữ viết tay", now).by_hand is False
