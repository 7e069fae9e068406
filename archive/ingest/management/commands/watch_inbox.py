"""Take in what lies still in the inbox."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from archive.ingest.tasks import watch_inbox


class Command(BaseCommand):
    help = (
        "Take in the files of media/inbox/<office code>/<folder>/ for which the question about "
        "secrecy has been answered on the deposits page; the worker checks them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--schedule", action="store_true", help="only have the worker look again and again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = DBTaskResult.objects.filter(
            task_path=watch_inbox.module_path, status=TaskResultStatus.READY
        )
        if not options["schedule"]:
            waiting.delete()  # the look taken now puts the next one on the queue
            self.stdout.write(str(watch_inbox.call()))
        elif not waiting.exists():
            watch_inbox.enqueue()
