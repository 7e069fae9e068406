"""Do the work that waits after the requests: derivatives, text, imports, the index."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import CommandError
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from archive.jobs.repeating import start_repeating
from archive.jobs.workplace import AlreadyAtWork, only_worker, take_up_left_jobs


class Command(DatabaseWorker):
    help = (
        "Run the archive's one worker; jobs a killed worker left are taken up again, and the jobs "
        "that repeat are set going (not with --batch, which does only what waits)."
    )

    def handle(self, **options: Any) -> None:
        try:
            with only_worker():
                if left := take_up_left_jobs():
                    self.stdout.write(f"{left} jobs taken up again")
                if not options["batch"]:
                    start_repeating()
                super().handle(**options)
        except AlreadyAtWork as error:
            raise CommandError("another worker is already at work here") from error

    def configure_logging(self, verbosity: int) -> None:
        super().configure_logging(verbosity)
        if verbosity == 0:  # quiet about what goes well: a job that raises is still told
            logging.getLogger("django_tasks").setLevel(logging.ERROR)
