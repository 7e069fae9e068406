"""`manage.py verify_dossier FILE`: check an exported dossier."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.vetting.dossier.verify import faults


class Command(BaseCommand):
    help = "Check an exported vetting dossier: its files, its journal, the chain of digests."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the ZIP file of the dossier")
        parser.add_argument(
            "--link", default="", help="the last link of its journal, as shown on the round's page"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = faults(options["file"], options["link"])
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("OK")
