"""Read the masters again and say which are no longer what they were."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from archive.files import passes
from archive.files.actions import Round
from archive.files.models import FixityPass
from archive.files.store import Unreachable


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
        try:
            entered, done = passes.read_by_hand(
                at=timezone.now,
                older_than=dt.timedelta(days=older) if older is not None else None,
                most_bytes=most * 1_000_000 if most else None,
                bytes_per_second=rate * 1_000_000 if rate else None,
                told=self._progress,
            )
        except Unreachable as error:
            raise CommandError("the storage of the masters does not answer") from error
        self._say(entered, done)

    def _progress(self, done: Round, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done.checked}/{total}", ending="")

    def _say(self, entered: FixityPass, done: Round) -> None:
        for check in done.faults:
            master = check.master
            self.stdout.write(f"{check.outcome}: {master.path} ({master.original_name})")
        for name in entered.unknown:
            self.stdout.write(f"unknown: {name}")
        if (more := (entered.unknown_count or 0) - len(entered.unknown)) > 0:
            self.stdout.write(f"unknown: {more} more")
        self.stdout.write(f"{done.checked} masters read, {done.size / 1e6:.1f} MB")
        if count := len(done.faults) + (entered.unknown_count or 0):
            raise CommandError(f"{count} faults")
