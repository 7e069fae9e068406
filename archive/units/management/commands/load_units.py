"""Load Vietnam's administrative units before and since 1 July 2025."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from archive.units.actions import load_units


class Command(BaseCommand):
    help = "Adds Vietnam's administrative units before and since 1 July 2025; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_units()
        self.stdout.write(
            f"{loaded.units} units and {loaded.successions} successions added."
            if loaded.units or loaded.successions
            else "All units are there already."
        )
