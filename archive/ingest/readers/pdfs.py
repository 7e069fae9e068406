"""PDF files: opened with PDFium; their scripts, forms and attachments are never run or followed."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from archive.ingest.formats import Format, NotKept, refuse_too_many
from archive.ingest.readers import pictures
from archive.values.legacy import convert, convert_as
from archive.values.text import nfc

Answer = dict[str, Any]
_LARGE_SIDE = 3500
_PUIDS = {10: "fmt/14", 11: "fmt/15", 12: "fmt/16", 13: "fmt/17", 14: "fmt/18", 15: "fmt/19"} | {
    16: "fmt/20",
    17: "fmt/276",
    20: "fmt/1129",
}
_REASONS = {
    raw.FPDF_ERR_PASSWORD: "encrypted",
    raw.FPDF_ERR_SECURITY: "encrypted",
    raw.FPDF_ERR_FORMAT: "damaged",
}


def probe(path: Path, found: Format, max_pixels: int, outs: dict[str, Path]) -> Answer:
    """Open the file and load every page."""
    document = _open(path)
    frames = len(document)
    if not frames:
        raise NotKept("no_pages")
    refuse_too_many(frames)
    unreadable = [n for n in range(frames) if not _loads(document, n)]
    if len(unreadable) == frames:
        raise NotKept("damaged", "no page can be opened")
    version = document.get_version() or 0
    width, height = _size(document, next(n for n in range(frames) if n not in unreadable))
    return {
        "family": "pdf",
        "puid": _PUIDS.get(version, ""),
        "frames": frames,
        "technical": {
            "format": found.name,
            "version": f"{version // 10}.{version % 10}",
            "pages": frames,
            "width_pt": round(width),
            "height_pt": round(height),
            "unreadable_pages": [n + 1 for n in unreadable],
            "scripts": raw.FPDFDoc_GetJavaScriptActionCount(document) > 0,
            "attachments": raw.FPDFDoc_GetAttachmentCount(document),
            "tags": _tags(document),
        },
    }


def derive(path: Path, outs: dict[str, Path], frame: int, *, format: str = "") -> Answer:
    document = _open(path)
    page = _page(document, frame)
    width, height = page.get_size()
    scale = _LARGE_SIDE / max(width, height, 1.0)
    # A ribbon of a page must not make a bitmap of no width.
    bitmap = page.render(scale=max(scale, 1 / max(min(width, height), 0.1)), may_draw_forms=True)
    if bitmap.width * bitmap.height > 4 * _LARGE_SIDE * _LARGE_SIDE:
        raise NotKept("bomb", f"{width:.0f} × {height:.0f} pt")
    return pictures.make(pictures.from_pillow(bitmap.to_pil()), outs)


def read(path: Path, frame: int) -> Answer:
    """Return the text layer of a page and its words with boxes."""
    page = _page(_open(path), frame)
    text_page = page.get_textpage()
    text = text_page.get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
    return _in_unicode(text, list(_words(page, text_page)))


def _in_unicode(text: str, words: list[list[Any]]) -> Answer:
    """Return the layer in NFC; one typed in an ABC or VNI font says so and keeps how it was."""
    converted = convert(text)
    if not converted.is_from_a_font:
        return {"text": nfc(text), "words": [[*box, nfc(word)] for *box, word in words]}
    return {
        "text": converted.text,
        "words": [[*box, convert_as(word, converted.encoding).text] for *box, word in words],
        "converted": converted.way | {"original": converted.original},
    }


def _tags(document: Any) -> dict[str, str]:
    """Return the document's own description. One that is broken costs itself, not the document."""
    try:
        return dict(document.get_metadata_dict(skip_empty=True))
    except UnicodeDecodeError:
        return {}


def _open(path: Path) -> Any:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        reason = _REASONS.get(getattr(error, "err_code", None), "damaged")
        raise NotKept(reason, str(error)) from None


def _page(document: Any, frame: int) -> Any:
    try:
        return document[frame]
    except pdfium.PdfiumError as error:
        raise NotKept("damaged", str(error)) from None


def _loads(document: Any, number: int) -> bool:
    try:
        width, height = _size(document, number)
    except NotKept:
        return False
    return width > 0 and height > 0


def _size(document: Any, number: int) -> tuple[float, float]:
    page = _page(document, number)
    try:
        width, height = page.get_size()
    finally:
        page.close()
    return width, height


def _words(page: Any, text_page: Any) -> Iterator[list[Any]]:
    """Yield `[x, y, width, height, word]` in fractions of the page as it is shown."""
    word, box = "", None
    for index in range(text_page.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text_page, index) or 32)
        if letter.isspace() or letter in "\ufffe\x00\x02":
            if word and box:
                yield _boxed(page, box, word)
            word, box = "", None
            continue
        word += letter
        box = _around(box, text_page.get_charbox(index))
    if word and box:
        yield _boxed(page, box, word)


def _around(box: Any, other: Any) -> Any:
    if box is None:
        return other
    return (
        min(box[0], other[0]),
        min(box[1], other[1]),
        max(box[2], other[2]),
        max(box[3], other[3]),
    )


def _boxed(page: Any, box: Any, word: str) -> list[Any]:
    # PDFium itself knows about rotation and crop box: ask it where the corners fall on a picture.
    fine = 10_000
    corners = [
        _on_picture(page, fine, box[0], box[3]),
        _on_picture(page, fine, box[2], box[1]),
    ]
    left, right = sorted((corners[0][0], corners[1][0]))
    top, bottom = sorted((corners[0][1], corners[1][1]))
    scaled = [left / fine, top / fine, (right - left) / fine, (bottom - top) / fine]
    return [*(round(min(max(part, 0.0), 1.0), 5) for part in scaled), word]


def _on_picture(page: Any, side: int, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, side, side, 0, x, y, across, down)
    return across.value, down.value
