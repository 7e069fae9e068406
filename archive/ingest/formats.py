"""What a file is, told from its bytes and never from its name.

A signature only says which reader to try; the reader then has to open the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from archive.values.legacy import UnreadableText, decode

HEAD_BYTES = 4096


class Reader(StrEnum):
    """Which of our readers opens the format."""

    IMAGE = "image"
    PDF = "pdf"
    SOUND = "sound"
    TEXT = "text"
    OFFICE = "office"
    FILM = "film"


@dataclass(frozen=True)
class Format:
    """A format: its reader, its media type, its PRONOM identifier where the bytes settle it."""

    name: str
    reader: Reader
    media_type: str
    puid: str = ""


class NotKept(Exception):
    """The bytes are of a format that is not kept; `reason` is a `reasons.Refusal` value."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


MOST_PAGES = 5000


def refuse_too_many(pages: int) -> None:
    """Raise `NotKept` for a file of more than `MOST_PAGES`, whatever its format."""
    if pages > MOST_PAGES:
        raise NotKept("too_heavy", f"{pages} pages")


JPEG = Format("JPEG", Reader.IMAGE, "image/jpeg")
PNG = Format("PNG", Reader.IMAGE, "image/png")
TIFF = Format("TIFF", Reader.IMAGE, "image/tiff", "fmt/353")
JP2 = Format("JPEG 2000", Reader.IMAGE, "image/jp2", "x-fmt/392")
WEBP = Format("WebP", Reader.IMAGE, "image/webp")
AVIF = Format("AVIF", Reader.IMAGE, "image/avif")
PDF = Format("PDF", Reader.PDF, "application/pdf")
WAV = Format("WAV", Reader.SOUND, "audio/wav", "fmt/6")
MP3 = Format("MP3", Reader.SOUND, "audio/mpeg", "fmt/134")
MP4 = Format("MP4", Reader.SOUND, "audio/mp4", "fmt/199")
OGG = Format("Ogg", Reader.SOUND, "audio/ogg")
FLAC = Format("FLAC", Reader.SOUND, "audio/flac", "fmt/279")
AIFF = Format("AIFF", Reader.SOUND, "audio/aiff")
AMR = Format("AMR", Reader.SOUND, "audio/amr")
ASF = Format("WMA", Reader.SOUND, "audio/x-ms-wma")
AAC = Format("AAC", Reader.SOUND, "audio/aac")
MATROSKA = Format("Matroska", Reader.SOUND, "video/x-matroska")
AVI = Format("AVI", Reader.SOUND, "video/x-msvideo", "fmt/5")
MPEG_1 = Format("MPEG-1", Reader.SOUND, "video/mpeg", "x-fmt/385")
MPEG_2 = Format("MPEG-2", Reader.SOUND, "video/mpeg", "x-fmt/386")
DOCX = Format(
    "DOCX",
    Reader.OFFICE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "fmt/412",
)
DOC = Format("DOC", Reader.OFFICE, "application/msword")
RTF = Format("RTF", Reader.OFFICE, "application/rtf")
TEXT = Format("text", Reader.TEXT, "text/plain", "x-fmt/111")

_SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (rb"\xff\xd8\xff", JPEG),
    (rb"\x89PNG\r\n\x1a\n", PNG),
    (rb"II\*\x00|MM\x00\*|II\+\x00|MM\x00\+", TIFF),
    (rb"\x00\x00\x00\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51", JP2),
    (rb"RIFF....WEBP", WEBP),
    (rb"%PDF-", PDF),
    (rb"(RIFF|RF64)....WAVE", WAV),
    (rb"FORM....AIF[FC]", AIFF),
    (rb"fLaC", FLAC),
    (rb"OggS", OGG),
    (rb"#!AMR", AMR),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", ASF),
    (rb"\x1a\x45\xdf\xa3", MATROSKA),
    (rb"RIFF....AVI ", AVI),
    # The first pack of a program stream; the bits behind its code tell the versions apart.
    (rb"\x00\x00\x01\xba[\x20-\x2f]", MPEG_1),
    (rb"\x00\x00\x01\xba[\x40-\x7f]", MPEG_2),
    (rb"\{\\rtf", RTF),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOC),
    (rb"\xff[\xf0\xf1\xf8\xf9]", AAC),
    (rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xfd]", MP3),
)
# Known, so that the person is told what it is, and not kept.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (rb"GIF8[79]a", "GIF"),
    (rb"BM.{4}\x00\x00\x00\x00", "BMP"),
    (rb"8BPS", "Photoshop"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "PostScript"),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b", "archive"),
    (rb"MZ|\x7fELF", "program"),
    (rb"MAC |MPCK|MP\+|wvpk|tBaK|OFR |DSD |FRM8", "rare audio"),
    (rb"P[1-7][\s]", "PNM"),
    (rb"FLV\x01", "FLV"),
    (rb"\x00\x00\x01[\xb3\xba]", "MPEG"),
)
# Brands of the ISO base media format that hold a still picture. HEIC needs an HEVC decoder, which
# none of the libraries kept here brings along for pictures (docs/dependencies.md).
_STILL_BRANDS = {b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"hevx", b"heim", b"heis"}
_MARKUP = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<!doctype|<!--|<svg|<html|<head|<body|<script|<\?php|<\?xml)", re.I
)
# What makes a browser run something, however the markup begins.
_RUNS = re.compile(rb"<(\w+:)?(svg|html|head|body|script)\b|<\?php|<\?xml-stylesheet|xhtml", re.I)


def recognise(head: bytes, *, size: int) -> Format:
    """Return the format whose signature `head` (the first `HEAD_BYTES`) carries.

    Raises `NotKept`.
    """
    if size == 0:
        raise NotKept("empty")
    head = _after_id3(head)
    for pattern, found in _SIGNATURES:
        if re.match(pattern, head, re.S):
            return found
    if head[:3] == b"ID3":
        return MP3
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if head[4:8] in (b"moov", b"mdat", b"wide"):
        return MP4
    if head[:4] == b"PK\x03\x04":
        return _zipped(head)
    if _MARKUP.match(head):
        if _RUNS.search(head):
            raise NotKept("active")
        raise NotKept("unsupported", "XML")
    for pattern, name in _OTHERS:
        if re.match(pattern, head, re.S):
            raise NotKept("unsupported", name)
    # PDF 1.7, appendix H: readers accept the header anywhere in the first 1,024 bytes.
    if b"%PDF-" in head[:1024]:
        return PDF
    return _plain(head)


def _after_id3(head: bytes) -> bytes:
    """Step over an ID3 tag that some programs put before FLAC or AAC."""
    if head[:3] == b"ID3" and len(head) > 10:
        length = sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        behind = head[10 + length :]
        if behind[:4] == b"fLaC" or re.match(rb"\xff[\xf0\xf1\xf8\xf9]", behind):
            return behind
    return head


def _boxed(head: bytes) -> Format:
    """Tell by the brands of the first box: the main one, and those it is compatible with."""
    brands = {head[at : at + 4] for at in range(8, min(int.from_bytes(head[:4]), 256), 4)}
    if head[8:12] in (b"avif", b"avis") or (head[8:12] == b"mif1" and b"avif" in brands):
        return AVIF
    if head[8:12] in _STILL_BRANDS:
        raise NotKept("heic")
    return MP4


def _zipped(head: bytes) -> Format:
    if b"[Content_Types].xml" in head or b"word/" in head or b"_rels/" in head:
        return DOCX
    raise NotKept("unsupported", "ZIP")


def _plain(head: bytes) -> Format:
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise NotKept("old_encoding", "UTF-32")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return TEXT
    if b"\x00" in head:
        if _is_text_all_the_same(head):
            return TEXT
        raise NotKept("unknown")
    controls = _controls(head.decode("latin-1"))
    # VPS and VISCII have letters where others have control signs.
    if controls > len(head) // 100 and decode(head).encoding not in ("vps", "viscii"):
        raise NotKept("unknown")
    return TEXT


def _is_text_all_the_same(head: bytes) -> bool:
    """Tell whether the zeros are those of UTF-16 without its mark, or a few in a text."""
    try:
        text = decode(head[: len(head) // 2 * 2]).text
    except UnreadableText:
        return False
    return "\0" not in text and _controls(text) <= len(text) // 100


def _controls(text: str) -> int:
    return sum(sign < "\t" or "\r" < sign < " " or sign == "\x7f" for sign in text)
