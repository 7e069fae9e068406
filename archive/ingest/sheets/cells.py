"""Reading one cell into the plan of its row, or saying what is wrong with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from archive.catalogue.terms import SEVERAL, TERM_FIELDS, Terms, split
from archive.ingest.sheets import columns
from archive.ingest.sheets.columns import Column, Kind
from archive.ingest.sheets.judged import CheckedRow
from archive.ingest.sheets.lookups import Found
from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.values.dates import UncertainDate, parse_date
from archive.values.numbers import whole_number
from archive.values.text import fold

_MOST_SUGGESTED = 12
_YES = {"co", "yes", "x", "1", "true", "dung"}
_NO = {"khong", "no", "0", "false"}


def choice(row: CheckedRow, column: Column, text: str) -> None:
    value = columns.choice(column, text)
    if value is not None:
        row.plan[column.key] = value
    else:
        _no_such_value(row, column, text)


def term(row: CheckedRow, column: Column, text: str, terms: Terms) -> None:
    """Read a value of a vocabulary, or several, by code or by name in either language."""
    vocabulary = TERM_FIELDS[column.key]
    codes = terms.codes(column.key, text)
    if codes is not None:
        row.plan[column.key] = codes
        for code in split(codes):
            if terms.is_retired(vocabulary, code):
                reason = _("This value is retired; it is kept where it stands.")
                row.object_to(column, text, reason, is_error=False)
        return
    words = split(text) if column.key in SEVERAL else [text]
    unknown = next(word for word in words if terms.code(vocabulary, word) is None)
    names = [known.label for known in terms.in_use(vocabulary)]
    close = difflib.get_close_matches(unknown, names, n=1, cutoff=0.4)
    suggestion = close[0] if close else "; ".join(names[:_MOST_SUGGESTED])
    row.object_to(column, unknown, _("There is no such value."), suggestion)


def several_choices(row: CheckedRow, column: Column, text: str) -> None:
    values = {part: columns.choice(column, part) for part in split_names(text)}
    for part, value in values.items():
        if value is None:
            _no_such_value(row, column, part)
    row.plan[column.key] = list(dict.fromkeys(value for value in values.values() if value))


def _no_such_value(row: CheckedRow, column: Column, text: str) -> None:
    labels = [
        columns.choice_label(column, known)
        for known in dict.fromkeys(columns.choices(column).values())
    ]
    close = difflib.get_close_matches(text, labels, n=1, cutoff=0.4)
    suggestion = close[0] if close else "; ".join(labels)
    row.object_to(column, text, _("There is no such value."), suggestion)


def yes_or_no(row: CheckedRow, column: Column, text: str) -> None:
    if (word := fold(text)) in _YES | _NO:
        row.plan[column.key] = word in _YES
    else:
        row.object_to(column, text, _("Yes or no is asked for."), _("yes"))


def date(row: CheckedRow, column: Column, date: UncertainDate) -> None:
    row.plan[column.key] = date.written
    if not date.understood:
        reason = _("The date is not understood; it is kept as written and sorts nowhere.")
        suggestion = _("for example 30/4/1975, 8-1945, about 1945, 1954-1975")
        row.object_to(column, date.written, reason, suggestion, is_error=False)
    elif date.assumption:
        reason = _ASSUMPTIONS[date.assumption]()
        row.object_to(column, date.written, reason, date.edtf, is_error=False)


_ASSUMPTIONS = {
    "century": lambda: _("The century is not written; the one from 1930 on was taken."),
    "cycle": lambda: _("A year by name comes back in sixty years; the one from 1930 on was taken."),
    "calendar": lambda: _("Solar or lunar month? Both were kept."),
    "zone": lambda: _("Calendars of the time differed by a day; the Vietnamese one was taken."),
    "short_range": lambda: _("Read as two years."),
    "undated_part": lambda: _("The undated part counts for nothing."),
}  # fmt: skip


def number(row: CheckedRow, column: Column, text: str) -> None:
    """Read how many there are of something; thousands may be parted as Vietnamese do."""
    plain = re.sub(r"(?<=\d)[. ](?=\d{3}\b)", "", text)
    count = whole_number(plain, None)
    if count is None:
        row.object_to(column, text, _("A whole number is asked for."), "12")
    else:
        row.plan[column.key] = count


def day(row: CheckedRow, column: Column, text: str) -> None:
    date = parse_date(text)
    if date.earliest is None or date.earliest != date.latest:
        row.object_to(column, text, _("Not one day."), "15/03/2024")
        return
    row.plan[column.key] = date.earliest.isoformat()


def reference(row: CheckedRow, column: Column, text: str, found: Found) -> None:
    if found.id is not None:
        row.plan[plan_key(column)] = found.id
        return
    several = len(found.candidates) > 1
    reason = _("Several are called so; give the code.") if several else _("Not found.")
    row.object_to(column, text, reason, "; ".join(found.candidates))


def names(row: CheckedRow, column: Column, text: str) -> None:
    names = split_names(text)
    if long := [name for name in names if len(name) > 200]:
        reason = _("A name longer than 200 characters. Names are parted by semicolons.")
        row.object_to(column, long[0], reason)
        return
    row.plan[column.key] = names


def limited() -> Said:
    """Say why something cannot be moved into the collection of a cell."""
    return _(
        "It is kept under a limit on who may read it, which does not hold there. "
        "Only the head of the office can move it out."
    )


def split_names(text: str) -> list[str]:
    """Names parted by semicolons, lines or (as AtoM does) upright strokes, each once."""
    parts: Iterable[str] = (" ".join(part.split()) for part in re.split(r"[;|\n]", text))
    return list(dict.fromkeys(part for part in parts if part))


def plan_key(column: Column) -> str:
    """Under what the plan keeps the column: foreign keys by id."""
    return f"{column.key}_id" if column.kind in (Kind.UNIT, Kind.COLLECTION) else column.key
