"""Parts of the Word documents of a dossier: the sheet, tables, text a Word file can hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Row

from archive.values.text import for_xml

_FONT = "Times New Roman"
# A4 with the margins offices print with; what is left between them is the width of a table.
_LEFT, _RIGHT, _UPRIGHT = Mm(30), Mm(20), Mm(20)
_WIDTH = Mm(210) - _LEFT - _RIGHT


def new_document(heading: str, title: str, code: str, *, is_demonstration: bool) -> WordDocument:
    """Return an A4 document with its heading, numbered pages, and a mark if it is invented."""
    document = Document()
    document.core_properties.title = for_xml(f"{heading} {code}")
    document.core_properties.author = ""
    document.core_properties.language = "vi-VN"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.top_margin = section.bottom_margin = _UPRIGHT
    _letter(document)
    _foot(document, code)
    document.add_heading(for_xml(heading), level=0)
    if is_demonstration:
        document.add_paragraph(_("Demonstration data: invented, no source of history."), "Quote")
    document.add_paragraph(for_xml(title)).runs[0].bold = True
    return document


def table(
    document: WordDocument,
    rows: Iterable[Sequence[str]],
    *,
    head: Sequence[str] = (),
    widths: Sequence[int] = (),
) -> None:
    """Add a table with a line for each of `rows`, all of one length; a dash where there is none.

    `widths` are parts of the whole width; without them the first of two columns is the narrow one.
    """
    lines = [head, *rows] if head else list(rows)
    if len(lines) <= bool(head):
        document.add_paragraph("–")
        return
    made = document.add_table(rows=len(lines), cols=len(lines[0]), style="Table Grid")
    made.autofit = False
    for row, line in zip(made.rows, lines, strict=True):
        _keep_together(row)
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = for_xml(text)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(11)
    _measure(made, widths or ((1, 2) if len(lines[0]) == 2 else (1,) * len(lines[0])))
    if head:
        _repeat_head(made)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _letter(document: WordDocument) -> None:
    """Set text and headings in a letter that has every Vietnamese mark and is on every machine."""
    for style in document.styles:
        if not hasattr(style, "font") or (style.element.rPr is None and style.name != "Normal"):
            continue
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].font.size = Pt(13)


def _foot(document: WordDocument, code: str) -> None:
    """Write the round's code and the number of the page under every page."""
    line = document.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = line.add_run(f"{for_xml(code)} · ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    run.font.size = Pt(10)


def _measure(made: Table, widths: Sequence[int]) -> None:
    for column, part in zip(made.columns, widths, strict=True):
        width = int(_WIDTH * part / sum(widths))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _keep_together(row: _Row) -> None:
    """Let a line that fits on one page not be torn between two."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat_head(made: Table) -> None:
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in made.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
