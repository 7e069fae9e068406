"""`rebuild_index`: make the search index anew beside the live one and swap it in."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.search import actions, rebuilding
from archive.search.engines import UnknownEngine
from archive.search.index import Busy


class Command(BaseCommand):
    help = (
        "Make the search index anew beside the live one and swap it in. "
        "An interrupted rebuild goes on where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--engine",
            default="",
            help="whoosh, tantivy or auto (default: the setting SEARCH_ENGINE)",
        )

        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only bring the index up to date when it is there and still good",
        )

    def handle(self, *args: Any, engine: str, if_needed: bool, **options: Any) -> None:
        if if_needed and not actions.needs_rebuild():
            actions.follow_journal()
            return
        began = time.monotonic()
        try:
            generation = rebuilding.rebuild(engine=engine, progress=self._progress(began))
        except UnknownEngine as error:
            raise CommandError(f"Unknown engine: {error}") from error
        except actions.Stopped as error:
            raise CommandError("Stopped from the desk; the next rebuild goes on there.") from error
        except Busy as error:
            raise CommandError("Another rebuild is running.") from error
        manifest = generation.manifest()
        self.stdout.write(
            f"{manifest.engine}: {manifest.records} records, {manifest.passages} passages, "
            f"{time.monotonic() - began:.1f} s"
        )

    def _progress(self, began: float) -> actions.Progress:
        shown = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal shown
            now = time.monotonic()
            if not sys.stderr.isatty() or (now - shown < 0.5 and done < total):
                return
            shown = now
            left = (now - began) / max(done, 1) * (total - done)
            self.stderr.write(
                f"\r{done}/{total} ({done * 100 // max(total, 1)} %), {left:.0f} s left ", ending=""
            )
            if done >= total:
                self.stderr.write("")

        return progress
