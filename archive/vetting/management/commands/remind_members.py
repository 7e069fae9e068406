"""`manage.py remind_members`: write to members whose opinion falls due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from archive.vetting.actions.reminders import remind_members


class Command(BaseCommand):
    help = (
        "Write now to council members around the day their opinion is due, once a step; "
        "the worker does so every hour by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(remind_members(at=timezone.now())))
