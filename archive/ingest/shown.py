"""Which file the frames of a master are shown from: itself, or what was printed of it."""

from __future__ import annotations

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


def shown_file(master: Master) -> Path:
    """Return the file whose frames are shown; the copy of one kept elsewhere is to be put away."""
    storage, path = store.masters(), master.path
    if master.is_printed:
        printout = master.derivatives.get(role=Derivative.Role.PRINTOUT)
        storage, path = store.derivatives(), printout.path
    return store.kept_copy(storage, path, as_name=_name(master))


def put_away(master: Master) -> None:
    """Throw away the copy of what is shown, once no further turn needs it."""
    store.workshop().with_name(_name(master)).unlink(missing_ok=True)


def _name(master: Master) -> str:
    return f"shown-{master.digest}"
