"""Reading a spreadsheet file: CSV in any encoding met in Vietnam, or XLSX, as rows of text.

Every file is a stranger's: what it claims to hold is measured before it is unpacked. A long one is
never held whole: its rows are put aside in a file as they are read, and taken up from there.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO

from archive.ingest.sheets.workbooks import UnreadableSheet, Workbook, is_workbook
from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.values.legacy import Lines, UnreadableText, convert, convert_as
from archive.values.text import nfc

Line = tuple[int, list[str]]
"""The number of a row in its file, and its cells."""

MOST_BYTES = 128 * 1024 * 1024
MOST_ROWS = 200_000
MOST_IN_LINE = 8 << 20
"""Bytes: a line is held whole while it is read, at twenty times its length."""
_JUDGED = 500
_DELIMITERS = ",;\t|"
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_HEAD = 4096
# What many programs write as `.xls`.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|meta|style|table|\?xml)\b", re.I)
_SAID = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


class Rows:
    """Rows put aside in a file: gone through as often as need be, once at a time."""

    def __init__(self, aside: BinaryIO) -> None:
        self._aside = aside
        self._count = 0

    def append(self, line: Line) -> None:
        self._aside.write(json.dumps(line).encode() + b"\n")
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Line]:
        self._aside.seek(0)
        for kept in self._aside:
            number, cells = json.loads(kept)
            yield number, cells


@dataclass
class Table:
    """A heading and the rows below it, each with its number in the file, all text in NFC.

    `faults` are cells that hold no plain value (row → column number → why), `notices` what the
    person should know of the file as a whole.
    """

    heading: list[str]
    rows: Rows
    encoding: str = ""
    faults: dict[int, dict[int, Said]] = field(default_factory=dict)
    notices: list[Said] = field(default_factory=list)


def read_table(file: BinaryIO, aside: BinaryIO) -> Table:
    """The first table of a file, its rows put into the empty file `aside`.

    Raises UnreadableSheet.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not any(part.strip() for part in iter(lambda: file.read(1 << 20), b"")):
        raise UnreadableSheet(_("The file is empty."))
    if size > MOST_BYTES:
        raise UnreadableSheet(
            _("The file is larger than %(size)s MB. Divide it.") % {"size": MOST_BYTES >> 20}
        )
    file.seek(0)
    head = file.read(_HEAD)
    if _MARKUP.match(head):
        raise UnreadableSheet(
            _("This is a web page that is only named like a table. Open it in the spreadsheet "
              "program and save it as XLSX.")
        )  # fmt: skip
    read = _from_workbook if is_workbook(head) else _from_text
    table = read(file, Rows(aside))
    if not table.rows:
        raise UnreadableSheet(_("There is no row below the headings."))
    return table


def _from_text(file: BinaryIO, rows: Rows) -> Table:
    file.seek(0)
    try:
        _refuse_endless_lines(file)
        text = Lines(file)
    except UnreadableText:
        raise UnreadableSheet(
            _("This is neither a CSV nor an XLSX file. Save the table as XLSX and try again.")
        ) from None
    heading = _put_aside(_plain(_records(iter(text))), rows)
    table = Table(heading, rows, text.encoding)
    if text.encoding not in ("utf-8", "utf-8-sig", "utf-16"):
        table.notices.append(_converted_notice(text.encoding))
    if text.restored:
        table.notices.append(
            _("In %(count)s words capitals were put back that TCVN3 cannot write.")
            % {"count": text.restored}
        )
    if text.lost:
        table.notices.append(
            _("%(count)s signs have no meaning in this encoding; they show as �.")
            % {"count": text.lost}
        )
    return table


def _refuse_endless_lines(file: BinaryIO) -> None:
    """Raise UnreadableText where a line is longer than a row of a table can be."""
    length = 0
    while chunk := file.read(1 << 16):
        end = chunk.rfind(b"\n")
        length = length + len(chunk) if end < 0 else len(chunk) - end - 1
        if length > MOST_IN_LINE:
            raise UnreadableText
    file.seek(0)


def _records(text: Iterator[str]) -> Iterator[Line]:
    first = next(text, "")
    first_line = first.partition("\n")[0]
    if said := _SAID.match(first):  # as Excel writes it, to tell what parts the cells
        first, first_line = "\n" + first[said.end() :], said[1]
    delimiter = max(_DELIMITERS, key=first_line.count)
    lines = (match[0] for part in chain([first], text) for match in _LINE.finditer(part))
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


def _from_workbook(file: BinaryIO, rows: Rows) -> Table:
    workbook = Workbook(file, most_rows=MOST_ROWS)
    lines = _plain(workbook.rows())
    # Cells typed in a legacy font: judged together, since one cell alone convinces nobody.
    first = list(islice(lines, 1 + _JUDGED))
    encoding = _legacy_encoding(first[1:])
    heading = _put_aside(chain(first, lines), rows, _reading_as(encoding))
    notices = workbook.notices + ([_converted_notice(encoding)] if encoding else [])
    return Table(heading, rows, encoding or "xlsx", workbook.faults, notices)


def _legacy_encoding(lines: Iterable[Line]) -> str:
    encoding = convert("\n".join(cell for _number, row in lines for cell in row if cell)).encoding
    return "" if encoding in ("decomposed", "viqr") else encoding


def _reading_as(encoding: str) -> Callable[[str], str] | None:
    return (lambda cell: convert_as(cell, encoding).text) if encoding else None


def _converted_notice(encoding: str) -> Said:
    return _("The text was in %(encoding)s and was converted to Unicode.") % {
        "encoding": encoding.upper()
    }


def _plain(lines: Iterable[Line]) -> Iterator[Line]:
    """The rows that say anything, in NFC."""
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            yield number, [nfc(cell) for cell in cells]


def _put_aside(
    lines: Iterator[Line], rows: Rows, read: Callable[[str], str] | None = None
) -> list[str]:
    """Put the rows below the heading into `rows`, and return the heading."""
    _number, heading = next(lines, (0, []))
    heading = [cell.strip() for cell in heading]
    for number, cells in lines:
        rows.append((number, [read(cell) for cell in cells] if read else cells))
        if len(rows) > MOST_ROWS:
            raise UnreadableSheet(
                _("There are more than %(count)s rows. Divide the file.") % {"count": MOST_ROWS}
            )
    return [read(cell) for cell in heading] if read else heading
