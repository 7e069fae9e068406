"""Safekeeping: everything that cannot be made again, in one folder with a list of digests.

A backup holds the database, the masters with what was derived from them, and the keys in `media/`
(without them the encrypted notes and the sessions are lost: keep the backup as carefully as the
archive). The search index is not in it; it is made again. Masters in a bucket are copied too,
unless it is said that the bucket is kept safe elsewhere.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, transaction

from archive.interop import backup_masters
from archive.interop.backup_masters import BackupFailed, Progress
from archive.journal.models import Entry
from archive.journal.newest import newest_entry

MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
FORMAT = 1


@dataclass
class Manifest:
    """What a backup holds: the digest of each file, and where the journal stood."""

    made_at: str
    database: str
    entries: int
    last_digest: str
    masters: int
    masters_elsewhere: bool = False
    format: int = FORMAT
    files: dict[str, str] = field(default_factory=dict)


def create_backup(
    *, parent: Path, at: dt.datetime, progress: Progress, masters_elsewhere: bool = False
) -> Path:
    """Write a backup into a new folder below `parent` and return the folder.

    What it says of the archive is true of one moment, also where others go on writing. With
    `masters_elsewhere` the masters are only asked for: the bucket they lie in has a backup of its
    own. Raises `BackupFailed` and `OSError`, and then leaves nothing behind.
    """
    if masters_elsewhere and isinstance(storages["masters"], FileSystemStorage):
        raise BackupFailed("the masters lie on this machine's disk: they must be copied")
    folder = parent / f"nhan-chung-{at:%Y%m%d-%H%M%S}"
    unfinished = folder.with_name(folder.name + UNFINISHED)
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        manifest = _write(unfinished, at, progress, masters_elsewhere=masters_elsewhere)
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        (unfinished / MANIFEST).write_text(text)
        os.sync()  # what is called a backup next must outlive a power cut
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return folder


def unfinished_below(parent: Path) -> list[Path]:
    """Return what backups that were killed left, or are being written this moment."""
    return sorted(parent.glob(f"nhan-chung-*{UNFINISHED}"))


def read_manifest(folder: Path) -> Manifest:
    """Return what the backup says of itself. Raises `BackupFailed`."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupFailed(f"{folder} is no backup of ours: {error}") from error
    if manifest.format != FORMAT:
        raise BackupFailed(f"backup format {manifest.format} is not known here")
    return manifest


def damaged_files(folder: Path, manifest: Manifest, progress: Progress) -> Iterator[str]:
    """Yield every file of the backup that is missing or is not what it was."""
    for number, (name, digest) in enumerate(manifest.files.items(), start=1):
        path = folder / name
        if ".." in Path(name).parts or not path.is_file() or digest_of(path) != digest:
            yield name
        progress(number, len(manifest.files))


