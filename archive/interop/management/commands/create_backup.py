"""Back the archive up into a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from archive.interop.backups import BackupFailed, create_backup
from archive.interop.terminal import progress_on


class Command(BaseCommand):
    help = "Write database, masters and keys, with their digests, into a new folder below DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, help="where the backup's own folder is made")

    def handle(self, *args: Any, dir: Path, **options: Any) -> None:
        try:
            folder = create_backup(
                parent=dir,
                at=timezone.localtime(),
                progress=progress_on(sys.stderr, "masters"),
            )
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{folder}\nIt holds the keys too: keep it as carefully as the archive.")
