"""Bringing the stock in: deposit, judged by the worker, made into records, described."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from django.core.management import call_command
from django.utils import timezone

from archive.catalogue import actions as catalogue
from archive.catalogue import arrangement, pages
from archive.catalogue.models import (
    Collection,
    ProcessingState,
    Publication,
    Record,
    TextQuality,
)
from archive.desk.demonstration import paper
from archive.desk.demonstration.cast import Cast
from archive.desk.demonstration.stock import LETTERS, PICTURES, TESTIMONY, Item
from archive.ingest import actions as ingest
from archive.ingest import records as ingest_records
from archive.ingest.models import Deposit, FileState, Secrecy
from archive.units.models import Unit

_PATIENCE = 300  # seconds for another worker that may have taken a file


class NotJudged(Exception):
    """The files brought were not judged; the worker's log says why."""


def open_shelves(cast: Cast) -> dict[str, Collection]:
    """Open the fonds with its file, and the two made collections."""
    at, archivist = timezone.now(), cast["luutru"]

    def shelve(code: str, title: str, level: str, parent: str = "") -> None:
        made[code] = arrangement.open_collection(
            actor=archivist,
            code=code,
            title=title,
            level=level,
            holder=cast.office,
            at=at,
            parent=made.get(parent),
            publication=Publication.INHERITED if parent else Publication.SHOWN,
            is_demonstration=True,
        )

    made: dict[str, Collection] = {}
    shelve("MH-P01", "Phông minh hoạ: công tác lịch sử Đảng", "fonds")
    shelve(LETTERS, "Hồ sơ sơ kết Chỉ thị số 20-CT/TW (minh hoạ)", "file", "MH-P01")
    shelve(TESTIMONY, "Sưu tập lời kể nhân chứng (minh hoạ)", "collection")
    shelve(PICTURES, "Sưu tập tranh và sơ đồ (minh hoạ)", "collection")
    return made


def take_in(cast: Cast, items: Iterable[Item], shelves: Mapping[str, Collection]) -> None:
    """Bring every item in as a deposit of its own, then make and describe its record."""
    brought = [(item, _bring(cast, item)) for item in items]
    await_worker()
    for item, deposit in brought:
        record = _make(cast, item, deposit)
        _describe(cast, item, record, shelves[item.collection])
    await_worker()
    for item, _deposit in brought:
        _fill_in_text(cast, item)


def bring_what_is_refused(cast: Cast) -> None:
    """Bring what the door turns away, so that its answers can be seen."""
    # A picture cut off in the middle, as a bad copy from a stick would be; an empty file.
    whole = paper.landscape(seed=53)
    deposit = _open(cast)
    for name, body in (("anh-bi-cat.jpg", whole[: len(whole) // 3]), ("rong.pdf", b"")):
        ingest.receive_file(
            actor=cast["luutru"], deposit=deposit, name=name, chunks=[body], at=timezone.now()
        )
    ingest.open_deposit(
        actor=cast["luutru"],
        office=cast.office,
        secrecy=Secrecy.CONFIDENTIAL,
        at=timezone.now(),
    )
    await_worker()


def await_worker() -> None:
    """Do the waiting jobs here and now; wait for what another worker has taken already."""
    call_command(
        "db_worker",
        batch=True,
        queue_name="*",
        interval=0.1,
        startup_delay=False,
        reload=False,
        verbosity=0,
    )
    deadline = time.monotonic() + _PATIENCE
    unjudged = Deposit.objects.filter(files__state__in=[FileState.RECEIVED, FileState.CHECKING])
    while unjudged.exists():
        if time.monotonic() > deadline:
            raise NotJudged
        time.sleep(0.5)


def _open(cast: Cast) -> Deposit:
    return ingest.open_deposit(
        actor=cast["luutru"], office=cast.office, secrecy=Secrecy.NONE, at=timezone.now()
    )


def _bring(cast: Cast, item: Item) -> Deposit:
    deposit = _open(cast)
    for name, body in item.files().items():
        ingest.receive_file(
            actor=cast["luutru"], deposit=deposit, name=name, chunks=[body], at=timezone.now()
        )
    return deposit


def _make(cast: Cast, item: Item, deposit: Deposit) -> Record:
    return ingest_records.make_record(
        actor=cast["luutru"],
        deposit=deposit,
        files=deposit.files.order_by("sort_key"),
        code=item.code,
        kind=item.kind,
        title=item.title,
        at=timezone.now(),
        is_demonstration=True,
    )


def _describe(cast: Cast, item: Item, record: Record, shelf: Collection) -> None:
    unit = Unit.objects.filter(code=item.unit).first()
    record.refresh_from_db()
    record = catalogue.describe_record(
        actor=cast["luutru"],
        record=record,
        version=record.version,
        at=timezone.now(),
        people=item.people,
        places=item.places,
        subjects=item.subjects,
        collection=shelf,
        unit=unit,
        giver="Dữ liệu minh hoạ",
        **item.description,
    )
    if item.description:
        catalogue.mark_processed(
            actor=cast["luutru"],
            record=record,
            state=ProcessingState.DESCRIBED,
            at=timezone.now(),
        )


def _fill_in_text(cast: Cast, item: Item) -> None:
    """Type what no machine here could read off the scans."""
    unread = Record.objects.get(code=item.code).pages.filter(text_quality=TextQuality.NONE)
    for page in unread:
        if page.number <= len(item.page_texts):
            text = item.page_texts[page.number - 1]
            pages.correct_text(actor=cast["luutru"], page=page, text=text, at=timezone.now())
