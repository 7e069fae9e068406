"""Writing a record or a collection out as a bag."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from archive.catalogue import arrangement
from archive.catalogue.models import Collection, FormerCode, Record
from archive.catalogue.terms import Terms
from archive.files.intact import intact_pieces
from archive.interop.bags import about, conditions
from archive.interop.bags.contents import bytes_of, carried_files
from archive.interop.bags.describing import as_json, level_facts, record_facts
from archive.interop.bags.mets import TEXT, Listed, mets_of
from archive.interop.bags.premis import premis_of
from archive.interop.bags.structure import structure
from archive.interop.bags.texts import written_files
from archive.interop.markup import whole
from archive.interop.mods import mods_of
from archive.journal import actions as journal
from archive.values.bags import Bag, Folder
from archive.values.carried_names import carried_name

UNFINISHED = ".unfinished"
# Room for what is written beside the stored files; the file system wants some of it too.
_SPARE_BYTES = 50_000_000
_WITH_PARTS = Record.objects.select_related("collection", "holder", "unit", "created_by")

Progress = Callable[[int, int], None]


class BagFailed(Exception):
    """The text says why, for whoever typed the command."""


@dataclass(frozen=True)
class Exported:
    """A bag as it lies there, and the digest by which it is known."""

    folder: Path
    records: int
    files: int
    size: int
    digest: str


@dataclass
class _Work:
    """One bag under way: how far it is, and what it is made with."""

    bag: Bag
    at: dt.datetime
    total: int
    progress: Progress
    with_access_copies: bool
    terms: Terms
    done: int = 0

    def told(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            yield piece
            self.done += len(piece)
            # What is in the catalogue may have grown since it was counted.
            self.progress(min(self.done, self.total), self.total)


def find(code: str, *, kind: str = "") -> Record | Collection:
    """Return the record or the collection with `code`, closed and withdrawn ones too.

    `kind` (`record`, `collection`) decides where both have it. Raises `BagFailed`.
    """
    record = _WITH_PARTS.filter(code=code).first() if kind != "collection" else None
    collection = None
    if kind != "record":
        collection = Collection.objects.select_related("holder", "parent").filter(code=code).first()
    if record and collection:
        raise BagFailed(f"{code} is a record and a collection: say which with --kind")
    found = record or collection
    if found is None:
        former = FormerCode.objects.select_related("record").filter(code=code).first()
        hint = f"; the record that had it is {former.record.code} now" if former else ""
        raise BagFailed(f"no {kind or 'record or collection'} has the code {code}{hint}")
    return found


def export_bag(
    *,
    described: Record | Collection,
    parent: Path,
    at: dt.datetime,
    progress: Progress,
    with_access_copies: bool = True,
) -> Exported:
    """Write the bag of a record, or of a collection with all below it, as a folder in `parent`.

    It is called by its code when all of it is there; whatever is raised, nothing stays. Raises
    `BagFailed`, `Damaged`, `store.Unreachable` and `OSError`.
    """
    folder = parent / carried_name(described.code, set())
    unfinished = folder.with_name(folder.name + UNFINISHED)
    records = _records_of(described)
    total = bytes_of(records, with_access_copies=with_access_copies)
    _make_room(folder, unfinished, total)
    try:
        with Bag(Folder(unfinished)) as bag:
            work = _Work(bag, at, total, progress, with_access_copies, Terms())
            count = _fill(work, described, records)
            digest = _close(work, described, records, count)
            os.sync()  # what is called a bag next must outlive a power cut
            exported = Exported(folder, count, bag.count, bag.size, digest)
        _hand_over(described, unfinished, exported, at=at)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return exported


def _records_of(described: Record | Collection) -> QuerySet[Record]:
    if isinstance(described, Record):
        return Record.objects.filter(pk=described.pk)
    return Record.objects.filter(arrangement.below(described))


def _make_room(folder: Path, unfinished: Path, total: int) -> None:
    """Make the folder to write into. Raises `BagFailed` where something is in the way."""
    if folder.exists() or folder.is_symlink():
        raise BagFailed(f"{folder} is there already: nothing is overwritten")
    folder.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder.parent).free
    if free < total + _SPARE_BYTES:
        wanted, has = (f"{size / 1e9:.1f} GB" for size in (total + _SPARE_BYTES, free))
        raise BagFailed(f"{wanted} are needed, and {folder.parent} has {has} free")
    try:
        unfinished.mkdir(mode=0o700)
    except FileExistsError:
        raise BagFailed(
            f"{unfinished} was cut off, or is being written this moment: "
            "remove it unless it is, and try again"
        ) from None


def _fill(work: _Work, described: Record | Collection, records: QuerySet[Record]) -> int:
    """Write the levels and the records; return how many records there are."""
    # The keys first: a question to the database that stays open for hours holds others up.
    keys = list(records.order_by("code").values_list("pk", flat=True))
    work.bag.add("data/collections.json", as_json(_levels(described, work.terms)))
    for key in keys:
        if record := _WITH_PARTS.filter(pk=key).first():
            _write_record(work, record)
    return len(keys)


def _levels(described: Record | Collection, terms: Terms) -> list[dict[str, object]]:
    """Return the levels above and, of a collection, all below it, from the root down."""
    lowest = described.collection if isinstance(described, Record) else described
    if lowest is None:
        return []
    ids = [*lowest.ancestor_ids, lowest.pk]
    levels = Collection.objects.filter(pk__in=ids)
    if isinstance(described, Collection):
        levels |= Collection.objects.filter(path__startswith=described.path)
    found = levels.select_related("holder", "parent").order_by("path")
    return [level_facts(level, terms) for level in found]


def _write_record(work: _Work, record: Record) -> None:
    root = f"data/records/{carried_name(record.code, set())}"
    stored = carried_files(record, with_access_copies=work.with_access_copies)
    for carried in stored:
        pieces = work.told(intact_pieces(carried.kept))
        work.bag.add_pieces(f"{root}/{carried.name}", pieces)
    written = list(_write_texts(work.bag, root, record))
    facts, access = record_facts(record, work.terms), conditions.access_facts(record)
    description = facts | {"access": access} | structure(record, stored, written)
    mods = mods_of(record, facts, access["rights"], work.terms)
    mets = mets_of(record, mods, stored, written, at=work.at)
    work.bag.add(f"{root}/description.json", as_json(description))
    work.bag.add(f"{root}/mets.xml", whole(mets))
    work.bag.add(f"{root}/premis.xml", whole(premis_of(record, stored)))


def _write_texts(bag: Bag, root: str, record: Record) -> Iterator[Listed]:
    for each in written_files(record):
        digest = bag.add(f"{root}/{each.name}", each.body)
        size, of = len(each.body), (each.page, each.transcript)
        yield Listed(each.name, TEXT, each.media_type, size, digest, *of)


def _close(
    work: _Work, described: Record | Collection, records: QuerySet[Record], count: int
) -> str:
    work.bag.add("README.txt", about.READ_ME.encode())
    info = about.bag_info(
        described,
        at=work.at,
        size=work.bag.size,
        records=count,
        conditions=conditions.conditions_of(records),
    )
    return work.bag.finish(info)


@transaction.atomic
def _hand_over(
    described: Record | Collection, unfinished: Path, exported: Exported, *, at: dt.datetime
) -> None:
    """Give the bag its name, and write down that it went out: both, or neither."""
    journal.record(
        actor=None,
        act="interop.bag.exported",
        subject=described,
        at=at,
        after={
            "records": exported.records,
            "files": exported.files,
            "bytes": exported.size,
            "digest": exported.digest,
        },
        note="export_bag",
    )
    # A rename would replace an empty folder that somebody made meanwhile.
    if exported.folder.exists():
        raise BagFailed(f"{exported.folder} is there already: nothing is overwritten")
    unfinished.rename(exported.folder)
