"""Parts of the Word documents of a dossier: tables, and text a Word file can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docx.document import Document as WordDocument

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def table(
    document: WordDocument, rows: Iterable[Sequence[str]], *, head: Sequence[str] = ()
) -> None:
    """Add a table with a line for each of `rows`, all of one length; a dash where there is none."""
    lines = [head, *rows] if head else list(rows)
    if len(lines) <= bool(head):
        document.add_paragraph("–")
        return
    made = document.add_table(rows=len(lines), cols=len(lines[0]), style="Table Grid")
    for row, line in zip(made.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = printable(text)
    if head:
        for cell in made.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True


def printable(text: str) -> str:
    """Return `text` without what no Word file can hold."""
    return _UNPRINTABLE.sub("", text)
