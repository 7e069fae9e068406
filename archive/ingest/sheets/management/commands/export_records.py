"""Export records to a CSV or XLSX file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.catalogue.models import Record
from archive.ingest.sheets import exporting
from archive.ingest.sheets.offices import NoSuchOffice, office_called


class Command(BaseCommand):
    help = (
        "Writes the records of an office (or all) to FILE.csv or FILE.xlsx, or as CSV to the "
        "output. The file can be imported again and then changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--office", default="", help="only records held by this office")
        parser.add_argument("--collection", default="", help="only below this collection")

    def handle(self, *args: Any, **options: Any) -> None:
        records = Record.objects.all()
        try:
            if options["office"]:
                records = records.filter(holder=office_called(options["office"]))
        except NoSuchOffice as error:
            raise CommandError(str(error)) from error
        if options["collection"]:
            records = records.filter(collection__path__contains=f"{options['collection']}/")
        rows = exporting.table(records)
        path: Path | None = options["file"]
        if path is None:
            for line in exporting.as_csv(rows):
                self.stdout.write(line, ending="")
        elif path.suffix.lower() == ".xlsx":
            path.write_bytes(exporting.as_workbook(rows))
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(exporting.as_csv(rows))
