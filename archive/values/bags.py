"""Bags: files that travel together and can be checked where they arrive (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol

from archive.values.carried_names import is_carried

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_CHUNK_BYTES = 1024 * 1024
# Of a hundred thousand files the list of digests does not lie in memory.
_MOST_IN_MEMORY = 8 * _CHUNK_BYTES
_BLANKS = re.compile(r"\s+")

Info = Sequence[tuple[str, str]]


class Carrier(Protocol):
    """What a bag is written into: each file once, from its beginning to its end."""

    def open(self, name: str, *, is_packed: bool) -> AbstractContextManager[IO[bytes]]:
        """Open a new file; `is_packed` says that nothing is won by packing it again."""


class Folder:
    """A bag as a folder, which the caller has made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, name: str, *, is_packed: bool) -> AbstractContextManager[IO[bytes]]:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


class Zip:
    """A bag as one ZIP with the folder `root` in it; `at` is the hour its files are given."""

    def __init__(self, packed: zipfile.ZipFile, *, root: str, at: dt.datetime) -> None:
        self.packed, self.root, self.at = packed, root, at

    def open(self, name: str, *, is_packed: bool) -> AbstractContextManager[IO[bytes]]:
        entry = zipfile.ZipInfo(f"{self.root}/{name}", date_time=self.at.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        return self.packed.open(entry, "w", force_zip64=True)


class Bag:
    """One bag in the making: every file is hashed as it is written, none is held in memory.

    It is none before `finish` has written the lists, and `close` lets go of what they are made of.
    """

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._payload: IO[bytes] = SpooledTemporaryFile(_MOST_IN_MEMORY)  # noqa: SIM115
        self._tags: list[str] = []
        self.size = 0
        self.count = 0

    def __enter__(self) -> Bag:
        return self

    def __exit__(self, *raised: object) -> None:
        self._payload.close()

    def add(self, name: str, body: bytes) -> str:
        """Write a whole file and return its SHA-256; below `data/` it is payload, else a tag."""
        return self.add_pieces(name, [body])

    def add_pieces(self, name: str, pieces: Iterable[bytes], *, is_packed: bool = False) -> str:
        """Write a file piece by piece and return its SHA-256.

        Raises `ValueError` for a name that not every system can hold, and whatever `pieces` does.
        """
        if not is_carried(name):
            raise ValueError(name)
        size, digest = self._write(name, pieces, is_packed=is_packed)
        line = f"{digest}  {name}\n"
        if name.startswith("data/"):
            self._payload.write(line.encode())
            self.size += size
            self.count += 1
        else:
            self._tags.append(line)
        return digest

    def finish(self, info: Info) -> str:
        """Write what makes a bag of it, with `info` in `bag-info.txt`.

        Returns the SHA-256 of the list that stands over all others: who keeps it can tell later
        that nothing was changed.
        """
        oxum = ("Payload-Oxum", f"{self.size}.{self.count}")
        self.add("bag-info.txt", _tag_lines([*info, oxum]))
        self.add("bagit.txt", _DECLARATION)
        self._payload.seek(0)
        self.add_pieces("manifest-sha256.txt", _pieces(self._payload))
        _size, digest = self._write(
            "tagmanifest-sha256.txt", [line.encode() for line in self._tags]
        )
        return digest

    def _write(
        self, name: str, pieces: Iterable[bytes], *, is_packed: bool = False
    ) -> tuple[int, str]:
        size, digest = 0, hashlib.sha256()
        with self._carrier.open(name, is_packed=is_packed) as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
                size += len(piece)
        return size, digest.hexdigest()


def readable_size(size: int) -> str:
    """Return a size as `Bag-Size` has it: `260 GB`, `42.6 MB`."""
    for unit, bytes_in in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes_in:
            return f"{size / bytes_in:.3g} {unit}"
    return f"{size} B"


def _tag_lines(info: Info) -> bytes:
    """One line a field: what somebody wrote in several lines would begin fields of its own."""
    lines = ((label, _BLANKS.sub(" ", value).strip()) for label, value in info)
    return "".join(f"{label}: {value}\n" for label, value in lines if value).encode()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_CHUNK_BYTES):
        yield piece
