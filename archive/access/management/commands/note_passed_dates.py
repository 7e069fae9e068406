"""Write down what opened or closed by itself because its day came."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from archive.access.actions import note_passed_dates
from archive.access.tasks import watch_dates


class Command(BaseCommand):
    help = "Enter into the journal which records opened or closed because a day came."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--schedule", action="store_true", help="only have the worker look every hour"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["schedule"]:
            _schedule()
            return
        noted = note_passed_dates(at=timezone.now())
        self.stdout.write(f"{noted}")


def _schedule() -> None:
    """Put the hourly job on the queue unless it is there already."""
    waiting = DBTaskResult.objects.filter(
        task_path=watch_dates.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        watch_dates.enqueue()
