"""The order of a record's pages by hand: turning it round, taking a page out, putting it back.

A seal lies on numbers, and so does a remark in a vetting: while either holds, the numbers stay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from archive.access import policy
from archive.access.models import Seal
from archive.accounts.models import User
from archive.catalogue import pages as texts
from archive.catalogue.models import Page, PageDraft, Record, VettingStatus
from archive.files.models import Master
from archive.ingest.models import DepositedFile, FileState
from archive.ingest.records import PAGED, NotAllowed, add_frame
from archive.journal import actions as journal

# Far from any number in use, so that no two pages ever share one on the way.
_AWAY = 10_000_000
IN_VETTING = frozenset({VettingStatus.SUBMITTED, VettingStatus.UNDER_REVIEW})


class NumbersAreFixed(Exception):
    """A seal lies on pages of the record, or it is being vetted."""


class StaleOrder(Exception):
    """The record has other pages than the person was looking at; nothing was changed."""


class BeingWritten(Exception):
    """Somebody has unsaved text of the page; it would be lost."""


@transaction.atomic
def arrange_pages(*, actor: User, record: Record, order: Sequence[int], at: dt.datetime) -> Record:
    """Number the pages as `order` has them: the numbers they bear now, each once.

    Raises `NotAllowed`, `NumbersAreFixed` and `StaleOrder`.
    """
    record = _locked(actor, record, at)
    pages = {page.number: page for page in _light(record)}
    if sorted(order) != sorted(pages):
        raise StaleOrder
    if list(order) == sorted(order):
        return record
    _number(record, [pages[number] for number in order])
    note_change(actor, "ingest.pages.arranged", record, at, before={}, after={"order": list(order)})
    return record


@transaction.atomic
def take_out_page(*, actor: User, record: Record, number: int, at: dt.datetime) -> Record:
    """Take a page out of the record; its scan and every version of its text are kept.

    Raises `NotAllowed`, `NumbersAreFixed`, `StaleOrder` and `BeingWritten`.
    """
    record = _locked(actor, record, at)
    page = page_to_change(record, number)
    texts.keep_what_was_read(page)
    facts = facts_of(page)
    page.delete()
    _number(record, list(_light(record)))
    note_change(actor, "ingest.page.taken_out", record, at, before=facts, after={})
    return record


@transaction.atomic
def put_back_page(
    *, actor: User, record: Record, master: Master, frame: int, at: dt.datetime
) -> Page:
    """Put a page that was taken out behind the others, with its latest text.

    Raises `NotAllowed`, `NumbersAreFixed`, and `StaleOrder` when it is not one taken out.
    """
    record = _locked(actor, record, at)
    if (master.pk, frame) not in {(each.pk, at_frame) for each, at_frame in taken_out(record)}:
        raise StaleOrder
    page = add_frame(record=record, master=master, frame=frame)
    texts.take_up_latest(page)
    note_change(actor, "ingest.page.put_back", record, at, before={}, after=facts_of(page))
    return page


def taken_out(record: Record) -> list[tuple[Master, int]]:
    """Return the frames of files put into the record that are no page of it."""
    files = DepositedFile.objects.filter(
        record=record, state=FileState.ACCEPTED, master__family__in=PAGED
    )
    shown = set(record.pages.values_list("master_id", "frame"))
    masters = {file.master for file in files.select_related("master") if file.master}
    return [
        (master, frame)
        for master in sorted(masters, key=lambda each: each.original_name)
        for frame in range(int(master.technical.get("frames", 1)))
        if (master.pk, frame) not in shown
    ]


def numbers_are_fixed(record: Record, at: dt.datetime) -> bool:
    """Tell whether the numbers of the pages must stay as they are for now."""
    sealed = Seal.objects.in_force(at).filter(record=record, from_page__isnull=False)
    return record.vetting_status in IN_VETTING or sealed.exists()


def _locked(actor: User, record: Record, at: dt.datetime) -> Record:
    if not policy.may_describe(actor, record):
        raise NotAllowed
    record = Record.objects.select_for_update().get(pk=record.pk)
    if numbers_are_fixed(record, at):
        raise NumbersAreFixed
    return record


def _light(record: Record) -> list[Page]:
    return list(record.pages.defer("text", "words").order_by("number"))


def _number(record: Record, pages: Sequence[Page]) -> None:
    """Number `pages` from one, in two steps: no two may bear one number at any moment."""
    record.pages.update(number=F("number") + _AWAY)
    for number, page in enumerate(pages, start=1):
        page.number = number
    Page.objects.bulk_update(pages, ["number"], batch_size=200)


def page_to_change(record: Record, number: int) -> Page:
    """Return page `number`. Raises `StaleOrder`, and `BeingWritten` while its text is worked on."""
    page = record.pages.filter(number=number).first()
    if page is None:
        raise StaleOrder
    if PageDraft.objects.filter(page=page).exists():
        raise BeingWritten
    return page


def facts_of(page: Page) -> dict[str, object]:
    """Return what the journal says of a page."""
    return {
        "page": page.number,
        "master": page.master_id,
        "frame": page.frame,
        "version": page.text_version,
    }


def note_change(
    actor: User,
    act: str,
    record: Record,
    at: dt.datetime,
    *,
    before: dict[str, object],
    after: dict[str, object],
    note: str = "",
) -> None:
    """Write down what was done to the pages of `record`, which has changed by it."""
    record.changed_at = at
    record.save(update_fields=["changed_at"])
    journal.record(
        actor=actor, act=act, subject=record, at=at, before=before, after=after, note=note
    )
