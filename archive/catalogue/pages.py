"""Mending the text of a page by hand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from archive.accounts.models import User
from archive.catalogue.models import Page, TextQuality
from archive.journal import actions as journal
from archive.values.text import nfc


@transaction.atomic
def correct_text(*, actor: User | None, page: Page, text: str, at: dt.datetime) -> Page:
    """Write what a person reads on the page; what a machine read goes into the journal.

    The boxes of the words stay where the words are the same, and go where they no longer fit.
    Whether the actor may was asked of `access.policy.may_describe`.
    """
    page = Page.objects.select_for_update(of=("self",)).select_related("record").get(pk=page.pk)
    text = nfc(text)
    if page.text == text:
        return page
    before = {"text": page.text, "text_quality": page.text_quality}
    read = text.split()
    if [word[4] for word in page.words] != read:
        page.words = []
    page.text, page.text_quality = text, TextQuality.CORRECTED
    page.save(update_fields=["text", "text_quality", "words"])
    page.record.changed_at = at
    page.record.save(update_fields=["changed_at"])
    journal.record(
        actor=actor,
        act="catalogue.page.corrected",
        subject=page.record,
        at=at,
        before=before | {"page": page.number},
        after={"page": page.number, "text": text},
    )
    return page
