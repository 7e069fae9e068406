"""Checking a spreadsheet: every row judged, every fault with its cell, reason and suggestion."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from archive.catalogue import bulk
from archive.catalogue.models import Record
from archive.ingest.models import DepositedFile
from archive.ingest.sheets import columns, transcripts
from archive.ingest.sheets.columns import CLEAR, COLUMNS, Column, Kind
from archive.ingest.sheets.lookups import CollectionIndex, FileIndex, Found, UnitIndex
from archive.ingest.sheets.reading import Table
from archive.units.models import Unit
from archive.values.codes import InvalidCode, normalise_code
from archive.values.dates import UncertainDate, parse_date

_CHUNK = 1000
_MOST_ODDITIES = 5


@dataclass(frozen=True)
class Problem:
    """What is wrong or doubtful in one cell. A warning does not hold the row up."""

    column: str
    value: str
    reason: str
    suggestion: str = ""
    is_error: bool = True


@dataclass
class CheckedRow:
    """One row with its plan: what is to be written, keyed as `actions` wants it."""

    number: int
    cells: dict[str, str]
    plan: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    def as_fields(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "cells": self.cells,
            "plan": {} if self.errors else self.plan,
            "errors": self.errors,
            "problems": [asdict(problem) for problem in self.problems],
        }


class MissingColumns(Exception):
    """The table has no column for what every row must say."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = labels


class Checker:
    """Judges the rows of one table for one office."""

    def __init__(self, table: Table, office: Unit) -> None:
        self._table = table
        self._office = office
        self._columns = [columns.column_for(heading) for heading in table.heading]
        self._units = UnitIndex()
        self._collections = CollectionIndex(office)
        self._files = FileIndex(office)
        self._files_taken: dict[int, int] = {}
        self._first_seen: dict[str, int] = {}
        present = {column.key for column in self._columns if column}
        if "code" not in present:
            raise MissingColumns([str(columns.BY_KEY["code"].label)])

    def notices(self) -> list[str]:
        """What is said of the table as a whole: headings nobody knows or that come twice."""
        keys = [column.key for column in self._columns if column]
        unknown = [
            heading
            for heading, column in zip(self._table.heading, self._columns, strict=True)
            if column is None and heading
        ]
        notices = [_("Column “%(name)s” is not known and was left out.") % {"name": n}
                   for n in unknown]  # fmt: skip
        twice = sorted({key for key in keys if keys.count(key) > 1})
        notices += [
            _("Column “%(name)s” stands there twice; the last one counts.")
            % {"name": columns.BY_KEY[key].label}
            for key in twice
        ]
        return self._table.notices + notices

    def rows(self) -> Iterator[CheckedRow]:
        """Every row, judged; the database is asked once for a thousand."""
        chunk: list[CheckedRow] = []
        for number, texts in self._table.rows:
            chunk.append(self._judged(number, texts))
            if len(chunk) == _CHUNK:
                yield from self._against_the_catalogue(chunk)
                chunk = []
        yield from self._against_the_catalogue(chunk)

    def _judged(self, number: int, texts: list[str]) -> CheckedRow:
        cells = {
            column.key: columns.plain_cell(text).strip()
            for column, text in zip(self._columns, texts, strict=False)
            if column
        }
        row = CheckedRow(number, {key: text for key, text in cells.items() if text})
        self._report_faults(row)
        if len(texts) > len(self._columns) and any(texts[len(self._columns) :]):
            row.problems.append(Problem("", "", _("There are more cells than headings.")))
        date = parse_date(row.cells.get("date_written", ""))
        for column in COLUMNS:
            if text := row.cells.get(column.key):
                self._judge(row, column, text, date)
        return row

    def _report_faults(self, row: CheckedRow) -> None:
        for position, reason in self._table.faults.get(row.number, {}).items():
            known = 0 <= position < len(self._table.heading)
            heading = self._table.heading[position] if known else ""
            row.problems.append(Problem(heading, "", reason))

    def _judge(self, row: CheckedRow, column: Column, text: str, date: UncertainDate) -> None:
        if text == CLEAR:
            self._clear(row, column)
            return
        if len(text) > column.max_length:
            reason = _("Longer than %(count)s characters.") % {"count": column.max_length}
            row.problems.append(_problem(column, text, reason))
            return
        match column.kind:
            case Kind.CODE:
                self._code(row, column, text)
            case Kind.CHOICE:
                _choice(row, column, text)
            case Kind.DATE:
                _date(row, column, date)
            case Kind.DAY:
                _day(row, column, text)
            case Kind.UNIT:
                found = self._units.find(text, date.earliest, date.latest)
                _reference(row, column, text, found)
            case Kind.COLLECTION:
                _reference(row, column, text, self._collections.find(text))
            case Kind.NAMES:
                _names(row, column, text)
            case Kind.FILES:
                self._attach(row, column, text)
            case _:
                row.plan[column.key] = text

    def _clear(self, row: CheckedRow, column: Column) -> None:
        if column.required or (column.kind == Kind.CHOICE and column.key != "originality"):
            row.problems.append(_problem(column, CLEAR, _("This cannot be left empty.")))
        elif column.kind in (Kind.UNIT, Kind.COLLECTION, Kind.DAY):
            row.plan[_plan_key(column)] = None
        elif column.kind != Kind.FILES:  # files are taken off a record one by one, at the desk
            row.plan[column.key] = [] if column.kind == Kind.NAMES else ""

    def _attach(self, row: CheckedRow, column: Column, text: str) -> None:
        chosen = []
        for name in split_names(text):
            found = self._files.find(name, row.plan.get("code", ""))
            if found is None:
                continue
            if found.id is None:
                several = len(found.candidates) > 1
                reason = (
                    _("Several deposited files are called so; rename all but one.")
                    if several
                    else _("No file of this name lies ready in your deposits.")
                )
                hint = "" if several else "; ".join(found.candidates)
                row.problems.append(_problem(column, name, reason, hint))
            elif first := self._files_taken.get(found.id):
                reason = _("Row %(row)s has taken this file.") % {"row": first}
                row.problems.append(_problem(column, name, reason))
            else:
                self._files_taken[found.id] = row.number
                chosen.append(found.id)
                if column.key == "transcript":
                    _transcript(row, column, name, found.id)
        if chosen:
            row.plan[column.key] = chosen

    def _code(self, row: CheckedRow, column: Column, text: str) -> None:
        try:
            code = normalise_code(text)
        except InvalidCode:
            reason = _("A code is made of letters, digits and hyphens.")
            row.problems.append(_problem(column, text, reason, "LD-P012-H034-0007"))
            return
        if first := self._first_seen.get(code):
            reason = _("Row %(row)s has the same code.") % {"row": first}
            row.problems.append(_problem(column, text, reason))
        self._first_seen.setdefault(code, row.number)
        row.plan["code"] = code

    def _against_the_catalogue(self, chunk: list[CheckedRow]) -> Iterator[CheckedRow]:
        codes = [row.plan["code"] for row in chunk if "code" in row.plan]
        own = dict(
            Record.objects.filter(code__in=codes, holder=self._office).values_list(
                "code", "vetting_status"
            )
        )
        taken = bulk.taken_codes(codes) - own.keys()
        for row in chunk:
            self._place(row, own, taken)
            yield row

    def _place(self, row: CheckedRow, own: dict[str, str], taken: set[str]) -> None:
        code = row.plan.get("code", "")
        if code in taken:
            reason = _("This code is taken, now or formerly, by another record.")
            row.problems.append(_problem(columns.BY_KEY["code"], code, reason))
        elif code in own and own[code] != "not_submitted":
            reason = _("The record is being vetted or was; think before changing it.")
            row.problems.append(_problem(columns.BY_KEY["code"], code, reason, is_error=False))
        for column in COLUMNS:
            missing = column.required and column.key not in row.cells
            if missing and (column.key == "code" or code not in own):
                row.problems.append(_problem(column, "", _("This must be given.")))


