"""Whether disk, checksums, database, journal and index agree. Nothing is mended here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.files.storage import Storage
from django.db import connection

from archive.catalogue import as_told, term_use
from archive.catalogue.models import Record
from archive.files import fixity, store
from archive.files.models import Derivative, Master
from archive.journal.chain import broken_links
from archive.journal.models import Entry
from archive.journal.newest import newest_entry
from archive.search import index as search_index

Progress = Callable[[int, int], None]


def faults(*, read_files: bool, progress: Progress) -> Iterator[str]:
    """Yield one sentence for everything that does not agree.

    With `read_files` every master and derivative is read and its digest taken; without, only its
    size is looked at, which takes no time.
    """
    yield from _of_database()
    yield from _of_vocabularies()
    yield from _of_journal()
    yield from _of_records()
    yield from _of_masters(read_files, progress)
    yield from _of_derivatives(read_files)
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


def _of_vocabularies() -> Iterator[str]:
    for found in term_use.strangers():
        yield (
            f"vocabularies: {found.described} {found.code} has “{found.value}” as {found.field}, "
            "which no term in use is written by"
        )


def _of_journal() -> Iterator[str]:
    for pk in broken_links():
        yield f"journal: entry {pk} does not follow from the one before it"


def _of_records() -> Iterator[str]:
    for code, column in as_told.told_otherwise():
        yield f"records: {code} has another {column} than the journal says"
    for code, transcript in as_told.worded_otherwise():
        version = f"version {transcript.version} of {code}"
        yield f"transcripts: {version} has other words than were entered"


def _of_masters(read: bool, progress: Progress) -> Iterator[str]:
    storage = store.masters()
    total = Master.objects.count()
    try:
        for number, master in enumerate(Master.objects.order_by("id").iterator(), start=1):
            if amiss := _amiss(storage, master, read):
                yield f"masters: {master.path} ({master.original_name}) {amiss}"
            progress(number, total)
        for name in fixity.unknown_files():
            yield f"masters: {name} is in no record of the database"
    except store.Unreachable as error:
        yield f"masters: the storage does not answer: {error}"


def _of_derivatives(read: bool) -> Iterator[str]:
    storage = store.derivatives()
    for derivative in Derivative.objects.order_by("id").iterator():
        if amiss := _amiss(storage, derivative, read):
            yield f"derivatives: {derivative.path} {amiss}; renew_derivatives makes one not there"


def _amiss(storage: Storage, kept: Master | Derivative, read: bool) -> str:
    """Say how a file is not what was entered of it; "" when nothing is found."""
    if not storage.exists(kept.path):
        return "is missing"
    if (size := storage.size(kept.path)) != kept.size:
        return f"has {size} bytes, not {kept.size}"
    if read and store.digest_in(storage, kept.path) != kept.digest:
        return "is altered"
    return ""


def _of_index() -> Iterator[str]:
    status = search_index.status()
    if status["state"] != "ok":
        yield f"index: {status['state']}; run rebuild_index"
        return
    applied = status["applied"]
    assert isinstance(applied, int)
    if applied > newest_entry().id:
        yield f"journal: ends before entry {applied}, which the index has followed"
    behind = Entry.objects.filter(pk__gt=applied).count()
    if behind:
        yield f"index: {behind} journal entries behind; run follow_index --once"
    elif status["records"] != (held := Record.objects.count()):
        yield f"index: knows {status['records']} records of {held}; run rebuild_index"
