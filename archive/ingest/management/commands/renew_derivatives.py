"""Have what is missing or of an older recipe made anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from archive.ingest import renewal
from archive.ingest.models import Renewal
from archive.jobs.actions import UnderWay
from archive.jobs.workplace import worker_is_alive


class Command(BaseCommand):
    help = (
        "Have the worker make derivatives that are missing or of an older recipe, and print Word "
        "files that came before LibreOffice was here. Masters are only read. The worker begins by "
        "itself when a new version or program calls for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--count", action="store_true", help="only count what is lacking")
        what.add_argument("--stop", action="store_true", help="stop the one under way")

    def handle(self, **options: Any) -> None:
        if options["count"]:
            lacking = renewal.lacking()
            for recipe, count in sorted(lacking.items()):
                self.stdout.write(f"{recipe}: {count}")
            if not lacking:
                self.stdout.write("nothing is lacking")
        elif options["stop"]:
            self._stop()
        else:
            self._ask()

    def _ask(self) -> None:
        try:
            asked = renewal.ask(actor=None, at=timezone.now())
        except UnderWay as error:
            raise CommandError("one is under way already; --stop ends it") from error
        self.stdout.write(f"{asked.total} masters will be gone through")
        if not worker_is_alive():
            self.stdout.write("no worker is at work here: start the archive, or run_worker")

    def _stop(self) -> None:
        under_way = Renewal.objects.under_way().first()
        if not under_way or not renewal.stop(actor=None, asked=under_way, at=timezone.now()):
            raise CommandError("none is under way")
