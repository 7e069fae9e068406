"""Import records from a CSV or XLSX file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from archive.accounts.models import User
from archive.ingest.sheets import actions
from archive.ingest.sheets.models import Outcome, Row, Sheet, SheetState
from archive.ingest.sheets.offices import NoSuchOffice, office_called
from archive.ingest.sheets.writing import NobodyAnswers

MOST_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Checks a CSV or XLSX file of records and, if no row is faulty, imports it. "
        "Existing codes of the office are updated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only check")
        parser.add_argument("--skip-faulty", action="store_true", help="import the other rows")
        parser.add_argument("--office", default="", help="code of the office that holds them")
        parser.add_argument("--user", default="", help="name of the account it is done by")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            office = office_called(options["office"])
            file = path.open("rb")
        except (OSError, NoSuchOffice) as error:
            raise CommandError(str(error)) from error
        actor = User.objects.filter(username=options["user"]).first()
        if options["user"] and actor is None:
            raise CommandError(f"There is no account {options['user']}.")
        with file:
            sheet = actions.receive_sheet(
                actor=actor,
                office=office,
                name=path.name,
                chunks=File(file).chunks(actions.PIECE),
                at=timezone.now(),
            )
        sheet = actions.check_sheet(sheet=sheet)
        faulty = self._report(sheet)
        if options["dry_run"]:
            sheet.delete()
        if faulty and (options["dry_run"] or not options["skip_faulty"]):
            raise CommandError(f"{faulty} of {sheet.row_count} rows are faulty.")
        if not options["dry_run"]:
            self._import(actor, sheet)

    def _report(self, sheet: Sheet) -> int:
        if sheet.state == SheetState.UNREADABLE:
            raise CommandError(str(sheet.reason))
        for notice in sheet.shown_notices:
            self.stdout.write(notice)
        for row in sheet.rows.exclude(problems=[])[:MOST_SHOWN]:
            self._show(row)
        faulty = sheet.rows.filter(errors__gt=0).count()
        self.stdout.write(f"{sheet.row_count} rows checked, {faulty} faulty.")
        return faulty

    def _show(self, row: Row) -> None:
        for problem in row.shown_problems:
            mark = "!" if problem["is_error"] else "?"
            hint = f" ({problem['suggestion']})" if problem["suggestion"] else ""
            self.stdout.write(
                f"{mark} {row.number} · {problem['column']} · {problem['value']}: "
                f"{problem['reason']}{hint}"
            )

    def _import(self, actor: User | None, sheet: Sheet) -> None:
        try:
            sheet = actions.import_sheet(
                actor=actor, sheet=sheet, at=timezone.now(), progress=self._progress
            )
        except NobodyAnswers:
            raise CommandError("Rows name files: say in whose name with --user.") from None
        counts = {value: sheet.rows.filter(outcome=value).count() for value in Outcome.values}
        self.stdout.write(
            f"\n{counts['created']} records entered, {counts['updated']} changed, "
            f"{counts['unchanged']} unchanged, {counts['faulty']} rows left out. "
            f"Import {sheet.pk}."
        )

    def _progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done}/{total}", ending="")
            self.stdout.flush()
