"""Read the masters again and say which are no longer what they were."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from archive.files import actions, fixity


class Command(BaseCommand):
    help = (
        "Read masters, least recently read first, and compare them with the checksum taken at "
        "intake. Ctrl-C loses nothing. Exit status 1 when something is altered, missing or unknown."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than", type=int, metavar="DAYS", help="only what was not read for DAYS"
        )
        parser.add_argument("--most", type=int, metavar="MB", help="stop after so many megabytes")
        parser.add_argument("--rate", type=int, metavar="MB", help="read at most so many MB/s")

    def handle(self, **options: Any) -> None:
        older, most, rate = options["older_than"], options["most"], options["rate"]
        done = actions.check_masters(
            at=timezone.now,
            not_since=timezone.now() - dt.timedelta(days=older) if older is not None else None,
            most_bytes=most * 1_000_000 if most else None,
            bytes_per_second=rate * 1_000_000 if rate else None,
            progress=self._progress,
        )
        self._say(done)

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}/{total}", ending="")

    def _say(self, done: actions.Round) -> None:
        for check in done.faults:
            master = check.master
            self.stdout.write(f"{check.outcome}: {master.path} ({master.original_name})")
        unknown = list(fixity.unknown_files())
        for name in unknown:
            self.stdout.write(f"unknown: {name}")
        self.stdout.write(f"{done.checked} masters read, {done.size / 1e6:.1f} MB")
        if count := len(done.faults) + len(unknown):
            raise CommandError(f"{count} faults")
