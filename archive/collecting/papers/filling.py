"""Making the papers, and filling in what is known.

A template is a Word document in which `{{nhan_chung}}` and the like stand for what is filled in.
They are looked up as plain names; nothing in a template is ever run, so an office may bring its
own without anybody having to read it for code.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from archive.collecting.models import PaperKind
from archive.collecting.papers.words import BLANK, FIELDS, OWN, PAPERS, VERSION, Paper
from archive.values.text import for_xml

_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def own_template(kind: PaperKind) -> bytes:
    """Return the program's own template of a paper."""
    paper = PAPERS[kind]
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    title = document.add_heading(paper.title, level=1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(OWN).runs[0].italic = True
    for words in paper.paragraphs:
        document.add_paragraph(words)
    _add_table(document, paper)
    for words in paper.closing:
        document.add_paragraph(words)
    document.add_paragraph("………………, ngày …… tháng …… năm ………").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _add_signatures(document, paper)
    return _saved(document)


def filled(template: bytes, values: Mapping[str, str]) -> bytes:
    """Return the template with each name it knows replaced; what is not known is left to write."""
    document = docx.Document(io.BytesIO(template))
    known = {"phien_ban": VERSION} | {name: text for name, text in values.items() if text}
    for paragraph in _paragraphs(document):
        if "{{" in paragraph.text:
            _fill(paragraph, known)
    return _saved(document)


def unknown_fields(template: bytes) -> list[str]:
    """Return the names in a template that nobody here can fill in."""
    document = docx.Document(io.BytesIO(template))
    asked = {name for each in _paragraphs(document) for name in _FIELD.findall(each.text)}
    return sorted(asked - FIELDS.keys())


def _fill(paragraph: Paragraph, known: Mapping[str, str]) -> None:
    """Fill in one paragraph: run by run where a name stands within one, else as a whole.

    Word cuts what was typed in one go into several runs as it likes.
    """
    within = sum(len(_FIELD.findall(run.text)) for run in paragraph.runs)
    if within == len(_FIELD.findall(paragraph.text)):
        for run in paragraph.runs:
            if _FIELD.search(run.text):
                run.text = _replaced(run.text, known)
    elif paragraph.runs:
        text = _replaced(paragraph.text, known)
        for run in paragraph.runs[1:]:
            run.text = ""
        paragraph.runs[0].text = text


def _replaced(text: str, known: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda match: for_xml(known.get(match[1], BLANK)), text)


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield every paragraph of the text, its tables, headers and footers."""
    places: list[Any] = [document]
    for section in document.sections:
        places += [section.header, section.footer]
    while places:
        place = places.pop()
        yield from place.paragraphs
        for table in place.tables:
            # A joined cell is one cell for every column it covers.
            places += {id(cell._tc): cell for row in table.rows for cell in row.cells}.values()


def _add_table(document: Document, paper: Paper) -> None:
    if not paper.table:
        return
    table = document.add_table(rows=0, cols=len(paper.table[0]), style="Table Grid")
    for row in paper.table:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()


def _add_signatures(document: Document, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=len(paper.signatures))
    for cell, who in zip(table.rows[0].cells, paper.signatures, strict=True):
        cell.text = f"{who}\n(ký, ghi rõ họ tên)\n\n\n"
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _saved(document: Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
