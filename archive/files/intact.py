"""Reading a stored file to its end, and knowing then whether it is what was entered of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from archive.files.models import Derivative, Master
from archive.files.store import CHUNK_BYTES, derivatives, masters


class Damaged(Exception):
    """A stored file is not there, cannot be read, or is no longer what was entered of it.

    The text names the file as people know it, where it lies, and what is wrong.
    """

    def __init__(self, kept: Master | Derivative, fault: str) -> None:
        super().__init__(f"{kept} ({kept.path}) {fault}")
        self.kept = kept


def intact_pieces(kept: Master | Derivative) -> Iterator[bytes]:
    """Yield the bytes of a stored file piece by piece.

    Raises `Damaged`, if need be when all of them have been given: what was made of them is to be
    thrown away. Raises `store.Unreachable` where the storage does not answer.
    """
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(kept):
        digest.update(piece)
        size += len(piece)
        yield piece
    if size != kept.size:
        raise Damaged(kept, f"has {size} bytes, not {kept.size}")
    if digest.hexdigest() != kept.digest:
        raise Damaged(kept, "is altered: its SHA-256 is not the one taken when it was stored")


def _pieces(kept: Master | Derivative) -> Iterator[bytes]:
    storage = masters() if isinstance(kept, Master) else derivatives()
    try:
        file = storage.open(kept.path)
    except FileNotFoundError:
        raise Damaged(kept, "is missing in the storage") from None
    except OSError as error:
        raise Damaged(kept, f"cannot be opened: {error.strerror}") from error
    with file:
        while True:
            try:
                piece = file.read(CHUNK_BYTES)
            except OSError as error:
                raise Damaged(kept, f"cannot be read: {error.strerror}") from error
            if not piece:
                return
            yield piece
