"""The masters in a backup: copied out of any storage and laid back into any, or left in place.

A bucket may be kept safe by its provider's means. Then a backup names what must be in it, and a
restoration asks for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage

from archive.files import store
from archive.files.models import Master

Progress = Callable[[int, int], None]


class NotWhole(Exception):
    """A master is not what it should be; the text says which and how."""


def copy_out(folder: Path, *, total: int, progress: Progress) -> Iterator[tuple[str, str]]:
    """Copy every master into `folder`; yield its name there and its digest. Raises `NotWhole`."""
    storage = store.masters()
    for number, master in enumerate(Master.objects.order_by("id").iterator(), start=1):
        name = f"masters/{master.path}"
        try:
            found = _copy_out(storage, master.path, folder / name)
        except FileNotFoundError as error:
            raise NotWhole(f"master {master.digest} is missing in the storage") from error
        except store.Unreachable as error:
            raise NotWhole(f"the storage of the masters does not answer: {error}") from error
        if found != master.digest:
            raise NotWhole(f"master {master.digest} is altered; see check_fixity")
        yield name, found
        progress(number, total)


def check_in_place(*, total: int, progress: Progress) -> None:
    """Ask the storage for every master of the database and its size. Raises `NotWhole`."""
    storage = store.masters()
    wanted = Master.objects.order_by("id").values_list("digest", "size")
    for number, (digest, size) in enumerate(wanted.iterator(), start=1):
        path = store.master_path(digest)
        try:
            if not storage.exists(path) or storage.size(path) != size:
                raise NotWhole(f"master {digest} is not whole in its storage; see check_fixity")
        except store.Unreachable as error:
            raise NotWhole(f"the storage of the masters does not answer: {error}") from error
        progress(number, total)


def lay_back(source: Path, path: str) -> None:
    """Put one verified copy into the storage as `path`, unless it is there. Raises `NotWhole`."""
    storage = store.masters()
    try:
        if storage.exists(path):
            return
        with source.open("rb") as file:
            storage.save(path, File(file))
    except store.Unreachable as error:
        raise NotWhole(f"the storage of the masters does not answer: {error}") from error
    if isinstance(storage, FileSystemStorage):
        Path(storage.path(path)).chmod(store.READ_ONLY)


def _copy_out(storage: Storage, path: str, target: Path) -> str:
    """Copy and return the digest of what lies at the target now."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with storage.open(path) as source, target.open("wb") as copy:
        while chunk := source.read(store.CHUNK_BYTES):
            copy.write(chunk)
    target.chmod(0o600)
    return store.digest_of(target)
