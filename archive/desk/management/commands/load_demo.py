"""Load the demonstration catalogue into an empty database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.desk.demonstration import story
from archive.desk.demonstration.cast import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Load the demonstration catalogue into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accounts", action="store_true", help="only show the accounts of what is loaded"
        )

    def handle(self, *args: Any, accounts: bool, **options: Any) -> None:
        if accounts:
            return self._show_accounts()
        try:
            story.load(lambda step: self.stdout.write(f"  {step} …"))
        except story.NotEmpty as error:
            raise CommandError("the database is not empty; nothing was loaded") from error
        return None

    def _show_accounts(self) -> None:
        if not story.is_loaded():
            return
        self.stdout.write(f"Tài khoản minh hoạ · demonstration accounts (mật khẩu: {PASSWORD})")
        for username, (name, _role) in ACCOUNTS.items():
            self.stdout.write(f"  {username:12} {name}")
