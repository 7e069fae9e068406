"""Take in what lies still in the inbox."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from archive.ingest.watching import take_in_folders


class Command(BaseCommand):
    help = (
        "Take in now the files of media/inbox/<office code>/<folder>/ for which the question about "
        "secrecy has been answered on the deposits page, as the worker does again and again; "
        "the worker checks them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(take_in_folders(at=timezone.now())))
