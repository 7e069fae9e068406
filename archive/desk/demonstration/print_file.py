"""Printing set pages to a PDF whose text can be selected and searched."""

from __future__ import annotations

import ctypes
import io
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from archive.desk.demonstration.setting import HEIGHT, WIDTH, Line, Sheet, font_file


def print_pdf(sheets: list[Sheet]) -> bytes:
    """Return the pages as a PDF with its fonts inside."""
    document = pypdfium2.PdfDocument.new()
    fonts = {bold: _load_font(document, bold) for bold in (False, True)}
    for sheet in sheets:
        page = document.new_page(WIDTH, HEIGHT)
        for line in sheet.lines:
            _put(document, page, line, fonts[line.bold])
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def _load_font(document: Any, bold: bool) -> Any:
    data = font_file(bold).read_bytes()
    array = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    return pdfium.FPDFText_LoadFont(document.raw, array, len(data), pdfium.FPDF_FONT_TRUETYPE, 1)


def _put(document: Any, page: Any, line: Line, font: Any) -> None:
    text = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, line.size)
    # A space at the end of a line keeps the words of two lines apart for whoever reads the text.
    wide = ctypes.create_string_buffer(f"{line.text} \0".encode("utf-16-le"))
    pdfium.FPDFText_SetText(text, ctypes.cast(wide, ctypes.POINTER(ctypes.c_ushort)))
    pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, line.x, HEIGHT - line.y)
    pdfium.FPDFPage_InsertObject(page.raw, text)
