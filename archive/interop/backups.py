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
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

from archive.files.models import Master
from archive.interop import backup_masters
from archive.interop.backup_masters import NotWhole
from archive.journal.models import Entry
from archive.journal.newest import newest_entry

MANIFEST = "manifest.json"
FORMAT = 1
Progress = Callable[[int, int], None]


class BackupFailed(Exception):
    """The text says why, for whoever typed the command."""


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

    The database is taken first, in one moment; masters are never rewritten, so that all it names
    are there when they are copied after it. With `masters_elsewhere` they are only asked for: the
    bucket they lie in has a backup of its own. Raises `BackupFailed`.
    """
    if masters_elsewhere and isinstance(storages["masters"], FileSystemStorage):
        raise BackupFailed("the masters lie on this machine's disk: they must be copied")
    folder = parent / f"nhan-chung-{at:%Y%m%d-%H%M%S}"
    unfinished = folder.with_name(folder.name + ".unfinished")
    unfinished.mkdir(parents=True, mode=0o700)
    manifest = Manifest(
        made_at=at.isoformat(),
        database=_dump_database(unfinished),
        entries=Entry.objects.count(),
        last_digest=newest_entry().digest,
        masters=Master.objects.count(),
        masters_elsewhere=masters_elsewhere,
    )
    manifest.files[manifest.database] = digest_of(unfinished / manifest.database)
    for key in sorted(_media().glob(".*key*")):
        manifest.files[f"keys/{key.name}"] = _copy(key, unfinished / "keys" / key.name)
    try:
        if masters_elsewhere:
            backup_masters.check_in_place(total=manifest.masters, progress=progress)
        else:
            copied = backup_masters.copy_out(unfinished, total=manifest.masters, progress=progress)
            manifest.files.update(copied)
    except NotWhole as error:
        raise BackupFailed(str(error)) from error
    _copy_derivatives(unfinished, manifest)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (unfinished / MANIFEST).write_text(text)
    unfinished.rename(folder)
    return folder


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
    try:
        _restore_files(folder, manifest, progress)
        _load_database(folder / manifest.database)
        if manifest.masters_elsewhere:
            backup_masters.check_in_place(total=manifest.masters, progress=progress)
    except NotWhole as error:
        raise BackupFailed(str(error)) from error


def _restore_files(folder: Path, manifest: Manifest, progress: Progress) -> None:
    for number, name in enumerate(manifest.files, start=1):
        kind, _, rest = name.partition("/")
        if kind == "masters":
            backup_masters.lay_back(folder / name, rest)
        elif kind == "derivatives":
            _copy(folder / name, _derivatives() / rest)
        elif kind == "keys":
            _copy(folder / name, _media() / rest)
        progress(number, len(manifest.files))


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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


def _dump_database(folder: Path) -> str:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "archive.sqlite3")) as copy:
            connection.connection.backup(copy)
        return "archive.sqlite3"
    _postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={folder / 'archive.dump'}")
    return "archive.dump"


def _load_database(dump: Path) -> None:
    if (dump.suffix == ".sqlite3") != (connection.vendor == "sqlite"):
        raise BackupFailed(f"{dump.name} is not for {connection.vendor}; see DATABASE_URL")
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{dump}?mode=ro", uri=True)) as copy:
            copy.backup(connection.connection)
        connection.close()
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    _postgresql("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dump))


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
