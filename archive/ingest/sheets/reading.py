"""Reading a spreadsheet file: CSV in any encoding met in Vietnam, or XLSX, as rows of text.

Every file is a stranger's: what it claims to hold is measured before it is unpacked.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.ingest.sheets.workbooks import is_workbook, read_workbook
from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.values.legacy import UnreadableText, convert, convert_as, decode
from archive.values.text import nfc

MOST_BYTES = 128 * 1024 * 1024
MOST_ROWS = 200_000
_DELIMITERS = ",;\t|"
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_SAID = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


class UnreadableSheet(Exception):
    """The file cannot be taken as a spreadsheet; `reason` says why and what to do."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Table:
    """A heading and the rows below it, each with its number in the file, all text in NFC.

    `faults` are cells that hold no plain value (row → column number → why), `notices` what the
    person should know of the file as a whole.
    """

    heading: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str = ""
    faults: dict[int, dict[int, Said]] = field(default_factory=dict)
    notices: list[Said] = field(default_factory=list)


def read_table(content: bytes) -> Table:
    """The first table of a file. Raises UnreadableSheet."""
    if not content.strip():
        raise UnreadableSheet(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise UnreadableSheet(
            _("The file is larger than %(size)s MB. Divide it.") % {"size": MOST_BYTES >> 20}
        )
    table = _from_workbook(content) if is_workbook(content) else _from_text(content)
    if not table.rows:
        raise UnreadableSheet(_("There is no row below the headings."))
    return table


def _from_text(content: bytes) -> Table:
    try:
        decoded = decode(content)
    except UnreadableText:
        raise UnreadableSheet(
            _("This is neither a CSV nor an XLSX file. Save the table as XLSX and try again.")
        ) from None
    lines = _records(decoded.text)
    table = _table(lines, decoded.encoding)
    if decoded.encoding not in ("utf-8", "utf-8-sig", "utf-16"):
        table.notices.append(_converted_notice(decoded.encoding))
    if decoded.restored:
        table.notices.append(
            _("In %(count)s words capitals were put back that TCVN3 cannot write.")
            % {"count": decoded.restored}
        )
    if decoded.lost:
        table.notices.append(
            _("%(count)s signs have no meaning in this encoding; they show as �.")
            % {"count": decoded.lost}
        )
    return table


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    first_line = text.partition("\n")[0]
    if said := _SAID.match(text):  # as Excel writes it, to tell what parts the cells
        text, first_line = "\n" + text[said.end() :], said[1]
    delimiter = max(_DELIMITERS, key=first_line.count)
    # Line by line: as a file in memory the text would stand there again, at four bytes a sign.
    lines = (match[0] for match in _LINE.finditer(text))
    reader = csv.reader(lines, delimiter=delimiter)
    csv.field_size_limit(1_000_000)
    number = 1
    try:
        for row in reader:
            yield number, row
            number = reader.line_num + 1
    except csv.Error:
        raise UnreadableSheet(
            _("Row %(row)s cannot be read: a quotation mark is not closed or a cell too long.")
            % {"row": number}
        ) from None


def _from_workbook(content: bytes) -> Table:
    workbook = read_workbook(content, most_rows=MOST_ROWS)
    if workbook.refusal:
        raise UnreadableSheet(workbook.refusal)
    table = _table(iter(workbook.rows), "xlsx")
    table.faults, table.notices = workbook.faults, workbook.notices
    _unify_encoding(table)
    return table


def _unify_encoding(table: Table) -> None:
    """Cells typed in a legacy font: judged together, since one cell alone convinces nobody."""
    sample = "\n".join(cell for _number, row in table.rows[:500] for cell in row if cell)
    encoding = convert(sample).encoding
    if encoding in ("", "decomposed", "viqr"):
        return
    table.encoding = encoding
    table.notices.append(_converted_notice(encoding))
    table.heading = [convert_as(cell, encoding).text for cell in table.heading]
    table.rows = [
        (number, [convert_as(cell, encoding).text for cell in row]) for number, row in table.rows
    ]


def _converted_notice(encoding: str) -> Said:
    return _("The text was in %(encoding)s and was converted to Unicode.") % {
        "encoding": encoding.upper()
    }


def _table(lines: Iterator[tuple[int, list[str]]], encoding: str) -> Table:
    heading: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    known: dict[str, str] = {}
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        # What many rows say is kept once: most cells of a long table repeat others.
        cells = [known.setdefault(cell, nfc(cell)) for cell in cells]
        if heading is None:
            heading = [cell.strip() for cell in cells]
            continue
        rows.append((number, cells))
        if len(rows) > MOST_ROWS:
            raise UnreadableSheet(
                _("There are more than %(count)s rows. Divide the file.") % {"count": MOST_ROWS}
            )
    return Table(heading or [], rows, encoding)
