"""Where bytes lie: written whole under a passing name first, then given their own name at once.

Masters live in the storage `masters` under `ab/cd/<sha-256>`, read-only, and are never written
again. What has been received but not yet judged lies in the same storage under `incoming/`, so
that keeping it is a rename and not a copy. Derivatives live in the storage `derivatives`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from archive.jobs.actions import NotNow

CHUNK_BYTES = 1024 * 1024
INCOMING = "incoming"
READ_ONLY = 0o440


class TooLarge(Exception):
    """More bytes came than one file may have; what came was thrown away."""


class Missing(Exception):
    """The bytes are neither among the received nor among the kept."""


class Unreachable(NotNow):
    """The storage does not answer: nothing can be said of what is in it."""


@dataclass(frozen=True)
class Received:
    """One file received whole: its passing name in the masters' storage, digest and size."""

    name: str
    digest: str
    size: int


def masters() -> Storage:
    return storages["masters"]


def derivatives() -> Storage:
    return storages["derivatives"]


def master_path(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def receive(chunks: Iterable[bytes], *, limit: int) -> Received:
    """Write `chunks` to a passing name and return it with the digest taken on the way.

    Raises `TooLarge` past `limit` bytes. Whatever is raised, nothing stays behind.
    """
    path = incoming_path(new_incoming())
    digest = hashlib.sha256()
    size = 0
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge(limit)
                digest.update(chunk)
                file.write(chunk)
            _sync(file)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Received(f"{INCOMING}/{path.name}", digest.hexdigest(), size)


def new_incoming() -> str:
    """Return a passing name nobody has."""
    return f"{INCOMING}/{uuid.uuid4().hex}"


def incoming_path(name: str) -> Path:
    """Return where the received file lies on this machine; its folder exists afterwards.

    Parsers and uploads need a real file, so what is received is on local disk even where the
    masters are kept elsewhere.
    """
    storage = masters()
    root = Path(storage.location) if isinstance(storage, FileSystemStorage) else _local_root()
    path = root / INCOMING / Path(name).name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def discard(name: str) -> None:
    """Throw away a received file; one that is gone already is no error."""
    if name:
        incoming_path(name).unlink(missing_ok=True)


def keep_master(name: str, digest: str) -> str:
    """Give the received file its final name and return it; identical bytes are kept once.

    Can be repeated after a crash at any point. Raises `Missing`.
    """
    source, target = incoming_path(name), master_path(digest)
    storage = masters()
    if isinstance(storage, FileSystemStorage):
        _keep_on_disk(source, Path(storage.path(target)))
    elif not storage.exists(target):
        _keep_elsewhere(source, storage, target)
    source.unlink(missing_ok=True)
    return target


def take_back(name: str, digest: str) -> bool:
    """Lay a kept master under its passing name again; tell whether there is such a master."""
    path, kept, storage = incoming_path(name), master_path(digest), masters()
    if not storage.exists(kept):
        return False
    with suppress(FileExistsError):
        if isinstance(storage, FileSystemStorage):
            os.link(storage.path(kept), path)
        else:
            with path.open("xb") as file:
                _carry(storage, kept, file)
    return True


@contextmanager
def local_copy(storage: Storage, path: str) -> Iterator[Path]:
    """Lend the path of a stored file on this machine: itself, or a copy thrown away after."""
    if isinstance(storage, FileSystemStorage):
        yield Path(storage.path(path))
        return
    copy = incoming_path(new_incoming())
    try:
        with copy.open("xb") as file:
            _carry(storage, path, file)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def kept_copy(storage: Storage, path: str, *, as_name: str) -> Path:
    """Return the path of a stored file on this machine: itself, or a copy among what is made.

    The copy is made once and stays under its name until somebody throws it away; one that nobody
    has asked for a day is swept like all that is left there.
    """
    if isinstance(storage, FileSystemStorage):
        return Path(storage.path(path))
    passing = workshop()
    copy = passing.with_name(as_name)
    if copy.exists() and copy.stat().st_size == storage.size(path):
        copy.touch()
        return copy
    try:
        with passing.open("xb") as file:
            _carry(storage, path, file)
        return passing.replace(copy)
    finally:
        passing.unlink(missing_ok=True)


def keep_derivative(source: Path, path: str) -> tuple[str, int]:
    """Move a finished file into the derivatives as `path`; return its digest and size."""
    digest, size = digest_of(source), source.stat().st_size
    storage = derivatives()
    if isinstance(storage, FileSystemStorage):
        target = Path(storage.path(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
    else:
        storage.delete(path)
        with source.open("rb") as file:
            storage.save(path, File(file))
        source.unlink()
    return digest, size


def workshop() -> Path:
    """Return a new passing name beside the derivatives, for a file in the making."""
    storage = derivatives()
    root = Path(storage.location) if isinstance(storage, FileSystemStorage) else _local_root()
    folder = root / "making"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / uuid.uuid4().hex


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_in(storage: Storage, path: str) -> str:
    with storage.open(path) as file:
        digest = hashlib.sha256()
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
        return digest.hexdigest()


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files of a storage, of whatever kind, in order."""
    if not folder and hasattr(storage, "all_names"):  # a bucket has no folders to walk
        yield from storage.all_names()
        return
    folders, files = storage.listdir(folder)
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from names_in(storage, f"{folder}{name}/")


def read_chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk


def _keep_on_disk(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return
    try:
        source.chmod(READ_ONLY)
        # A link, unlike a rename, fails when the name is taken: no master is ever replaced.
        with suppress(FileExistsError):
            os.link(source, target)
    except FileNotFoundError as error:
        raise Missing(target.name) from error
    _sync_folder(target.parent)


def _keep_elsewhere(source: Path, storage: Storage, target: str) -> None:
    if not source.exists():
        raise Missing(target)
    with source.open("rb") as file:
        saved = storage.save(target, File(file))
    if saved != target:  # somebody else was first: their copy stays
        storage.delete(saved)
    # What was received is thrown away next: not before all of it is there.
    if not storage.exists(target) or storage.size(target) != source.stat().st_size:
        raise Unreachable(f"{target} did not arrive whole")


def _carry(storage: Storage, path: str, file: BinaryIO) -> None:
    with storage.open(path) as source:
        shutil.copyfileobj(source, file, CHUNK_BYTES)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _local_root() -> Path:
    return Path(settings.MEDIA_ROOT)
