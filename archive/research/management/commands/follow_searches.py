"""Look for news of the saved searches that are followed, and write to their owners."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from archive.research.actions import follow_all_searches


class Command(BaseCommand):
    help = "Look now for news of every followed search; the worker does so every hour by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(follow_all_searches(at=timezone.now())))