def restore_backup(*, folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Put a verified backup in place of an empty archive. Raises `BackupFailed`.

    The masters go into whatever storage is set here, wherever they were copied from.
    """
    if _holds_something():
        raise BackupFailed("this archive is not empty; restore into a new DATA_DIR")
    if manifest.database.endswith(".sqlite3") != (connection.vendor == "sqlite"):
        raise BackupFailed(f"{manifest.database} is not for {connection.vendor}; see DATABASE_URL")
    _restore_files(folder, manifest, progress)
    _load_database(folder / manifest.database)
    if manifest.masters_elsewhere:
        backup_masters.check_in_place(backup_masters.entered(), progress=progress)
    os.sync()


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(
    folder: Path, at: dt.datetime, progress: Progress, *, masters_elsewhere: bool
) -> Manifest:
    """Fill `folder` and return what is in it. Raises `BackupFailed` and `OSError`.

    The database is taken first; masters are never rewritten, so that all it names are there when
    they are copied after it.
    """
    with _one_moment() as moment:
        masters = backup_masters.entered()
        manifest = Manifest(
            made_at=at.isoformat(),
            database=_dump_database(folder, moment),
            entries=Entry.objects.count(),
            last_digest=newest_entry().digest,
            masters=len(masters),
            masters_elsewhere=masters_elsewhere,
        )
    manifest.files[manifest.database] = digest_of(folder / manifest.database)
    for key in sorted(_media().glob(".*key*")):
        manifest.files[f"keys/{key.name}"] = _copy(key, folder / "keys" / key.name)
    if masters_elsewhere:
        backup_masters.check_in_place(masters, progress=progress)
    else:
        manifest.files.update(backup_masters.copy_out(folder, masters, progress=progress))
    _copy_derivatives(folder, manifest)
    return manifest


def _restore_files(folder: Path, manifest: Manifest, progress: Progress) -> None:
    for number, name in enumerate(manifest.files, start=1):
        kind, _, rest = name.partition("/")
        if kind == "masters":
            backup_masters.lay_back(folder / name)
        elif kind == "derivatives":
            _copy(folder / name, _derivatives() / rest)
        elif kind == "keys":
            _copy(folder / name, _media() / rest)
        progress(number, len(manifest.files))


def _holds_something() -> bool:
    if Entry._meta.db_table not in connection.introspection.table_names():
        return False
    return Entry.objects.exists()


def _copy_derivatives(folder: Path, manifest: Manifest) -> None:
    """Copy all that was derived, silenced copies too; what goes meanwhile holds nothing up."""
    root = _derivatives()
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        with contextlib.suppress(FileNotFoundError):
            name = f"derivatives/{path.relative_to(root)}"
            manifest.files[name] = _copy(path, folder / name)


def _copy(source: Path, target: Path) -> str:
    """Copy and return the digest of what lies at the target now."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)
    return digest_of(target)


@contextlib.contextmanager
def _one_moment() -> Iterator[str]:
    """See the database as it stands now while the block runs, whatever others write meanwhile.

    Yields what PostgreSQL's programs call this moment; of SQLite "".
    """
    with contextlib.ExitStack() as stack, connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Not `atomic`, which would let nobody else write.
            cursor.execute("BEGIN DEFERRED")
            stack.callback(connection.connection.rollback)
            yield ""
            return
        stack.enter_context(transaction.atomic())
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _dump_database(folder: Path, moment: str) -> str:
    """Copy the database as it stands at `moment`, within which we are; return the file's name."""
    if connection.vendor == "sqlite":
        with _said_plainly(), closing(sqlite3.connect(folder / "archive.sqlite3")) as copy:
            connection.connection.backup(copy)
        return "archive.sqlite3"
    _postgresql(
        *("pg_dump", "--format=custom", "--no-owner", f"--snapshot={moment}"),
        f"--file={folder / 'archive.dump'}",
    )
    return "archive.dump"


def _load_database(dump: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        read_only = f"file:{dump}?mode=ro"
        with _said_plainly(), closing(sqlite3.connect(read_only, uri=True)) as copy:
            copy.backup(connection.connection)
        connection.close()
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    _postgresql("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dump))


@contextlib.contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn what SQLite's own copying raises, as on a full disk, into `BackupFailed`."""
    try:
        yield
    except sqlite3.Error as error:
        raise BackupFailed(f"SQLite: {error}") from error


def _postgresql(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on our database; the password goes by the environment."""
    wanted: dict[str, Any] = connection.get_connection_params()
    database = str(wanted["dbname"])
    spread = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    environment = {name: str(wanted[key]) for name, key in spread.items() if wanted.get(key)}
    try:
        subprocess.run(  # noqa: S603 - fixed programs, no shell
            [program, f"--dbname={database}", *arguments],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, **environment},
        )
    except FileNotFoundError as error:
        raise BackupFailed(f"{program} is missing; install postgresql-client") from error
    except subprocess.CalledProcessError as error:
        raise BackupFailed(f"{program}: {error.stderr.strip()}") from error


def _media() -> Path:
    return Path(settings.MEDIA_ROOT)


def _derivatives() -> Path:
    storage = storages["derivatives"]
    assert isinstance(storage, FileSystemStorage)
    return Path(storage.location)
