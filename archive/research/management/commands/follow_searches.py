"""Look for news of the saved searches that are followed, and write to their owners."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from archive.research.tasks import follow_searches


class Command(BaseCommand):
    help = "Look for news of every followed search and send the letters that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--schedule", action="store_true", help="only have the worker look every hour"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = DBTaskResult.objects.filter(
            task_path=follow_searches.module_path, status=TaskResultStatus.READY
        )
        if not options["schedule"]:
            waiting.delete()  # the look taken now puts the next one on the queue
            self.stdout.write(str(follow_searches.call()))
        elif not waiting.exists():
            follow_searches.enqueue()
