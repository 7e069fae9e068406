"""Records as a spreadsheet that can be imported again and then changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.utils import translation
from openpyxl import Workbook

from archive.access.models import Consent
from archive.catalogue.models import Collection, Record
from archive.catalogue.terms import SEVERAL, TERM_FIELDS, Terms
from archive.files.models import Family
from archive.ingest.models import DepositedFile
from archive.ingest.sheets.columns import (
    BY_KEY,
    COLUMNS,
    CONSENT_KEYS,
    KEEP,
    OF_LEVELS_ONLY,
    Column,
    Kind,
    choice_label,
    headings,
)
from archive.ingest.sheets.consents import rows_of
from archive.ingest.sheets.levels import SAID_OF_LEVELS
from archive.ingest.sheets.lookups import SEPARATOR
from archive.ingest.sheets.writing import BODIES, PEOPLE, tidy
from archive.values.cells import neutralised
from archive.values.text import for_xml

_CHUNK = 1000
FILES = Prefetch("deposited_files", DepositedFile.objects.select_related("master"))
CONSENTS = Prefetch(
    "consents",
    Consent.objects.select_related("witness", "form").prefetch_related("clauses"),
)
_LONGEST = 32_767
"""Signs an XLSX cell can hold."""


def table(
    records: QuerySet[Record], levels: QuerySet[Collection] | None = None
) -> Iterator[list[str]]:
    """The heading, a row for each level and one for each record, in the order of their codes.

    A record with further consents has a row for each of them, with nothing but its code.
    """
    yield headings()
    terms = Terms()
    if levels is not None:
        for level in levels.order_by("code").select_related("parent"):
            yield [neutralised(_said_of(level, column, terms)) for column in COLUMNS]
    found = records.order_by("code").select_related("unit", "collection")
    found = found.prefetch_related(PEOPLE, BODIES, FILES, CONSENTS, "places", "subjects", "events")
    for record in found.iterator(chunk_size=_CHUNK):
        first, *further = rows_of(record) or [{}]
        yield [neutralised(_cell(record, column, first, terms)) for column in COLUMNS]
        for consent in further:
            cells = {"code": record.code} | {k: _text(BY_KEY[k], v) for k, v in consent.items()}
            yield [neutralised(cells.get(column.key, "")) for column in COLUMNS]


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
        sheet.append([_fitting(cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fitting(cell: str) -> str:
    """A text too long for a cell is not cut, which would be read back as a change: it stays."""
    plain = for_xml(cell)
    return plain if len(plain) <= _LONGEST else KEEP


def _said_of(level: Collection, column: Column, terms: Terms) -> str:
    if column.key not in SAID_OF_LEVELS:
        return ""
    if column.key == "collection":
        return _text(column, level.parent)
    return _said(level, column, terms)


def _said(described: Record | Collection, column: Column, terms: Terms) -> str:
    if column.kind == Kind.TERM and column.key not in SEVERAL:
        with translation.override("vi"):
            return terms.label(TERM_FIELDS[column.key], getattr(described, column.key))
    return _text(column, getattr(described, column.key))


def _cell(record: Record, column: Column, consent: Mapping[str, Any], terms: Terms) -> str:
    if column.key in CONSENT_KEYS:
        return _text(column, consent.get(column.key))
    if column.role is not None:
        people = [a.person for a in record.appearances.all() if a.role == column.role]
        return "; ".join(p.name for p in sorted(people, key=lambda p: (p.sort_key, p.slug)))
    if column.body_role is not None:
        bodies = [i.body for i in record.involvements.all() if i.role == column.body_role]
        return "; ".join(b.name for b in sorted(bodies, key=lambda b: (b.sort_key, b.slug)))
    if column.kind == Kind.FILES:
        return "; ".join(_names_of_files(record, is_text=column.key == "transcript"))
    if column.kind == Kind.NAMES:
        return "; ".join(thing.name for thing in getattr(record, column.key).all())
    if column.key in OF_LEVELS_ONLY:
        return ""
    return _said(record, column, terms)


def _text(column: Column, value: Any) -> str:
    """A value as a person would type it into its column."""
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
            return choice_label(column, value)
        case Kind.CHOICES:
            return "; ".join(choice_label(column, each) for each in value)
        case Kind.YES:
            return "có" if value else ""
        case Kind.FILES:
            return str(value.original_name)
        case _:
            return tidy(str(value))


def _names_of_files(record: Record, *, is_text: bool) -> list[str]:
    """The deposited files that show the record, or hold its words; signed forms are neither."""
    forms = {consent.form_id for consent in record.consents.all()}
    return [
        file.name
        for file in cast(Any, record).deposited_files.all()
        if (file.master.family == Family.TEXT) == is_text and file.master_id not in forms
    ]
