"""Deposited files that rows name: found by name, each taken by one row only."""

from __future__ import annotations

from archive.ingest.models import DepositedFile
from archive.ingest.sheets import transcripts
from archive.ingest.sheets.cells import split_names
from archive.ingest.sheets.columns import Column
from archive.ingest.sheets.judged import CheckedRow
from archive.ingest.sheets.lookups import FileIndex, Found
from archive.jobs.said import say as _
from archive.units.models import Unit

_MOST_ODDITIES = 5


class Attachments:
    """The free files of an office, given out row by row."""

    def __init__(self, office: Unit) -> None:
        self._files = FileIndex(office)
        self._taken: dict[int, int] = {}

    def attach(self, row: CheckedRow, column: Column, text: str) -> None:
        """Plan the files a cell names; what the record has already is passed over."""
        chosen = []
        for name in split_names(text):
            found = self._files.find(name, row.plan.get("code", ""))
            if found is None:
                continue
            if found.id is None:
                _not_found(row, column, name, found)
            elif first := self._taken.get(found.id):
                reason = _("Row %(row)s has taken this file.") % {"row": first}
                row.object_to(column, name, reason)
            else:
                self._taken[found.id] = row.number
                chosen.append(found.id)
                if column.key == "transcript":
                    _read(row, column, name, found.id)
        if chosen:
            row.plan[column.key] = chosen


def _not_found(row: CheckedRow, column: Column, name: str, found: Found) -> None:
    if len(found.candidates) > 1:
        reason = _("Several deposited files are called so; rename all but one.")
        row.object_to(column, name, reason)
    else:
        reason = _("No file of this name lies ready in your deposits.")
        row.object_to(column, name, reason, "; ".join(found.candidates))


def _read(row: CheckedRow, column: Column, name: str, file_id: int) -> None:
    """Read a transcript now, so that what cannot be read is told before anything is written."""
    file = DepositedFile.objects.select_related("master").get(pk=file_id)
    reading = transcripts.read_file(file)
    for oddity in reading.oddities[:_MOST_ODDITIES]:
        row.object_to(column, name, oddity.said, is_error=oddity.refuses)
