"""Finding what is held already, as far as the person who asks may know of it."""

from __future__ import annotations

from collections.abc import Iterable

from archive.access.gate import visible_records
from archive.accounts.models import User
from archive.catalogue.models import Page, Record, Recording
from archive.ingest.models import DepositedFile


def held_in(viewer: User, files: Iterable[DepositedFile]) -> dict[int, Record]:
    """Return, by file id, a record that shows the same bytes and was not made from that file.

    Records the viewer may not see are passed over: a duplicate tells nobody what others hold.
    """
    files = [file for file in files if file.master_id is not None]
    masters = {file.master_id for file in files}
    seen = visible_records(viewer)
    pairs = {
        *Page.objects.filter(master__in=masters, record__in=seen).values_list(
            "master_id", "record_id"
        ),
        *Recording.objects.filter(master__in=masters, record__in=seen).values_list(
            "master_id", "record_id"
        ),
    }
    records = Record.objects.in_bulk({record for _, record in pairs})
    held: dict[int, Record] = {}
    for file in files:
        for master, record in sorted(pairs):
            if master == file.master_id and record != file.record_id:
                held[file.pk] = records[record]
                break
    return held
