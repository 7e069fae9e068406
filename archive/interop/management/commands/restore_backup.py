"""Put a backup in place of an empty archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.interop.backup_masters import BackupFailed
from archive.interop.backups import damaged_files, read_manifest, restore_backup
from archive.interop.terminal import progress_on


class Command(BaseCommand):
    help = "Verify the backup in DIR and restore it into an empty archive."
    requires_system_checks = []  # the database may have no tables yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, help="the folder create_backup printed")

    def handle(self, *args: Any, dir: Path, **options: Any) -> None:
        try:
            manifest = read_manifest(dir)
            damaged = list(damaged_files(dir, manifest, progress_on(sys.stderr, "verifying")))
            if damaged:
                raise BackupFailed(f"damaged, nothing was restored: {', '.join(damaged[:20])}")
            restore_backup(
                folder=dir, manifest=manifest, progress=progress_on(sys.stderr, "masters")
            )
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        self.stdout.write(
            f"Restored as of {manifest.made_at}: {manifest.entries} journal entries, "
            f"{manifest.masters} masters. Next: rebuild_index, then verify_catalogue."
        )
