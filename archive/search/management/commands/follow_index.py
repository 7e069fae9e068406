"""`follow_index`: keep the live index up with the journal; the one process that writes it."""

from __future__ import annotations

import logging
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from archive.search import actions

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Keep the search index up with the journal, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="catch up and end")
        parser.add_argument(
            "--every", type=float, default=1.0, help="seconds between looks (default: 1)"
        )

    def handle(self, *args: Any, once: bool, every: float, **options: Any) -> None:
        if once:
            self.stdout.write(f"{actions.follow_journal()} records")
            return
        self._stopped = False
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while not self._stopped:
            try:
                actions.follow_journal()
            except (DatabaseError, OSError):
                # The database may be locked or away for a while; what was missed is still there.
                log.exception("the index could not follow the journal; trying again")
            close_old_connections()
            time.sleep(every)

    def _stop(self, *_: object) -> None:
        self._stopped = True
