"""Deposit the files of a folder on this machine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from archive.accounts.models import User
from archive.ingest import actions, inbox
from archive.ingest.models import Secrecy


class Command(BaseCommand):
    help = (
        "Deposit every file below FOLDER (media/inbox/ for instance) as USER; the worker checks "
        "them. The answer about secrecy is asked here as on the screen: without it nothing is read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--user", required=True, help="who brings them: a user name")
        parser.add_argument("--secrecy", required=True, choices=Secrecy.values)
        parser.add_argument("--declassified-by", default="", metavar="NUMBER")
        parser.add_argument("--declassified-on", type=dt.date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument(
            "--remove", action="store_true", help="take each file away once it is entered"
        )

    def handle(self, **options: Any) -> None:
        actor = User.objects.filter(username=options["user"]).select_related("office").first()
        if actor is None or actor.office is None:
            raise CommandError("no such user, or a user without an office")
        now = timezone.now()
        try:
            deposit = actions.open_deposit(
                actor=actor,
                office=actor.office,
                secrecy=Secrecy(options["secrecy"]),
                declassified_by=options["declassified_by"],
                declassified_on=options["declassified_on"],
                at=now,
            )
        except (actions.NotAllowed, actions.PaperMissing) as error:
            raise CommandError(str(error.__doc__)) from None
        if not deposit.is_admitted:
            raise CommandError("refused for its mark; no file was read")
        paths = inbox.files_in(options["folder"])
        refused = 0
        for file in inbox.take_in(
            actor=actor, deposit=deposit, paths=paths, at=now, remove=options["remove"]
        ):
            refused += file.is_refused
            self.stdout.write(f"{file.name}: {file.reason or file.state}")
        self.stdout.write(f"deposit {deposit.pk}: {len(paths)} files, {refused} refused at once")
        if refused:
            raise CommandError(f"{refused} files refused")
