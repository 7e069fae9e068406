"""Which file the frames of a master are shown from: itself, or what was printed of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.ingest.formats import Reader

_READERS = {
    Family.IMAGE: Reader.IMAGE,
    Family.PDF: Reader.PDF,
    Family.AUDIO: Reader.SOUND,
    Family.VIDEO: Reader.SOUND,
}


def reader_of(master: Master) -> Reader:
    """Return which reader opens what is shown of the master."""
    if master.is_printed:
        return Reader.PDF
    if master.family == Family.TEXT:
        return Reader.TEXT if master.media_type == "text/plain" else Reader.OFFICE
    return _READERS[Family(master.family)]


@contextmanager
def shown_file(master: Master) -> Iterator[Path]:
    """Lend the file whose frames are shown."""
    storage, path = store.masters(), master.path
    if master.is_printed:
        printout = master.derivatives.get(role=Derivative.Role.PRINTOUT)
        storage, path = store.derivatives(), printout.path
    with store.local_copy(storage, path) as local:
        yield local
