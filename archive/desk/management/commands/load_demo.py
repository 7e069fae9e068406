"""Load the demonstration catalogue into an empty database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.desk.demonstration import story
from archive.desk.demonstration.cast import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Load the demonstration catalogue into an empty database and show its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accounts", action="store_true", help="only show the accounts of a loaded one"
        )

    def handle(self, *args: Any, accounts: bool, **options: Any) -> None:
        if not accounts:
            try:
                story.load(lambda step: self.stdout.write(f"  {step} …"))
            except story.NotEmpty as error:
                raise CommandError("the database is not empty; nothing was loaded") from error
        if story.is_loaded():
            self.stdout.write(f"Tài khoản minh hoạ · demonstration accounts (mật khẩu: {PASSWORD})")
            for username, (name, _role) in ACCOUNTS.items():
                self.stdout.write(f"  {username:12} {name}")
