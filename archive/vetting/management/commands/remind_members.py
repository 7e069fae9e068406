"""`manage.py remind_members`: write to members whose opinion falls due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from archive.vetting.actions.reminders import remind_members
from archive.vetting.tasks import remind


class Command(BaseCommand):
    help = "Write to council members around the day their opinion is due, once a step."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--schedule", action="store_true", help="only have the worker look every hour"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["schedule"]:
            self.stdout.write(str(remind_members(at=timezone.now())))
            return
        waiting = DBTaskResult.objects.filter(
            task_path=remind.module_path, status=TaskResultStatus.READY
        )
        if not waiting.exists():
            remind.enqueue()