def _choice(row: CheckedRow, column: Column, text: str) -> None:
    value = columns.choice(column, text)
    if value is not None:
        row.plan[column.key] = value
        return
    labels = [
        columns.choice_label(column, known)
        for known in dict.fromkeys(columns.choices(column).values())
    ]
    close = difflib.get_close_matches(text, labels, n=1, cutoff=0.4)
    suggestion = close[0] if close else ", ".join(labels)
    row.problems.append(_problem(column, text, _("There is no such value."), suggestion))


def _date(row: CheckedRow, column: Column, date: UncertainDate) -> None:
    row.plan[column.key] = date.written
    if not date.understood:
        reason = _("The date is not understood; it is kept as written and sorts nowhere.")
        suggestion = _("for example 30/4/1975, 8-1945, about 1945, 1954-1975")
        row.problems.append(_problem(column, date.written, reason, suggestion, is_error=False))
    elif date.assumption:
        reason = _ASSUMPTIONS[date.assumption]()
        row.problems.append(_problem(column, date.written, reason, date.edtf, is_error=False))


_ASSUMPTIONS = {
    "century": lambda: _("The century is not written; the one from 1930 on was taken."),
    "cycle": lambda: _("A year by name comes back in sixty years; the one from 1930 on was taken."),
    "calendar": lambda: _("Solar or lunar month? Both were kept."),
    "zone": lambda: _("Calendars of the time differed by a day; the Vietnamese one was taken."),
    "short_range": lambda: _("Read as two years."),
    "undated_part": lambda: _("The undated part counts for nothing."),
}  # fmt: skip


def _day(row: CheckedRow, column: Column, text: str) -> None:
    date = parse_date(text)
    if date.earliest is None or date.earliest != date.latest:
        row.problems.append(_problem(column, text, _("Not one day."), "15/03/2024"))
        return
    row.plan[column.key] = date.earliest.isoformat()


def _reference(row: CheckedRow, column: Column, text: str, found: Found) -> None:
    if found.id is not None:
        row.plan[_plan_key(column)] = found.id
        return
    several = len(found.candidates) > 1
    reason = _("Several are called so; give the code.") if several else _("Not found.")
    row.problems.append(_problem(column, text, reason, "; ".join(found.candidates)))


def _transcript(row: CheckedRow, column: Column, name: str, file_id: int) -> None:
    """Read the file now, so that what cannot be read is told before anything is written."""
    file = DepositedFile.objects.select_related("master").get(pk=file_id)
    reading = transcripts.read_file(file)
    for oddity in reading.oddities[:_MOST_ODDITIES]:
        row.problems.append(_problem(column, name, str(oddity), is_error=oddity.refuses))


def _names(row: CheckedRow, column: Column, text: str) -> None:
    names = split_names(text)
    if long := [name for name in names if len(name) > 200]:
        reason = _("A name longer than 200 characters. Names are parted by semicolons.")
        row.problems.append(_problem(column, long[0], reason))
        return
    row.plan[column.key] = names


def split_names(text: str) -> list[str]:
    """Names parted by semicolons or lines, each once."""
    parts: Iterable[str] = (" ".join(part.split()) for part in text.replace("\n", ";").split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def _plan_key(column: Column) -> str:
    return f"{column.key}_id" if column.kind in (Kind.UNIT, Kind.COLLECTION) else column.key


def _problem(
    column: Column, value: str, reason: str, suggestion: str = "", *, is_error: bool = True
) -> Problem:
    return Problem(str(column.label), value[:200], reason, suggestion, is_error)
