"""The masters in a backup: copied out of any storage and laid back into any, or left in place.

A bucket may be kept safe by its provider's means. Then a backup names what must be in it, and a
restoration asks for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.core.files.storage import Storage

from archive.files import store
from archive.files.models import Master

Masters = Sequence[tuple[str, int]]  # digest, bytes
Progress = Callable[[int, int], None]


class BackupFailed(Exception):
    """The text says why, for whoever typed the command."""


def entered() -> list[tuple[str, int]]:
    """Return digest and size of every master of the database, in the order of their coming."""
    return list(Master.objects.order_by("id").values_list("digest", "size"))


def copy_out(folder: Path, masters: Masters, *, progress: Progress) -> Iterator[tuple[str, str]]:
    """Copy `masters` into `folder`; yield each name there and its digest. Raises `BackupFailed`."""
    storage = store.masters()
    for number, (digest, _) in enumerate(masters, start=1):
        path = store.master_path(digest)
        name = f"masters/{path}"
        try:
            found = _copy_out(storage, path, folder / name)
        except FileNotFoundError as error:
            raise BackupFailed(f"master {digest} is missing in the storage") from error
        except store.Unreachable as error:
            raise BackupFailed(f"the storage of the masters does not answer: {error}") from error
        if found != digest:
            raise BackupFailed(f"master {digest} is altered; see check_fixity")
        yield name, found
        progress(number, len(masters))


def check_in_place(masters: Masters, *, progress: Progress) -> None:
    """Ask the storage for each of `masters` and its size. Raises `BackupFailed`."""
    storage = store.masters()
    for number, (digest, size) in enumerate(masters, start=1):
        path = store.master_path(digest)
        try:
            if not storage.exists(path) or storage.size(path) != size:
                raise BackupFailed(f"master {digest} is not whole in its storage; see check_fixity")
        except store.Unreachable as error:
            raise BackupFailed(f"the storage of the masters does not answer: {error}") from error
        progress(number, len(masters))


def lay_back(source: Path) -> None:
    """Put one verified copy, named by its digest, into the storage. Raises `BackupFailed`.

    It gets its name when all of it has come, so that the next restoration does not take what a
    killed one left for a master. One that is there is never replaced.
    """
    storage, digest, size = store.masters(), source.name, source.stat().st_size
    path = store.master_path(digest)
    try:
        if not storage.exists(path):
            with source.open("rb") as file:
                received = store.receive(store.read_chunks(file), limit=size)
            store.keep_master(received.name, digest)
        elif storage.size(path) != size:
            raise BackupFailed(f"master {digest} is in the storage already, and not whole")
    except store.Unreachable as error:
        raise BackupFailed(f"the storage of the masters does not answer: {error}") from error


def _copy_out(storage: Storage, path: str, target: Path) -> str:
    """Copy and return the digest of what lies at the target now."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with storage.open(path) as source, target.open("wb") as copy:
        while chunk := source.read(store.CHUNK_BYTES):
            copy.write(chunk)
    target.chmod(0o600)
    return store.digest_of(target)
