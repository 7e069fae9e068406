"""Finding what is held already, as far as the person who asks may know of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.access.gate import visible_records
from archive.accounts.models import User
from archive.catalogue.models import Page, Record, Recording
from archive.ingest.models import Deposit, DepositedFile, Likeness


@dataclass(frozen=True)
class Alike:
    """What a page of a deposit looks like: a record already here, or a file brought with it."""

    record: Record | None = None
    file: DepositedFile | None = None


def alike_to(viewer: User, deposit: Deposit, files: Iterable[DepositedFile]) -> dict[int, Alike]:
    """Return, by file id, what the file's pages look like though their bytes differ.

    Records the viewer may not see are passed over, as with `held_in`.
    """
    by_master: dict[int, list[DepositedFile]] = defaultdict(list)
    for file in files:
        if file.master_id is not None:
            by_master[file.master_id].append(file)
    pairs = list(
        Likeness.objects.filter(fingerprint__master__deposited__deposit=deposit)
        .order_by("bits_apart", "pk")
        .values_list("fingerprint__master", "earlier__master", "earlier__frame")
        .distinct()
    )
    shown: dict[tuple[int, int], list[Record]] = defaultdict(list)
    for page in Page.objects.filter(
        master__in={earlier for _, earlier, _ in pairs}, record__in=visible_records(viewer)
    ).select_related("record"):
        shown[page.master_id, page.frame].append(page.record)
    found: dict[int, Alike] = {}
    for master, earlier, frame in pairs:
        for file in by_master.get(master, []):
            others = [each for each in shown[earlier, frame] if each.pk != file.record_id]
            if others:
                found.setdefault(file.pk, Alike(record=others[0]))
            elif twins := [each for each in by_master.get(earlier, []) if each.pk != file.pk]:
                found.setdefault(file.pk, Alike(file=twins[0]))
    return found


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
