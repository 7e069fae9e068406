"""Write down what opened or closed by itself because its day came."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from archive.access.actions import note_passed_dates


class Command(BaseCommand):
    help = "Enter into the journal which records opened or closed because a day came."

    def handle(self, *args: Any, **options: Any) -> None:
        noted = note_passed_dates(at=timezone.now())
        self.stdout.write(f"{noted}")
