"""Files made to do harm: bombs, files that are two things at once, names and tags with scripts.

Each is brought through the real procedure. A file is kept or refused with a reason; the parser
lives on, nothing lies half-stored, and what is kept is served as what it is.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from archive.accounts.models import User
from archive.files.models import Master
from archive.ingest import derivation
from archive.ingest.models import Deposit, DepositedFile
from archive.ingest.parsing import Parser, Refused
from archive.ingest.reasons import Refusal
from tests.ingest.conftest import Bring, Made, assembled, bytes_of, jpeg, pdf, saved, scan, tape
from tests.ingest.test_verdicts import everything_in

# What is done with bytes made to do harm asks no database.
pytestmark = pytest.mark.once

SCRIPT = "<script>alert(1)</script>"


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def docx(document: bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        sum_ = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", sum_)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def atom(kind: bytes, body: bytes = b"", size: int | None = None) -> bytes:
    return struct.pack(">I", 8 + len(body) if size is None else size) + kind + body


def nested(kind: bytes, depth: int) -> bytes:
    data = b""
    for _level in range(depth):
        data = atom(kind, data)
    return data


def looping_tiff() -> bytes:
    """Return a TIFF whose only directory names itself as the next."""
    entries = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
               (273, 4, 1, 200), (277, 3, 1, 1), (278, 3, 1, 8), (279, 4, 1, 64)]  # fmt: skip
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    data = b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", 8)
    return data.ljust(200, b"\0") + bytes(64)


def flate_bomb_pdf() -> bytes:
    """Return a PDF whose page is drawn by 100 MB of nothing, packed small twice over."""
    packed = zlib.compress(zlib.compress(b" " * 100_000_000)).decode("latin-1")
    return assembled([
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        f"<< /Length {len(packed)} /Filter [/FlateDecode /FlateDecode] >>\n"
        f"stream\n{packed}\nendstream",
    ])  # fmt: skip


def looping_pdf() -> bytes:
    """Return a PDF whose tree of pages is its own child."""
    return assembled([
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>",
    ])  # fmt: skip


def huge_page_pdf() -> bytes:
    return assembled([
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99999999 99999999] >>",
    ])  # fmt: skip


def drawing_itself() -> bytes:
    """Return a PDF whose page shows a drawing that shows itself, twice."""
    drawn = "/Resources << /XObject << /X 5 0 R >> >> /Length"
    return assembled([
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /XObject << /X 5 0 R >> >> >>",
        "<< /Length 5 >>\nstream\n/X Do\nendstream",
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] {drawn} 11 >>\n"
        "stream\n/X Do /X Do\nendstream",
    ])  # fmt: skip


def jp2(side: int) -> bytes:
    """Return a JPEG 2000 that says it is so wide and high, and has no picture in it."""
    head = struct.pack(">HIIIIIIIIH", 0, side, side, 0, 0, side, side, 0, 0, 1) + b"\7\1\1"
    stream = b"\xff\x4f\xff\x51" + struct.pack(">H", len(head) + 2) + head
    said = atom(b"ihdr", struct.pack(">IIHBBBB", side, side, 1, 7, 7, 0, 0))
    said += atom(b"colr", b"\1\0\0\0\0\0\x11")
    sign = b"\0\0\0\x0cjP  \r\n\x87\n" + atom(b"ftyp", b"jp2 \0\0\0\0jp2 ")
    return sign + atom(b"jp2h", said) + atom(b"jp2c", stream)


FTYP = atom(b"ftyp", b"M4A \0\0\0\0M4A mp42")
HARMFUL: dict[str, tuple[Made, set[str]]] = {
    "a deep tree of a drawing.svg": (b"<svg>" * 5000, {Refusal.ACTIVE}),
    "pixel bomb.png": (png(60_000, 60_000, b"\0"), {Refusal.BOMB}),
    "lies about its rows.png": (png(20_000, 20_000, b"\0" * 99), {Refusal.TRUNCATED,
                                                                 Refusal.DAMAGED}),
    "zip bomb.docx": (lambda: docx(b" " * 110_000_000), {Refusal.TOO_HEAVY}),
    "billion laughs.docx": (
        docx(b"<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '" + b"&a;" * 2000 + b"'><!ENTITY c '"
             + b"&b;" * 2000 + b"'>]><a>" + b"&c;" * 2000 + b"</a>"),
        {Refusal.DAMAGED, ""}),
    "asks the network.docx": (
        docx(b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"),
        {Refusal.DAMAGED, ""}),
    "stream bomb.pdf": (flate_bomb_pdf, {"", Refusal.TOO_HEAVY, Refusal.DAMAGED}),
    "tree that loops.pdf": (looping_pdf(), {Refusal.DAMAGED, Refusal.NO_PAGES,
                                            Refusal.TOO_HEAVY}),
    "page of a kilometre.pdf": (huge_page_pdf(), {"", Refusal.BOMB, Refusal.DAMAGED}),
    "scripts.pdf": (
        pdf("x", extra="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), {""}),
    "directory that loops.tif": (looping_tiff(), {"", Refusal.DAMAGED}),
    "GIFAR.gif": (b"GIF89a" + b"\0" * 50 + zipped(**{"A.class": b"x"}), {Refusal.UNSUPPORTED}),
    "page in a page.pdf": (b"<html><script>1</script></html>\n" + pdf("x"), {Refusal.ACTIVE}),
    "atoms that loop.m4a": (FTYP + atom(b"moov", atom(b"trak", size=0) * 50), {
        Refusal.DAMAGED, Refusal.SILENT, Refusal.TRUNCATED}),
    "atom larger than all.m4a": (FTYP + struct.pack(">I4sQ", 1, b"moov", 2**63 - 1) + b"\0" * 99, {
        Refusal.DAMAGED, Refusal.SILENT, Refusal.TRUNCATED}),
    "atoms all the way down.m4a": (FTYP + nested(b"moov", 9000), {
        Refusal.DAMAGED, Refusal.SILENT, Refusal.TRUNCATED}),
    "no sound.mp4": (FTYP + atom(b"mdat"), {Refusal.DAMAGED, Refusal.SILENT, Refusal.TRUNCATED}),
    "only a tag.mp3": (b"ID3\x03\0\0\0\0\x0f\x76" + b"\0" * 2038, {Refusal.DAMAGED,
                                                                  Refusal.SILENT}),
    "head without body.flac": (b"fLaC\x80\0\0\x22" + b"\0" * 34, {Refusal.DAMAGED,
                                                                 Refusal.SILENT}),
    "climbs out.docx": (
        zipped(**{"[Content_Types].xml": b"<Types/>", "..__..__word__document.xml": b"<a/>"}),
        {Refusal.UNSUPPORTED}),
    "draws itself.pdf": (drawing_itself(), {Refusal.TOO_HEAVY}),
    "an open document.odt": (
        zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<a/>"}),
        {Refusal.UNSUPPORTED}),
    "bad index.avi": (b"RIFF\xff\xff\xff\x7fAVI LIST\4\0\0\0hdrlidx1\0\0\0\x80" + bytes(99),
                      {Refusal.DAMAGED}),
    "four thousand million.jp2": (jp2(2**32 - 1), {Refusal.BOMB, Refusal.DAMAGED}),
    "recorder lost power.mp4": (FTYP + atom(b"mdat", bytes(500), size=900), {Refusal.TRUNCATED}),
    "a playlist.mp4": (FTYP + b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", {
        Refusal.DAMAGED, Refusal.SILENT, Refusal.TRUNCATED}),
    "program.jpg": (b"MZ" + b"\0" * 500, {Refusal.UNSUPPORTED}),
    "wrong magic.jpg": (b"\xff\xd8\xff\xe0" + b"<html>" * 100, {Refusal.DAMAGED,
                                                               Refusal.TRUNCATED}),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_what_is_made_to_do_harm_does_none(name: str, bring: Bring, parser: Parser) -> None:
    data, ends = HARMFUL[name]
    file = bring(name, bytes_of(data))
    assert file.reason in ends, (file.reason, file.detail)
    assert file.finished_at is not None
    assert everything_in("masters") == ([file.master.path] if file.master else [])
    if file.reason:
        assert str(file.advice)
        assert not Master.objects.exists()
    assert bring("sau đó.jpg", jpeg()).is_accepted


def test_pages_that_take_all_the_time_are_not_all_tried(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def too_heavy(master: Master, batch: Any, *given: Any) -> None:
        asked.append(batch)
        raise Refused("too_heavy")

    monkeypatch.setattr(derivation, "_keep_answer", too_heavy)
    file = bring("nặng.pdf", pdf("mot", "hai", "ba", "bon", "nam", "sau"))
    assert file.is_accepted and file.finished_at
    assert len(asked) == 3


def served(client: Client, deposit: Deposit, file: DepositedFile) -> Any:
    return client.get(f"/desk/deposits/{deposit.pk}/files/{file.pk}/thumbnail")


TWO_THINGS = {
    "ảnh và gói.jpg": (jpeg() + zipped(**{"A.class": b"x"}), "image/jpeg"),
    "giấy và gói.pdf": (pdf("x") + zipped(**{"A.class": b"x"}), "application/pdf"),
    "ảnh và trang.png": (saved(scan(), "PNG") + SCRIPT.encode(), "image/png"),
    "băng và trang.wav": (tape() + SCRIPT.encode(), "audio/wav"),
}


@pytest.mark.parametrize("name", TWO_THINGS)
def test_what_is_two_things_is_only_ever_served_as_the_one(
    name: str, bring: Bring, client: Client, an: User, deposit: Deposit
) -> None:
    data, media_type = TWO_THINGS[name]
    file = bring(name, data)
    assert file.master is not None, file.detail
    assert file.master.media_type == media_type
    client.force_login(an, backend="django.contrib.auth.backends.ModelBackend")
    answer = served(client, deposit, file)
    if answer.status_code == 200:
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert b"script" not in b"".join(answer.streaming_content)


NAMES = [
    "../../etc/passwd",
    "..\\..\\windows\\system32\\a.jpg",
    "a\0.jpg",
    "/",
    "..",
    "\u202egpj.exe",
    "\u3000",
    "ệ" * 255 + ".jpg",
    "x" * 300,
    f"{SCRIPT}.jpg",
    "\ud800.jpg",
    "CON",
    "a\r\nSet-Cookie: b=c.jpg",
]


@pytest.mark.parametrize("name", NAMES, ids=[ascii(name)[:20] for name in NAMES])
def test_a_name_is_only_ever_shown(
    name: str, bring: Bring, client: Client, an: User, deposit: Deposit
) -> None:
    file = bring(name, "Lời kể".encode())
    assert file.is_accepted
    assert 0 < len(file.name.encode()) <= 255
    assert not set(file.name) & set("/\\\0\r\n\u202e")
    assert file.name.strip(" .\u3000")
    client.force_login(an, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/desk/deposits/{deposit.pk}/").content.decode()
    assert SCRIPT not in page


def test_tags_with_scripts_are_words(
    bring: Bring, client: Client, an: User, deposit: Deposit
) -> None:
    exif = described(SCRIPT)
    bring("a.jpg", jpeg(exif=exif))
    title = SCRIPT.encode("latin-1")
    frame = b"TIT2" + struct.pack(">I", len(title) + 1) + b"\0\0\0" + title
    size = bytes((len(frame) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    bring("a.wav", b"ID3\x03\0\0" + size + frame + tape())
    bring("a.pdf", assembled([
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", f"<< /Title ({SCRIPT}) >>",
    ], trailer="/Info 4 0 R"))  # fmt: skip
    client.force_login(an, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/desk/deposits/{deposit.pk}/").content.decode()
    assert page.count("a.pdf")
    assert SCRIPT not in page


def described(text: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = text
    return exif.tobytes()
