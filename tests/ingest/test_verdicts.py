"""What is taken and what is refused, told from the bytes; nothing half-stored either way."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from PIL import Image

from archive.files.models import Master
from archive.ingest import plans
from archive.ingest.models import FileState
from archive.ingest.parsing import Parser, Refused
from archive.ingest.reasons import ADVICE, Refusal
from tests.ingest.conftest import (
    SHARED,
    Bring,
    Made,
    assembled,
    bytes_of,
    jpeg,
    locked_pdf,
    pdf,
    saved,
    scan,
    tape,
)


def flat_png(width: int, height: int) -> bytes:
    """Return a tiny PNG that says it is huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


SPOILT: list[tuple[str, bytes, str]] = [
    ("trống.pdf", b"", Refusal.EMPTY),
    ("cụt.jpg", jpeg()[:-2000], Refusal.TRUNCATED),
    ("khoá.pdf", locked_pdf(), Refusal.ENCRYPTED),
    ("hỏng.pdf", b"%PDF-1.4\nnot a document\n%%EOF", Refusal.DAMAGED),
    ("không trang.pdf", assembled(["<< /Type /Catalog /Pages 2 0 R >>",
                                   "<< /Type /Pages /Kids [] /Count 0 >>"]), Refusal.DAMAGED),
    ("bom.png", flat_png(100_000, 100_000), Refusal.BOMB),
    ("lab.tif", saved(scan(size=(80, 60)).convert("RGB").convert("LAB"), "TIFF"),
     Refusal.UNSUPPORTED),
    ("trang.html", b"<!DOCTYPE html><script>alert(1)</script>", Refusal.ACTIVE),
    ("ảnh.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Refusal.ACTIVE),
    ("ảnh.png", b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", Refusal.ACTIVE),
    ("mets.xml", b"<?xml version='1.0'?><mets/>", Refusal.UNSUPPORTED),
    ("xem.xml", b"<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?><a/>", Refusal.ACTIVE),
    ("iPhone.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 99, Refusal.HEIC),
    ("utf32.txt", "Lời kể".encode("utf-32"), Refusal.OLD_ENCODING),
    ("câm.wav", tape(0), Refusal.SILENT),
    ("thẻ hỏng.mp3", b"ID3\x04\x00\x00\x00\x00\x0f\x7fTIT2\xff\xff\xff\xff" + b"\0" * 2000,
     Refusal.DAMAGED),

    ("lạ.bin", bytes(range(256)) * 20, Refusal.UNKNOWN),
    ("động.gif", b"GIF89a" + b"\0" * 100, Refusal.UNSUPPORTED),
    ("gói.zip", b"PK\x03\x04" + b"\0" * 100, Refusal.UNSUPPORTED),
    ("giả.docx", b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml" + b"\0" * 99, Refusal.DAMAGED),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "reason"), SPOILT, ids=[case[0] for case in SPOILT])
def test_what_is_spoilt_is_refused_with_its_reason(
    name: str, data: bytes, reason: str, bring: Bring
) -> None:
    file = bring(name, data)
    assert (file.state, file.reason) == (FileState.REFUSED, reason), file.detail
    assert str(file.advice)
    assert not Master.objects.exists()
    assert everything_in("masters") == []


GOOD: list[tuple[str, Made, str, dict[str, Any]]] = [
    ("đơn.pdf.exe", jpeg(), "image/jpeg", {"width": 1240, "height": 1754}),
    ("a.png", lambda: saved(scan(), "PNG"), "image/png", {"bits": 8}),
    ("lzw.tif", lambda: saved(scan(), "TIFF", compression="tiff_lzw", dpi=(300, 300)),
     "image/tiff", {"dpi": 300}),
    ("g4.tif", lambda: saved(scan().convert("1"), "TIFF", compression="group4"),
     "image/tiff", {"bits": 1}),
    ("nhiều trang.tif",
     lambda: saved(scan(), "TIFF", save_all=True, append_images=[scan("2"), scan("3")]),
     "image/tiff", {"frames": 3}),
    ("16.png", saved(Image.new("I;16", (64, 64), 40_000), "PNG"), "image/png", {"bits": 16}),
    ("cmyk.jpg", jpeg(Image.new("CMYK", (64, 64), (0, 90, 90, 10))), "image/jpeg",
     {"colour_space": "cmyk"}),
    ("a.webp", lambda: saved(scan(), "WEBP"), "image/webp", {}),
    ("a.avif", lambda: saved(scan(), "AVIF"), "image/avif", {"width": 1240}),
    ("nhỏ.png", saved(scan(size=(40, 60)), "PNG"), "image/png", {"width": 40}),
    ("a.jp2", lambda: saved(scan(), "JPEG2000"), "image/jp2", {"width": 1240}),
    ("văn bản.pdf", pdf("Nghi quyet", "Trang hai"), "application/pdf",
     {"frames": 2, "version": "1.4"}),
    ("băng.mp3", tape(), "audio/wav", {"duration_ms": 2000, "channels": 1, "sample_rate": 8000}),
    ("lời.txt", "Tôi sinh năm 1931 ở Đơn Dương.".encode(), "text/plain", {"encoding": "utf-8"}),
    ("utf16.txt", "Tôi sinh năm 1931".encode("utf-16"), "text/plain", {"encoding": "utf-16"}),
    ("lời.rtf", rb"{\rtf1\ansi\ansicpg1258 L\u7901?i k\u7875? \par}", "application/rtf", {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "media_type", "technical"), GOOD, ids=[case[0] for case in GOOD]
)
def test_what_is_sound_is_kept_whatever_its_name(
    name: str, data: Made, media_type: str, technical: dict[str, Any], bring: Bring
) -> None:
    data = bytes_of(data)
    file = bring(name, data)
    assert file.is_accepted, (file.reason, file.detail)
    assert file.master is not None
    assert file.master.media_type == media_type
    assert technical.items() <= file.master.technical.items()
    with storages["masters"].open(file.master.path) as kept:
        assert kept.read() == data
    assert everything_in("masters") == [file.master.path]
    made = set(file.master.derivatives.values_list("role", "frame"))
    made.discard(("printout", 0))  # of a text, where there is LibreOffice
    assert made == {(step.role, step.frame) for step in plans.plan(file.master)}


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photograph_is_shown_upright(turn: int, bring: Bring) -> None:
    """A telephone writes the page as the sensor lay and says how to turn it; so may a G4 scan."""
    page = scan(size=(1240, 1754))
    page.paste(0, (0, 0, 620, 400))  # black at the top left
    exif = Image.Exif()
    exif[0x0112] = turn
    kinds = {
        "JPEG": saved(_as_the_sensor_lay(page, turn), "JPEG", exif=exif),
        "G4": saved(_as_the_sensor_lay(page, turn).convert("1", dither=Image.Dither.NONE), "TIFF",
                    compression="group4", tiffinfo={0x0112: turn}),
    }  # fmt: skip
    for name, data in kinds.items():
        file = bring(name, data)
        assert file.master is not None, (name, file.reason, file.detail)
        for role in ("pyramid", "page_image", "thumbnail"):
            made = file.master.derivatives.get(role=role)
            with storages["derivatives"].open(made.path) as kept, Image.open(kept) as seen:
                assert seen.height > seen.width, (name, role)
                grey: Any = seen.convert("L")
                assert grey.getpixel((5, 5)) < 90 < 180 < grey.getpixel((5, seen.height - 5))
                assert grey.getpixel((seen.width - 5, 5)) > 180


def _as_the_sensor_lay(page: Image.Image, turn: int) -> Image.Image:
    """Return what has to be turned by EXIF's `turn` to become `page`."""
    back = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    for step in back.get(turn, []):
        page = page.transpose(step)
    return page


def test_what_no_database_takes_is_left_out_of_tags(bring: Bring) -> None:
    """NUL and half of a pair of surrogates in the title of a PDF, as broken programs write them."""
    for title, kept in (("<FEFF004E0000011100690065>", "Nđie"), ("<FEFF004ED80000EA>", None)):
        found = _titled(title, bring)
        assert found.get("Title") == kept


def _titled(title: str, bring: Bring) -> dict[str, str]:
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        f"<< /Title {title} >>",
    ]
    file = bring("a.pdf", assembled(bodies, trailer="/Info 4 0 R"))
    assert file.master is not None, file.detail
    tags: dict[str, str] = file.master.technical["tags"]
    return tags


def test_every_refusal_says_what_to_do() -> None:
    assert set(Refusal.values) == set(ADVICE)


def test_a_parser_that_hangs_or_dies_costs_one_file(tmp_path: Path) -> None:
    """An honest question asked with no time at all, then the same with time."""
    path = tmp_path / "scan"
    path.write_bytes(jpeg())
    with Parser(seconds=60) as hurried:
        hurried.seconds = 0
        with pytest.raises(Refused) as refused:
            hurried.ask("probe", path=str(path), max_pixels=10**9)
        assert refused.value.reason == "too_heavy"
        hurried.seconds = 60
        assert hurried.ask("probe", path=str(path), max_pixels=10**9)["family"] == "image"


def test_memory_is_limited(tmp_path: Path) -> None:
    """JPEG 2000 is opened whole: 16 megapixels in three colours do not fit into the limit."""
    path = tmp_path / "large.jp2"
    path.write_bytes(saved(Image.new("RGB", (4000, 4000)), "JPEG2000"))
    with Parser(seconds=60, memory=250 * 1024**2) as small, pytest.raises(Refused) as refused:
        small.ask("probe", path=str(path), max_pixels=10**9)
    # OpenJPEG does not say why it gave up; that the parser gave up and not the machine counts.
    assert refused.value.reason in {"too_heavy", "damaged"}


@pytest.mark.parametrize("folder", ["images", "pdf", "audio", "scans", "strings"])
def test_a_strangers_files_never_stop_the_parser(folder: str, parser: Parser) -> None:
    """Every file of the shared collection is answered: taken, or refused for a known reason."""
    files = [path for path in sorted((SHARED / folder).rglob("*")) if path.is_file()]
    if not files:
        pytest.skip("the shared material is not beside the project")
    for path in files:
        try:
            found = parser.ask("probe", path=str(path), max_pixels=500_000_000)
        except Refused as refusal:
            assert refusal.reason in Refusal.values, path
            assert str(SHARED) not in refusal.detail
        else:
            json.dumps(found)
            assert found["family"] in {"image", "pdf", "audio", "video", "text"}, path


def everything_in(storage: str) -> list[str]:
    """Return every file of a storage, passing ones among them."""
    root = Path(storages[storage].location)  # type: ignore[attr-defined]
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_scan_of_too_many_pages_is_refused_and_not_cut(bring: Bring) -> None:
    """Six thousand tiny pages, each of the same few points."""
    points, entries = bytes(64), 10
    size = 2 + entries * 12 + 4

    def page(number: int) -> bytes:
        fields = [(256, 8), (257, 8), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 8),
                  (279, 64), (284, 1)]  # fmt: skip
        body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields)
        following = 72 + (number + 1) * size if number < 5999 else 0
        return struct.pack("<H", entries) + body + struct.pack("<I", following)

    pages = b"".join(page(number) for number in range(6000))
    file = bring("sáu nghìn.tif", b"II*\0" + struct.pack("<I", 72) + points + pages)
    assert (file.reason, file.detail) == (Refusal.TOO_HEAVY, "6000 pages")
