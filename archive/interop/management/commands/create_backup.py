"""Back the archive up into a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from archive.interop.backup_masters import BackupFailed
from archive.interop.backups import create_backup, unfinished_below
from archive.interop.terminal import progress_on


class Command(BaseCommand):
    help = "Write database, masters and keys, with their digests, into a new folder below DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, help="where the backup's own folder is made")
        parser.add_argument(
            "--masters-elsewhere",
            action="store_true",
            help="do not copy the masters: the bucket they lie in has a backup of its own",
        )

    def handle(self, *args: Any, dir: Path, masters_elsewhere: bool, **options: Any) -> None:
        try:
            folder = create_backup(
                parent=dir,
                at=timezone.localtime(),
                progress=progress_on(sys.stderr, "masters"),
                masters_elsewhere=masters_elsewhere,
            )
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        if masters_elsewhere:
            self.stdout.write("The masters are not in it: keep a backup of their bucket beside it.")
        self.stdout.write(f"{folder}\nIt holds the keys too: keep it as carefully as the archive.")
        for left in unfinished_below(dir):
            self.stdout.write(f"{left} was cut off: remove it unless it is being written.")
