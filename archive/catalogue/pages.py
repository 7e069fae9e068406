"""Mending the text of a page by hand. Whether the actor may was asked of `access.policy`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from archive.accounts.models import User
from archive.catalogue.models import Page, PageDraft, PageText, TextQuality
from archive.files.models import Derivative
from archive.journal import actions as journal
from archive.values.text import nfc
from archive.values.word_boxes import realign

BY_HAND = frozenset({TextQuality.CORRECTED, TextQuality.CHECKED})


class StaleText(Exception):
    """Somebody else wrote the page's text after it was opened; nothing was written."""

    def __init__(self, current: Page) -> None:
        super().__init__(str(current))
        self.current = current


class OwnWork(Exception):
    """Whoever wrote a text cannot be the one who checks it."""


class NothingToCheck(Exception):
    """Only a text corrected by hand can be checked."""


@transaction.atomic
def correct_text(
    *, actor: User | None, page: Page, text: str, at: dt.datetime, version: int | None = None
) -> Page:
    """Write what a person reads on the page, as a new version; the one before is kept.

    Words keep their boxes (`values.word_boxes`). Saving a machine's text unchanged says that it was
    read and is right. `version` is the one the person was looking at. Raises `StaleText`.
    """
    page = _locked(page, version)
    text = nfc(text.replace("\r\n", "\n").rstrip())
    if page.text == text and page.text_quality in BY_HAND:
        return page
    keep_what_was_read(page)
    before = _state(page)
    page.words = realign(page.words, text)
    page.text, page.text_quality, page.text_by = text, TextQuality.CORRECTED, actor
    page.by_hand = False
    _put(page, at=at)
    _journal(actor, "catalogue.page.corrected", page, before, at)
    return page


@transaction.atomic
def check_text(*, actor: User, page: Page, version: int, at: dt.datetime) -> Page:
    """Say that the text was compared with the image and is right: never by whoever wrote it.

    Raises `StaleText`, `OwnWork` and `NothingToCheck`.
    """
    page = _locked(page, version)
    if page.text_quality != TextQuality.CORRECTED:
        raise NothingToCheck
    if page.text_by_id == actor.pk:
        raise OwnWork
    before = _state(page)
    page.text_quality = TextQuality.CHECKED
    _put(page, at=at, checked_by=actor)
    _journal(actor, "catalogue.page.checked", page, before, at)
    return page


@transaction.atomic
def mark_by_hand(*, actor: User, page: Page, by_hand: bool, at: dt.datetime) -> Page:
    """Set a page apart to be transcribed by hand, or take that back."""
    page = _locked(page, None)
    if page.by_hand != by_hand:
        page.by_hand = by_hand
        page.save(update_fields=["by_hand"])
        journal.record(
            actor=actor,
            act="catalogue.page.set_apart",
            subject=page.record,
            at=at,
            before={"page": page.number, "by_hand": not by_hand},
            after={"page": page.number, "by_hand": by_hand},
        )
    return page


def keep_draft(*, author: User, page: Page, version: int, text: str, at: dt.datetime) -> PageDraft:
    """Keep what `author` has typed so far; it changes nothing about the page itself."""
    draft, _made = PageDraft.objects.update_or_create(
        page=page, author=author, defaults={"version": version, "text": text, "saved_at": at}
    )
    return draft


def discard_draft(*, author: User, page: Page) -> None:
    """Drop what `author` had typed and not saved."""
    PageDraft.objects.filter(page=page, author=author).delete()


def versions_of(page: Page) -> QuerySet[PageText]:
    """Return every version of the page's text, the latest first."""
    found = PageText.objects.filter(record=page.record_id, master=page.master_id, frame=page.frame)
    return found.select_related("written_by", "checked_by").order_by("-version")


def keep_what_was_read(page: Page) -> None:
    """Make what a machine read, or a file brought along, the first version."""
    if page.text_version or page.text_quality == TextQuality.NONE:
        return
    made = Derivative.objects.filter(
        master=page.master_id, frame=page.frame, role=Derivative.Role.WORDS
    ).first()
    _put(page, at=made.made_at if made else page.record.created_at)


def begin_anew(page: Page) -> None:
    """Take the text off a page that shows another frame from now on; it is not saved."""
    page.text, page.words, page.text_quality = "", [], TextQuality.NONE
    page.text_version, page.text_by, page.by_hand, page.confidence = 0, None, False, None


def take_up_latest(page: Page) -> None:
    """Give a page that was put back the latest version there is of its text."""
    latest = versions_of(page).first()
    if latest is None:
        return
    page.text, page.words, page.text_quality = latest.text, latest.words, latest.quality
    page.text_version, page.text_by = latest.version, latest.written_by
    page.save()


def _locked(page: Page, version: int | None) -> Page:
    page = Page.objects.select_for_update(of=("self",)).select_related("record").get(pk=page.pk)
    if version is not None and page.text_version != version:
        raise StaleText(page)
    return page


def _put(page: Page, *, at: dt.datetime, checked_by: User | None = None) -> None:
    """Keep what `page` says now as its next version."""
    latest = versions_of(page).first()
    page.text_version = latest.version + 1 if latest else 1
    page.save()
    PageText.objects.create(
        record=page.record,
        master_id=page.master_id,
        frame=page.frame,
        version=page.text_version,
        text=page.text,
        words=page.words,
        quality=page.text_quality,
        written_by=page.text_by,
        written_at=latest.written_at if checked_by and latest else at,
        checked_by=checked_by,
        checked_at=at if checked_by else None,
    )


def _state(page: Page) -> dict[str, Any]:
    return {
        "page": page.number,
        "version": page.text_version,
        "text_quality": page.text_quality,
        "text": page.text,
    }


def _journal(
    actor: User | None, act: str, page: Page, before: dict[str, Any], at: dt.datetime
) -> None:
    page.record.changed_at = at
    page.record.save(update_fields=["changed_at"])
    journal.record(
        actor=actor, act=act, subject=page.record, at=at, before=before, after=_state(page)
    )
