"""XLSX as a stranger sends it: measured before it is unpacked, formulas and merges reported."""

from __future__ import annotations

import datetime as dt
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from openpyxl import load_workbook

from archive.jobs.said import Said
from archive.jobs.said import say as _

_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_RATIO = 300
# One long text may stand in every cell, and the file is hardly longer for it.
_MOST_SIGNS = 128 * 1024 * 1024
_MOST_PARTS = 2000
_MOST_COLUMNS = 200
_MOST_BEFORE_ROOT = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
# Comments, and instructions as `<?xml …?>`, may stand before the first element; nothing else.
# Nothing is tried twice: a head of openings that never close must not take minutes.
_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>[ \t\r\n]+|<!--(?>.*?-->)|<\?(?>.*?\?>))*+<[A-Za-z_]", re.DOTALL
)

_FAULTS = {
    "f": _("A formula. Paste its value instead."),
    "e": _("An error value of the spreadsheet program."),
}

_FAR_MORE = _("The file would unpack to far more than a table holds; it was not opened.")

logger = logging.getLogger(__name__)


class UnreadableSheet(Exception):
    """The file cannot be taken as a spreadsheet; `reason` says why and what to do."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


def is_workbook(content: bytes) -> bool:
    """Tell whether the bytes claim to be a spreadsheet of Excel, old or new."""
    return content.startswith((b"PK\x03\x04", _OLE))


class Workbook:
    """The first sheet of a file; `faults` and `notices` are whole when its rows have been read."""

    def __init__(self, file: BinaryIO, *, most_rows: int) -> None:
        self._file = file
        self._most_rows = most_rows
        self.faults: dict[int, dict[int, Said]] = {}
        self.notices: list[Said] = []

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows with anything in them. Raises UnreadableSheet."""
        self._file.seek(0)
        if self._file.read(len(_OLE)) == _OLE:
            raise UnreadableSheet(
                _("This is an old XLS file or locked by a password. Save it as XLSX.")
            )
        try:
            with zipfile.ZipFile(self._file) as archive:
                if refusal := _refusal(archive):
                    raise UnreadableSheet(refusal)
                yield from self._read(archive)
        except UnreadableSheet:
            raise
        except Exception:
            # What a stranger's file makes the library stumble over has no end of names.
            logger.info("an XLSX file that cannot be read", exc_info=True)
            raise UnreadableSheet(
                _("The XLSX file is damaged. Open it and save it again.")
            ) from None

    def _read(self, archive: zipfile.ZipFile) -> Iterator[tuple[int, list[str]]]:
        book = load_workbook(self._file, read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0] if book.worksheets else None
            if sheet is None:
                raise UnreadableSheet(_("The file has no sheet."))
            if len(book.worksheets) > 1:
                self.notices.append(
                    _("Only the first sheet, “%(name)s”, was read.") % {"name": sheet.title}
                )
            sheet.reset_dimensions()
            count = signs = 0
            for number, cells in _rows(sheet):
                texts = self._texts(number, cells)
                signs += sum(map(len, texts))
                if signs > _MOST_SIGNS:
                    raise UnreadableSheet(_FAR_MORE)
                if any(texts):
                    yield number, texts
                    count += 1
                    if count > self._most_rows + 1:
                        break
            # Not always sheet1.xml: whoever deletes the first sheet leaves the second in its place.
            part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
            self._report_merged(_merged_ranges(archive, part))
        finally:
            book.close()

    def _texts(self, number: int, cells: tuple[Any, ...]) -> list[str]:
        texts = []
        for position, cell in enumerate(cells):
            if cell.value is not None and cell.data_type in _FAULTS:
                self.faults.setdefault(number, {})[position] = _FAULTS[cell.data_type]
            texts.append(_text(cell.value))
        while texts and not texts[-1]:
            texts.pop()
        return texts

    def _report_merged(self, merged: list[str]) -> None:
        for reference in merged:
            numbers = [int(number) for number in re.findall(r"\d+", reference)]
            reason = _("Merged cells (%(range)s). Unmerge them.") % {"range": reference}
            for number in range(numbers[0], min(numbers[1], numbers[0] + 1000) + 1):
                self.faults.setdefault(number, {})[-1] = reason


def _refusal(archive: zipfile.ZipFile) -> Said | None:
    """What the table of contents gives away: bombs, macros, parts that define entities."""
    parts = archive.infolist()
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or unpacked > packed * _MOST_RATIO:
        return _FAR_MORE
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        return _("The file holds macros. Save it as XLSX without macros.")
    if "xl/workbook.xml" not in names:
        return _("This is a ZIP file but no XLSX spreadsheet.")
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if not _begins_plainly(stream.read(_MOST_BEFORE_ROOT)):
                    return _("The file defines XML entities; spreadsheets do not.")
    return None


def _begins_plainly(head: bytes) -> bool:
    """Tell whether a part begins with its first element, but for comments and instructions."""
    return not head or _BEGINNING.match(head) is not None


def _merged_ranges(archive: zipfile.ZipFile, name: str) -> list[str]:
    """The merged cells of the sheet in the part `name`; they stand behind its rows."""
    found: list[str] = []
    with archive.open(name) as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            window = tail + chunk
            found += [match.decode() for match in _MERGED.findall(window)]
            tail = window[-64:] if b"<mergeCell" in window[-64:] else b""
            if len(found) > 1000:
                return found
    return list(dict.fromkeys(found))


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows as long as they are: padded, a million empty ones would take half a minute."""
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, cells[:_MOST_COLUMNS]


def _text(value: Any) -> str:
    """A cell as a person would have typed it: days in Vietnamese order, whole numbers whole."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.datetime):
        has_time = value.time() != dt.time()
        return value.strftime("%d/%m/%Y %H:%M" if has_time else "%d/%m/%Y")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
