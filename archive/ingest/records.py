"""From a deposit to the catalogue: its files become pages and recordings of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max

from archive.access import policy as access_policy
from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue.models import (
    Page,
    ProcessingState,
    Record,
    Recording,
    RecordKind,
    TextQuality,
)
from archive.files.models import Family, Master
from archive.ingest import keeping
from archive.ingest.models import Deposit, DepositedFile, FileState, Secrecy
from archive.ingest.parsing import Answer
from archive.ingest.policy import may_deposit
from archive.journal import actions as journal
from archive.values.text import nfc
from archive.values.word_boxes import confidence_of

PAGED = (Family.IMAGE, Family.PDF, Family.TEXT)
# Read less surely than this a page is handwriting, or too faded: a hand does better from nothing.
HOPELESS = 45
_READ = ["text", "words", "text_quality", "confidence", "by_hand"]


class NotAllowed(Exception):
    """The person may not make or fill records of this office."""


class NothingToShow(Exception):
    """None of the files chosen is accepted and free to go into a record."""


@transaction.atomic
def make_record(
    *,
    actor: User,
    deposit: Deposit,
    files: Iterable[DepositedFile],
    code: str,
    kind: RecordKind,
    title: str,
    at: dt.datetime,
    is_demonstration: bool = False,
) -> Record:
    """Register a record and give it the files, in the order given.

    Raises `NotAllowed`, `NothingToShow`, `catalogue.actions.CodeTaken` and `InvalidCode`.
    """
    if not may_deposit(actor, deposit.office):
        raise NotAllowed
    record = catalogue.register_record(
        actor=actor,
        code=code,
        kind=kind,
        title=title,
        holder=deposit.office,
        at=at,
        is_demonstration=is_demonstration,
    )
    return _fill(actor, record, deposit, files, at)


@transaction.atomic
def add_to_record(
    *,
    actor: User,
    record: Record,
    deposit: Deposit,
    files: Iterable[DepositedFile],
    at: dt.datetime,
) -> Record:
    """Put the files behind what `record` already has. Raises `NotAllowed`, `NothingToShow`."""
    if not access_policy.may_describe(actor, record) or record.holder_id != deposit.office_id:
        raise NotAllowed
    return _fill(actor, Record.objects.select_for_update().get(pk=record.pk), deposit, files, at)


def give_text(*, master: Master, at: dt.datetime) -> None:
    """Give the words read from a master to its pages that have none; what hands wrote stays."""
    pages = list(
        Page.objects.filter(master=master, text_quality=TextQuality.NONE).select_related("record")
    )
    if not pages:
        return
    words = keeping.words_of(master, {page.frame for page in pages})
    with transaction.atomic():
        for page in pages:
            put_text(page, words.get(page.frame))
        filled = [page for page in pages if page.text_quality != TextQuality.NONE]
        Page.objects.bulk_update(filled, _READ, batch_size=100)
        for record in {page.record for page in filled}:
            journal.record(
                actor=None,
                act="catalogue.pages.read",
                subject=record,
                at=at,
                after={"pages": [page.number for page in filled if page.record_id == record.pk]},
            )


def add_frame(*, record: Record, master: Master, frame: int) -> Page:
    """Make one frame of a master the last page of the record, with what a machine read on it."""
    last = record.pages.aggregate(last=Max("number"))["last"] or 0
    page = Page(record=record, number=last + 1, master=master, frame=frame)
    put_text(page, keeping.words_of(master, {frame}).get(frame))
    page.save()
    return page


def _fill(
    actor: User,
    record: Record,
    deposit: Deposit,
    files: Iterable[DepositedFile],
    at: dt.datetime,
) -> Record:
    chosen = _free(deposit, files)
    if not chosen:
        raise NothingToShow
    pages = _add_pages(record, chosen)
    recordings = _add_recordings(record, chosen)
    DepositedFile.objects.filter(pk__in=[file.pk for file in chosen]).update(record=record)
    if deposit.secrecy == Secrecy.DECLASSIFIED:
        record.declassified_by = deposit.declassified_by
        record.declassified_on = deposit.declassified_on
        record.save(update_fields=["declassified_by", "declassified_on"])
    journal.record(
        actor=actor,
        act="ingest.record.filled",
        subject=record,
        at=at,
        after={"deposit": deposit.pk, "pages": pages, "recordings": recordings},
        basis_number=deposit.declassified_by,
        basis_on=deposit.declassified_on,
    )
    if record.processing_state == ProcessingState.REGISTERED:
        catalogue.mark_processed(actor=actor, record=record, state=ProcessingState.DIGITISED, at=at)
    return record


def _free(deposit: Deposit, files: Iterable[DepositedFile]) -> list[DepositedFile]:
    """Return those of `files` that are of the deposit, judged, kept and in no record, in order."""
    order = [file.pk for file in files]
    rows = (
        DepositedFile.objects.select_for_update(of=("self",))
        .select_related("master")
        .filter(pk__in=order, deposit=deposit, record__isnull=True)
        .filter(state=FileState.ACCEPTED, finished_at__isnull=False)
    )
    return sorted(rows, key=lambda file: order.index(file.pk))


def _add_pages(record: Record, files: Sequence[DepositedFile]) -> int:
    number = record.pages.aggregate(last=Max("number"))["last"] or 0
    pages = []
    for file in files:
        master = _master(file)
        if master.family not in PAGED:
            continue
        words = keeping.words_of(master)
        for frame in range(int(master.technical.get("frames", 1))):
            number += 1
            page = Page(record=record, number=number, master=master, frame=frame)
            put_text(page, words.get(frame))
            pages.append(page)
    Page.objects.bulk_create(pages, batch_size=100)
    return len(pages)


def _add_recordings(record: Record, files: Sequence[DepositedFile]) -> int:
    """Join the tapes on one timeline: each begins where the one before ends."""
    last = record.recordings.order_by("-part").first()
    part = last.part if last else 0
    starts_ms = last.starts_ms + last.duration_ms if last else 0
    recordings = []
    for file in files:
        master = _master(file)
        if master.family in PAGED:
            continue
        part += 1
        duration_ms = int(master.technical.get("duration_ms", 0))
        recordings.append(
            Recording(
                record=record,
                part=part,
                label=file.name[:120],
                master=master,
                starts_ms=starts_ms,
                duration_ms=duration_ms,
            )
        )
        starts_ms += duration_ms
    Recording.objects.bulk_create(recordings)
    return len(recordings)


def put_text(page: Page, words: Answer | None) -> None:
    """Give a page what was read on its frame; not saved. Nothing where nothing was read."""
    if not words or not words["text"].strip():
        return
    page.text = nfc(words["text"])
    page.words = [[*word[:4], nfc(word[4]), *word[5:6]] for word in words["words"]]
    page.text_quality = TextQuality(words["quality"])
    page.confidence = confidence_of(page.words)
    page.by_hand = page.confidence is not None and page.confidence < HOPELESS


def _master(file: DepositedFile) -> Master:
    assert file.master is not None
    return file.master
