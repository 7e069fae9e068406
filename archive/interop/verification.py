"""Whether disk, checksums, database, journal and index agree. Nothing is mended here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

from archive.catalogue.models import Record
from archive.files.models import Derivative, Master
from archive.interop.backups import digest_of
from archive.journal.chain import broken_links
from archive.journal.models import Entry
from archive.search import index as search_index

Progress = Callable[[int, int], None]


def faults(*, read_masters: bool, progress: Progress) -> Iterator[str]:
    """Yield one sentence for everything that does not agree.

    With `read_masters` every master is read and its digest taken; without, only its size is
    looked at, which takes no time.
    """
    yield from _of_database()
    yield from _of_journal()
    yield from _of_masters(read_masters, progress)
    yield from _of_derivatives()
    yield from _of_index()


def _of_database() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        for (answer,) in cursor.fetchall():
            if answer != "ok":
                yield f"database: {answer}"
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, target, _ in cursor.fetchall():
            yield f"database: row {row} of {table} points at a missing row of {target}"


def _of_journal() -> Iterator[str]:
    for pk in broken_links():
        yield f"journal: entry {pk} does not follow from the one before it"


def _of_masters(read: bool, progress: Progress) -> Iterator[str]:
    storage = storages["masters"]
    assert isinstance(storage, FileSystemStorage)
    total = Master.objects.count()
    known = set()
    for number, master in enumerate(Master.objects.order_by("id").iterator(), start=1):
        known.add(master.path)
        yield from _of_master(master, Path(storage.path(master.path)), read)
        progress(number, total)
    for path in sorted(_files_below(Path(storage.location))):
        # What has been received and not yet judged lies under `incoming/`, the worker's business.
        if not path.startswith("incoming/") and path not in known:
            yield f"masters: {path} is in no record of the database"


def _of_master(master: Master, path: Path, read: bool) -> Iterator[str]:
    if not path.is_file():
        yield f"masters: {master.path} ({master.original_name}) is missing"
    elif path.stat().st_size != master.size:
        yield f"masters: {master.path} has {path.stat().st_size} bytes, not {master.size}"
    elif read and digest_of(path) != master.digest:
        yield f"masters: {master.path} ({master.original_name}) is altered"


def _of_derivatives() -> Iterator[str]:
    storage = storages["derivatives"]
    for path in Derivative.objects.values_list("path", flat=True).iterator():
        if not storage.exists(path):
            yield f"derivatives: {path} is missing and should be made again"


def _of_index() -> Iterator[str]:
    status = search_index.status()
    if status["state"] != "ok":
        yield f"index: {status['state']}; run rebuild_index"
        return
    behind = Entry.objects.filter(pk__gt=status["applied"]).count()
    if behind:
        yield f"index: {behind} journal entries behind; run follow_index --once"
    elif status["records"] != (held := Record.objects.count()):
        yield f"index: knows {status['records']} records of {held}; run rebuild_index"


def _files_below(root: Path) -> Iterator[str]:
    return (str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
