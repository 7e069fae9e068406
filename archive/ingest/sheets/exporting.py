"""Records as a spreadsheet that can be imported again and then changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.utils import translation
from openpyxl import Workbook

from archive.catalogue.models import Record
from archive.files.models import Family
from archive.ingest.models import DepositedFile
from archive.ingest.sheets.columns import COLUMNS, Column, Kind, choice_label, headings, neutralised
from archive.ingest.sheets.lookups import SEPARATOR
from archive.ingest.sheets.writing import BODIES, PEOPLE, tidy

_CHUNK = 1000
FILES = Prefetch("deposited_files", DepositedFile.objects.select_related("master"))


def table(records: QuerySet[Record]) -> Iterator[list[str]]:
    """The heading and a row for each record, in the order of their codes."""
    yield headings()
    found = records.order_by("code").select_related("unit", "collection")
    found = found.prefetch_related(PEOPLE, BODIES, FILES, "places", "subjects", "events")
    for record in found.iterator(chunk_size=_CHUNK):
        yield [neutralised(_cell(record, column)) for column in COLUMNS]


def template() -> list[list[str]]:
    """The heading and one example."""
    return [headings(), [column.example for column in COLUMNS]]


def as_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    """Lines of CSV. The mark in front tells Excel that this is UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    for row in rows:
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def as_workbook(rows: Iterable[list[str]]) -> bytes:
    """An XLSX file, every cell text, so that nothing is taken for a number or a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hồ sơ")
    for row in rows:
        sheet.append([_without_controls(cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _without_controls(cell: str) -> str:
    """XML cannot carry control signs; only tabs and ends of lines are any use in a cell."""
    return "".join(sign for sign in cell if sign >= " " or sign in "\t\n\r")


def _cell(record: Record, column: Column) -> str:
    if column.role is not None:
        people = [a.person for a in record.appearances.all() if a.role == column.role]
        return "; ".join(p.name for p in sorted(people, key=lambda p: (p.sort_key, p.slug)))
    if column.body_role is not None:
        bodies = [i.body for i in record.involvements.all() if i.role == column.body_role]
        return "; ".join(b.name for b in sorted(bodies, key=lambda b: (b.sort_key, b.slug)))
    if column.kind == Kind.FILES:
        is_text = column.key == "transcript"
        files = cast(Any, record).deposited_files.all()
        return "; ".join(f.name for f in files if (f.master.family == Family.TEXT) == is_text)
    if column.kind == Kind.NAMES:
        return "; ".join(thing.name for thing in getattr(record, column.key).all())
    value: Any = getattr(record, column.key)
    if value is None or value == "":
        return ""
    match column.kind:
        case Kind.UNIT:
            return f"{value.name}{SEPARATOR}{value.code}"
        case Kind.COLLECTION:
            return str(value.code)
        case Kind.DAY:
            return str(value.strftime("%d/%m/%Y"))
        case Kind.CHOICE:
            with translation.override("vi"):
                return choice_label(column, value)
        case _:
            return tidy(str(value))
