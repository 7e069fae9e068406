"""Compare disk, checksums, database, journal and index."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.interop.terminal import progress_on
from archive.interop.verification import faults


class Command(BaseCommand):
    help = "Say everything in which disk, checksums, database, journal and index do not agree."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fast", action="store_true", help="look at sizes instead of reading every file"
        )

    def handle(self, *args: Any, fast: bool, **options: Any) -> None:
        found = 0
        for fault in faults(read_files=not fast, progress=progress_on(sys.stderr, "masters")):
            found += 1
            self.stdout.write(fault)
        if found:
            raise CommandError(f"{found} faults")
        self.stdout.write("Everything agrees.")
