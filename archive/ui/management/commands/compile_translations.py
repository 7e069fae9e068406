"""Compile the translations (pure Python; the gettext tools are not needed)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from archive.ui.translations import compile_catalogues


class Command(BaseCommand):
    help = "Compile the translation catalogues that changed."
    # The texts themselves are being made: nothing may be looked up in them.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues(settings.LOCALE_PATHS):
            self.stdout.write(str(path))
