"""Write a record or a collection out as a bag."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from archive.files.intact import Damaged
from archive.files.models import Derivative
from archive.files.store import Unreachable
from archive.interop.bags.actions import BagFailed, export_bag, find
from archive.interop.terminal import progress_on
from archive.values.bags import readable_size


class Command(BaseCommand):
    help = (
        "Write the record or the collection CODE as a bag (RFC 8493) into a new folder DIR/CODE: "
        "everything, also what is closed to readers. What vetting and collecting keep to "
        "themselves is not in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="reference code, as in the address")
        parser.add_argument("dir", type=Path, help="where the bag's own folder is made")
        parser.add_argument(
            "--kind", choices=["record", "collection"], default="", help="where both have the code"
        )
        parser.add_argument(
            "--masters-only",
            action="store_true",
            help="leave out the copies for reading and listening",
        )

    def handle(
        self, *args: Any, code: str, dir: Path, kind: str, masters_only: bool, **options: Any
    ) -> None:
        try:
            made = export_bag(
                described=find(code, kind=kind),
                parent=dir,
                at=timezone.localtime(),
                progress=_in_megabytes(),
                with_access_copies=not masters_only,
            )
        except Damaged as error:
            raise CommandError(_said(error)) from error
        except Unreachable as error:
            raise CommandError(f"the storage of the masters does not answer: {error}") from error
        except (BagFailed, OSError) as error:
            raise CommandError(str(error)) from error
        size = readable_size(made.size)
        self.stdout.write(f"{made.folder}: {made.records} records, {made.files} files, {size}")
        self.stdout.write(f"SHA-256 of its tagmanifest-sha256.txt: {made.digest}")
        self.stdout.write("It holds what is closed to readers too: bag-info.txt says what.")


def _in_megabytes() -> Callable[[int, int], None]:
    tell = progress_on(sys.stderr, "MB")
    return lambda done, total: tell(-(-done // 1_000_000), -(-total // 1_000_000))


def _said(error: Damaged) -> str:
    if isinstance(error.kept, Derivative):
        return f"{error}; renew_derivatives makes it anew, --masters-only leaves it out"
    return f"{error}; nothing was written, see check_fixity"
