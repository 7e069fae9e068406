"""Keeping the headers: following the journal, reading everything again when the words change.

Nothing here goes into the journal: a header says nothing that the catalogue does not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from lxml import etree

from archive.access import gate
from archive.access.linked import links_of
from archive.catalogue.models import Record
from archive.catalogue.terms import Terms
from archive.interop.models import HarvestState, Header
from archive.interop.oai.formats import EDITION, FORMATS
from archive.interop.oai.sets import Specs
from archive.interop.oai.touched import touched_by
from archive.journal.models import Entry
from archive.journal.newest import newest_entry

Clock = Callable[[], dt.datetime]

RECORDS_AT_ONCE = 400
# A datestamp lies so far ahead of the moment it is given; until then the row is in no list. Who
# harvests now and next time from now on misses nothing that is written down meanwhile.
AHEAD = dt.timedelta(seconds=3)
_SECOND = dt.timedelta(seconds=1)
_TRIES = 5


class TooSlow(Exception):
    """Writing headers took longer than their datestamps lie ahead, each time it was tried."""


@dataclass(frozen=True)
class _Said:
    """What harvesters are to be told of one record under its present code."""

    code: str
    collection_id: int | None
    digest: str


def follow(*, clock: Clock = timezone.now, is_enough: Callable[[], bool] = lambda: False) -> int:
    """Bring the headers up to the journal's end; return how many were given a new datestamp.

    Where all records are to be read again that is gone on with until `is_enough`. Raises `TooSlow`.
    """
    newest = newest_entry().id
    state = HarvestState.objects.first() or HarvestState.objects.create(entry=newest)
    entries = Entry.objects.filter(pk__gt=state.entry, pk__lte=newest)
    touched = touched_by(entries.only("subject_type", "subject_id").iterator())
    changed = _note_lost(clock) + sum(_note(batch, clock) for batch in _batches(sorted(touched)))
    state.entry = newest
    if state.edition != edition():
        state.edition, state.swept = edition(), 0
    state.save()
    while state.swept is not None and not is_enough():
        changed += _sweep(state, clock)
    return changed


def edition() -> str:
    """Name the way records are put into words: by whom they are written and under what address."""
    return f"{EDITION} {settings.SITE_URL}"


def _sweep(state: HarvestState, clock: Clock) -> int:
    """Read the next records again, and keep how far that has come."""
    some = Record.objects.filter(pk__gt=state.swept).order_by("pk")
    batch = list(some.values_list("pk", flat=True)[:RECORDS_AT_ONCE])
    changed = _note(batch, clock)
    state.swept = batch[-1] if batch else None
    state.save()
    return changed


def _note(ids: Collection[int], clock: Clock) -> int:
    """Compare what harvesters were told of some records with what is to be told now."""
    visible = gate.visible_records(AnonymousUser()).filter(pk__in=ids)
    said = _said_of(list(visible))
    gone = gate.tombstones_of(AnonymousUser(), [pk for pk in ids if pk not in said])
    for _try in range(_TRIES):
        with transaction.atomic():
            rows = list(Header.objects.select_for_update().filter(_about(ids, said)))
            changed = list(_changed(rows, said, gone))
            if not changed or _stamp(changed, clock):
                return len(changed)
            transaction.set_rollback(True)
    raise TooSlow


def _about(ids: Collection[int], said: dict[int, _Said]) -> Q:
    return Q(record__in=ids) | Q(code__in=[each.code for each in said.values()])


def _note_lost(clock: Clock) -> int:
    """Mark the headers of records that are no longer in the catalogue at all."""
    if not Header.objects.filter(record=None, is_deleted=False).exists():
        return 0
    with transaction.atomic():
        lost = list(Header.objects.filter(record=None, is_deleted=False))
        for row in lost:
            row.is_deleted, row.digest = True, ""
        if not _stamp(lost, clock):
            raise TooSlow
    return len(lost)


def _said_of(records: Collection[Record]) -> dict[int, _Said]:
    """Return what is to be told of records that are open to everybody, by their ids."""
    specs = Specs.of({record.collection_id for record in records if record.collection_id})
    terms = Terms()
    said = {}
    # What is told must not depend on who looks first: Vietnamese, as every page is at first.
    with translation.override(settings.LANGUAGE_CODE):
        for pk, links in links_of(AnonymousUser(), records).items():
            digest = hashlib.sha256(specs.spec(links.record.collection_id).encode())
            for each in FORMATS.values():
                digest.update(etree.tostring(each.write(links, terms), encoding="utf-8"))
            code, shelf = links.record.code, links.record.collection_id
            said[pk] = _Said(code, shelf, digest.hexdigest())
    return said


def _changed(
    rows: Collection[Header], said: dict[int, _Said], gone: dict[int, Record]
) -> Iterator[Header]:
    """Yield the headers that are to be others, changed, and those that are missing."""
    by_code = {row.code: row for row in rows}
    for pk, each in said.items():
        row = by_code.pop(each.code, None) or Header(code=each.code)
        if (row.record_id, row.digest) != (pk, each.digest):
            row.record_id, row.collection_id, row.digest = pk, each.collection_id, each.digest
            row.is_deleted = False
            yield row
    for pk, record in gone.items():
        if record.code not in by_code:
            shelf = record.collection_id
            yield Header(code=record.code, record_id=pk, collection_id=shelf, is_deleted=True)
    for row in by_code.values():
        if not row.is_deleted:
            row.is_deleted, row.digest = True, ""
            yield row


def _stamp(rows: Collection[Header], clock: Clock) -> bool:
    """Write headers with a datestamp ahead; tell whether that was done before its time came."""
    stamp = (clock() + AHEAD + _SECOND).replace(microsecond=0)
    for row in rows:
        row.stamped_at = stamp
    known = [row for row in rows if row.pk is not None]
    Header.objects.bulk_create([row for row in rows if row.pk is None])
    Header.objects.bulk_update(
        known, ["record", "collection", "stamped_at", "is_deleted", "digest"], batch_size=100
    )
    return clock() + _SECOND < stamp


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(ids), RECORDS_AT_ONCE):
        yield ids[first : first + RECORDS_AT_ONCE]
