"""Write down what opened or closed by itself because its day came."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from archive.access.actions import note_passed_dates


class Command(BaseCommand):
    help = (
        "Enter now into the journal which records opened or closed because a day came; "
        "the worker does so every hour by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(note_passed_dates(at=timezone.now())))
