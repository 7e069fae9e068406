"""Checking a spreadsheet: every row judged, every fault with its cell, reason and suggestion."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import islice

from archive.catalogue import bulk
from archive.catalogue.models import Record
from archive.catalogue.terms import REQUIRED, Terms
from archive.ingest.sheets import cells, columns
from archive.ingest.sheets.attachments import Attachments
from archive.ingest.sheets.columns import (
    CLEAR,
    COLUMNS,
    CONSENT_KEYS,
    KEEP,
    OF_LEVELS_ONLY,
    Column,
    Kind,
)
from archive.ingest.sheets.consents import ConsentJudge
from archive.ingest.sheets.judged import CheckedRow, Problem
from archive.ingest.sheets.levels import SAID_OF_LEVELS, LevelJudge
from archive.ingest.sheets.lookups import CollectionIndex, UnitIndex
from archive.ingest.sheets.naming import NameJudge
from archive.ingest.sheets.reading import Line, Table
from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.units.models import Unit
from archive.values.cells import plain_cell
from archive.values.codes import InvalidCode, normalise_code
from archive.values.dates import UncertainDate, parse_date

_CHUNK = 1000
_MOST_UNKNOWN = 20


class MissingCodes(Exception):
    """The table has no column of reference codes; `notices` tells of those it has."""

    def __init__(self, notices: list[Said]) -> None:
        super().__init__("code")
        self.notices = notices


class Checker:
    """Judges the rows of one table for one office."""

    def __init__(self, table: Table, office: Unit, *, may_lift: bool = False) -> None:
        self._table = table
        self._office = office
        self._columns = [columns.column_for(heading) for heading in table.heading]
        self._terms = Terms()
        self._places_of_level = [
            place for place, column in enumerate(self._columns) if column and column.key == "level"
        ]
        self._units = UnitIndex()
        self._collections = CollectionIndex(office)
        self._files = Attachments(office)
        self._consents = ConsentJudge(self._files)
        self._names = NameJudge()
        self._first_seen: dict[str, int] = {}
        if "code" not in {column.key for column in self._columns if column}:
            raise MissingCodes(self.notices())
        self._levels = LevelJudge(
            office, self._collections, self._codes_of_levels(), may_lift=may_lift
        )

    def notices(self) -> list[Said]:
        """What is said of the table as a whole: headings nobody knows or that come twice.

        Columns are kept by their keys, and named when it is shown.
        """
        keys = [column.key for column in self._columns if column]
        unknown = [
            heading
            for heading, column in zip(self._table.heading, self._columns, strict=True)
            if column is None and heading
        ]
        notices = [_unknown(heading) for heading in unknown[:_MOST_UNKNOWN]]
        if (further := len(unknown) - _MOST_UNKNOWN) > 0:
            notices.append(
                _("%(count)s further columns are not known either; they are left out.")
                % {"count": further}
            )
        twice = sorted({key for key in keys if keys.count(key) > 1})
        notices += [
            _("Column “%(name)s” stands there twice; the last one counts.") % {"name": key}
            for key in twice
        ]
        return self._table.notices + notices

    def rows(self) -> Iterator[CheckedRow]:
        """Every row, judged, levels first; the database is asked once for a thousand."""
        yield from self._levels.judge([self._judged(*row) for row in self._rows_of_levels()])
        records = (row for row in self._table.rows if not self._is_level(row[1]))
        while chunk := [self._judged(*row) for row in islice(records, _CHUNK)]:
            yield from self._against_the_catalogue(chunk)

    def _said(self, texts: list[str]) -> dict[str, str]:
        said = {
            column.key: plain_cell(text).strip()
            for column, text in zip(self._columns, texts, strict=False)
            if column
        }
        said = {key: text for key, text in said.items() if text and text != KEEP}
        if columns.is_item(said.get("level", "")):
            del said["level"]
        return said

    def _is_level(self, texts: list[str]) -> bool:
        places = [place for place in self._places_of_level if place < len(texts)]
        return bool(places and texts[places[-1]]) and "level" in self._said(texts)

    def _rows_of_levels(self) -> list[Line]:
        if not self._places_of_level:
            return []
        return [line for line in self._table.rows if self._is_level(line[1])]

    def _codes_of_levels(self) -> Iterator[str]:
        for _number, texts in self._rows_of_levels():
            with contextlib.suppress(InvalidCode):
                yield normalise_code(self._said(texts).get("code", ""))

    def _judged(self, number: int, texts: list[str]) -> CheckedRow:
        row = CheckedRow(number, self._said(texts))
        self._report_faults(row)
        if len(texts) > len(self._columns) and any(texts[len(self._columns) :]):
            row.problems.append(Problem("", "", _("There are more cells than headings.")))
        date = parse_date(row.cells.get("date_written", ""))
        for column in COLUMNS:
            text = row.cells.get(column.key)
            if not text or (row.is_level and column.key not in SAID_OF_LEVELS):
                continue
            if column.key in OF_LEVELS_ONLY and not row.is_level:
                reason = _("This is said of a level, not of a record; it was left out.")
                row.object_to(column, text, reason, is_error=False)
            else:
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
            row.object_to(column, text, reason)
            return
        match column.kind:
            case Kind.CODE:
                self._code(row, column, text)
            case Kind.CHOICE:
                cells.choice(row, column, text)
            case Kind.TERM:
                cells.term(row, column, text, self._terms)
            case Kind.CHOICES:
                cells.several_choices(row, column, text)
            case Kind.YES:
                cells.yes_or_no(row, column, text)
            case Kind.DATE:
                cells.date(row, column, date)
            case Kind.NUMBER:
                cells.number(row, column, text)
            case Kind.DAY:
                cells.day(row, column, text)
            case Kind.UNIT:
                found = self._units.find(text, date.earliest, date.latest)
                cells.reference(row, column, text, found)
            case Kind.COLLECTION:
                self._collection(row, column, text)
            case Kind.NAMES:
                cells.names(row, column, text)
            case Kind.FILES if column.key not in CONSENT_KEYS:
                self._files.attach(row, column, text)
            case _:
                row.plan[column.key] = text

    def _collection(self, row: CheckedRow, column: Column, text: str) -> None:
        """A level there is, or one that comes in the same file."""
        found = self._collections.find(text)
        with contextlib.suppress(InvalidCode):
            if found.id is None and (code := normalise_code(text)) in self._levels.coming:
                row.plan["collection_code"] = code
                return
        cells.reference(row, column, text, found)

    def _clear(self, row: CheckedRow, column: Column) -> None:
        if column.key in CONSENT_KEYS:
            reason = _("A spreadsheet takes no consent back; that is done at the desk.")
            row.object_to(column, CLEAR, reason)
        elif column.required or column.key in REQUIRED:
            row.object_to(column, CLEAR, _("This cannot be left empty."))
        elif column.kind in (Kind.UNIT, Kind.COLLECTION, Kind.DAY, Kind.NUMBER):
            row.plan[cells.plan_key(column)] = None
        elif column.kind != Kind.FILES:  # files are taken off a record one by one, at the desk
            row.plan[column.key] = [] if column.kind == Kind.NAMES else ""

    def _code(self, row: CheckedRow, column: Column, text: str) -> None:
        try:
            code = normalise_code(text)
        except InvalidCode:
            reason = _("A code is made of letters, digits and hyphens.")
            row.object_to(column, text, reason, "LD-P012-H034-0007")
            return
        # A level and a record have addresses of their own and may share a code.
        seen = f"{code}/" if row.is_level else code
        first = self._first_seen.get(seen)
        if first and not row.says_only_a_consent:
            reason = _("Row %(row)s has the same code.") % {"row": first}
            row.object_to(column, text, reason)
        self._first_seen.setdefault(seen, row.number)
        row.plan["code"] = code

    def _against_the_catalogue(self, chunk: list[CheckedRow]) -> Iterator[CheckedRow]:
        codes = [row.plan["code"] for row in chunk if "code" in row.plan]
        found = Record.objects.filter(code__in=codes, holder=self._office)
        own = dict(found.values_list("code", "vetting_status"))
        kept_in = dict(found.exclude(collection=None).values_list("code", "collection_id"))
        taken = bulk.taken_codes(codes) - own.keys()
        for row in chunk:
            self._place(row, own, taken)
            self._levels.heed_faults_above(row)
            self._levels.heed_ceiling_of_record(row, kept_in.get(row.plan.get("code", "")))
        self._names.judge(chunk)
        self._consents.judge(chunk)
        yield from chunk

    def _place(self, row: CheckedRow, own: dict[str, str], taken: set[str]) -> None:
        code = row.plan.get("code", "")
        if code in taken:
            reason = _("This code is taken, now or formerly, by another record.")
            row.object_to(columns.BY_KEY["code"], code, reason)
        elif code in own and own[code] != "not_submitted":
            reason = _("The record is being vetted or was; think before changing it.")
            row.object_to(columns.BY_KEY["code"], code, reason, is_error=False)
        for column in COLUMNS:
            missing = column.required and column.key not in row.cells
            known = code in own or (
                row.says_only_a_consent and self._first_seen.get(code, row.number) < row.number
            )
            if missing and (column.key == "code" or not known):
                row.object_to(column, "", _("This must be given."))


def _unknown(heading: str) -> Said:
    told = {"name": heading[:80]}
    if like := columns.heading_like(heading):
        told["like"] = like
        return _("Column “%(name)s” is not known and was left out. Was “%(like)s” meant?") % told
    return _("Column “%(name)s” is not known and was left out.") % told
