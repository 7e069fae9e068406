"""Open the first office of an archive and the account of its first administrator."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from archive.accounts.models import Role, RoleGrant, User
from archive.journal import actions as journal
from archive.units.models import Kind, Level, Unit


class Command(BaseCommand):
    help = "Open an office and its first administrator; the password is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="short code of the office, as in an address: vp-lam-dong")
        parser.add_argument("name", help="name of the office, in quotation marks")
        parser.add_argument("username", help="user name of the first administrator")
        parser.add_argument("--level", choices=Level.values, default=Level.PROVINCE.value)

    def handle(
        self, *args: Any, code: str, name: str, username: str, level: str, **options: Any
    ) -> None:
        if RoleGrant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exists():
            raise CommandError("there is an administrator already, who opens accounts on the desk")
        password = _ask()
        _open(code=code, name=name, level=level, username=username, password=password)
        self.stdout.write(f"{name}: {username} opens the other accounts at /desk/people/.")


def _ask() -> str:
    """Return the password typed twice, or one line of standard input where nobody types."""
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    if sys.stdin.isatty() and getpass.getpass("Once more: ") != password:
        raise CommandError("the two are not the same")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password


@transaction.atomic
def _open(*, code: str, name: str, level: str, username: str, password: str) -> None:
    office = Unit.objects.create(code=code, name=name, kind=Kind.OFFICE, level=level)
    user = User.objects.create_user(username=username, password=password, office=office)
    RoleGrant.objects.create(user=user, role=Role.ADMINISTRATOR)
    journal.record(
        actor=None,
        act="access.account.opened",
        subject=user,
        at=timezone.now(),
        after={"office": code, "roles": [Role.ADMINISTRATOR]},
        note="open_office",
    )
