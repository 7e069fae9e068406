"""A better scan in the place of a page: its number, address, seals and corrected text stay.

The scan before it is kept as what was taken out is: with every version of its text.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from archive.access import policy
from archive.accounts.models import User
from archive.catalogue import pages as texts
from archive.catalogue.models import Page, Record
from archive.files.models import Master
from archive.ingest import keeping
from archive.ingest.arranging import IN_VETTING, facts_of, note_change, page_to_change
from archive.ingest.models import DepositedFile, FileState
from archive.ingest.records import PAGED, NotAllowed, put_text


class UnderVetting(Exception):
    """What is being vetted must stay what it was when it was submitted."""


class NoSuchScan(Exception):
    """The file is not one page of an accepted deposit of the office, or is in a record already."""


def scans_for(record: Record) -> QuerySet[DepositedFile]:
    """Return the deposited files that may take the place of a page, the latest first."""
    return (
        DepositedFile.objects.filter(
            deposit__office=record.holder_id,
            record=None,
            state=FileState.ACCEPTED,
            finished_at__isnull=False,
            master__family__in=PAGED,
            master__technical__frames=1,
        )
        .exclude(master__pages__record=record)
        .select_related("master", "deposit")
        .order_by("-received_at", "-pk")
    )


def may_replace(record: Record) -> bool:
    """Tell whether scans of the record may change for now."""
    return record.vetting_status not in IN_VETTING


@transaction.atomic
def replace_page(
    *, actor: User, record: Record, number: int, file: DepositedFile, reason: str, at: dt.datetime
) -> Page:
    """Show another scan as page `number` from now on.

    A text corrected by hand stays, its words set on the new scan; any other gives way to what was
    read there. Raises `NotAllowed`, `UnderVetting`, `NoSuchScan`, `StaleOrder`, `BeingWritten`.
    """
    if not policy.may_describe(actor, record):
        raise NotAllowed
    record = Record.objects.select_for_update().get(pk=record.pk)
    if not may_replace(record):
        raise UnderVetting
    found = scans_for(record).select_for_update(of=("self",)).filter(pk=file.pk).first()
    if found is None or found.master is None:
        raise NoSuchScan
    page = page_to_change(record, number)
    before = _facts(page)
    _exchange(page, found.master, at)
    found.record = record
    found.save(update_fields=["record"])
    note_change(
        actor, "ingest.page.replaced", record, at, before=before, after=_facts(page), note=reason
    )
    return page


def _exchange(page: Page, master: Master, at: dt.datetime) -> None:
    texts.keep_what_was_read(page)
    by_hand = page.text_quality in texts.BY_HAND
    written, writer = page.text, page.text_by
    page.master, page.frame = master, 0
    texts.begin_anew(page)
    put_text(page, keeping.words_of(master, {0}).get(0))
    page.save()
    if by_hand:
        texts.correct_text(actor=writer, page=page, text=written, at=at)
        page.refresh_from_db()


def _facts(page: Page) -> dict[str, object]:
    return facts_of(page) | {"digest": page.master.digest}
