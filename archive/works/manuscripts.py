"""Taking a stranger's file in as a manuscript or a paper: looked at by content, kept once."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from docx import Document

from archive.files import store
from archive.files.models import Family, Master

MOST_BYTES = 64 * 1024 * 1024
# A Word file is packed; what it unpacks to is limited too, or a small file could fill the memory.
MOST_UNPACKED = 256 * 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAGIC = (
    (b"%PDF-", Family.PDF, "application/pdf"),
    (b"\xff\xd8\xff", Family.IMAGE, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", Family.IMAGE, "image/png"),
    (b"II*\x00", Family.IMAGE, "image/tiff"),
    (b"MM\x00*", Family.IMAGE, "image/tiff"),
)


class Unacceptable(Exception):
    """The file is not taken, and why."""

    def __init__(self, reason: StrPromise | str) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Taken:
    """A file looked at: what it is by its content, and its paragraphs where it has text."""

    family: Family
    media_type: str
    paragraphs: tuple[str, ...]


def keep(file: IO[bytes], *, name: str, at: dt.datetime) -> tuple[Master, list[str]]:
    """Keep the file as a master and return it with its paragraphs. Raises `Unacceptable`."""
    body = file.read(MOST_BYTES + 1)
    taken = look_at(body)
    received = store.receive([body], limit=MOST_BYTES)
    store.keep_master(received.name, received.digest)
    master, _new = Master.objects.get_or_create(
        digest=received.digest,
        defaults={
            "size": received.size,
            "family": taken.family,
            "media_type": taken.media_type,
            "original_name": name[-255:],
            "stored_at": at,
        },
    )
    return master, list(taken.paragraphs)


def look_at(body: bytes) -> Taken:
    """Tell what a file is by its content. Raises `Unacceptable`."""
    if not body:
        raise Unacceptable(_("The file is empty."))
    if len(body) > MOST_BYTES:
        raise Unacceptable(_("The file is larger than 64 MB."))
    for magic, family, media_type in _MAGIC:
        if body.startswith(magic):
            return Taken(family, media_type, ())
    if body.startswith(b"PK\x03\x04"):
        return Taken(Family.TEXT, WORD, tuple(_paragraphs_of_word(body)))
    return Taken(Family.TEXT, "text/plain", tuple(_paragraphs_of_text(body)))


def _paragraphs_of_word(body: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Unacceptable(_("The file unpacks to more than can be read."))
        document = Document(io.BytesIO(body))
        return _clean(paragraph.text for paragraph in document.paragraphs)
    except Unacceptable:
        raise
    except Exception as error:
        # Whatever a broken or foreign package makes the reader raise, it is not a Word file.
        raise Unacceptable(_("The file is not a Word document, or it is damaged.")) from error


def _paragraphs_of_text(body: bytes) -> list[str]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unacceptable(
            _("The file is neither PDF, image, Word document nor text in UTF-8.")
        ) from error
    if "\x00" in text:
        raise Unacceptable(_("The file is neither PDF, image, Word document nor text in UTF-8."))
    return _clean(text.splitlines())


def _clean(lines: Iterable[str]) -> list[str]:
    texts = (unicodedata.normalize("NFC", line).strip() for line in lines)
    return [text.replace("\x00", "") for text in texts if text]
