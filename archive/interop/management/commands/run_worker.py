"""Do the work that waits after the requests: derivatives, text, imports, the index."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from archive.interop.workplace import AlreadyAtWork, only_worker, take_up_left_jobs


class Command(DatabaseWorker):
    help = "Run the archive's one worker; jobs a killed worker left are taken up again."

    def handle(self, **options: Any) -> None:
        try:
            with only_worker():
                if left := take_up_left_jobs():
                    self.stdout.write(f"{left} jobs taken up again")
                super().handle(**options)
        except AlreadyAtWork as error:
            raise CommandError("another worker is already at work here") from error
