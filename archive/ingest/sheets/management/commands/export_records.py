"""Export records to a CSV or XLSX file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.catalogue.arrangement import below
from archive.catalogue.models import Collection, Record
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
        records, levels = Record.objects.all(), Collection.objects.all()
        try:
            if options["office"]:
                office = office_called(options["office"])
                records, levels = records.filter(holder=office), levels.filter(holder=office)
        except NoSuchOffice as error:
            raise CommandError(str(error)) from error
        if options["collection"]:
            top = Collection.objects.filter(code=options["collection"]).first()
            if top is None:
                raise CommandError(f"There is no collection {options['collection']}.")
            records = records.filter(below(top))
            levels = levels.filter(path__startswith=top.path)
        rows = exporting.table(records, levels)
        path: Path | None = options["file"]
        if path is None:
            for line in exporting.as_csv(rows):
                self.stdout.write(line, ending="")
        elif path.suffix.lower() == ".xlsx":
            path.write_bytes(exporting.as_workbook(rows))
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(exporting.as_csv(rows))
