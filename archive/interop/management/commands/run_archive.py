"""Bring the archive up on this machine and stay until told to stop."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.interop.freshness import collect_static_files
from archive.interop.processes import Child, Household, StartFailed, answers, serves
from archive.interop.upkeep import learn_sizes
from archive.interop.warming import own_name
from archive.journal.models import Entry
from archive.ui.translations import compile_catalogues

# Started beside server and worker when the room that brings it is there.
FOLLOWERS = {"follow_index": "index"}


class Command(BaseCommand):
    help = "Prepare the database, the texts, the index and the static files, then serve."
    requires_system_checks = []  # the database may not be there yet; they run after migrating

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--without-demo",
            action="store_true",
            help="do not load the demonstration catalogue on the first start",
        )

    def handle(self, *, host: str, port: int, without_demo: bool, **options: Any) -> None:
        if answers((host, port)):
            raise CommandError(f"port {port} is taken; choose another: make run PORT={port + 1}")
        self._prepare(with_demo=not without_demo)
        # The server and the worker write addresses into letters and manifests.
        os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
        household = Household(self._children(host, port), say=self.stdout.write)
        try:
            household.run(
                serves=lambda: serves((host, port), name=own_name()),
                ready=lambda: self._greet(host, port),
            )
        except StartFailed as failure:
            raise CommandError(f"{failure} could not be started; everything is stopped") from None
        self.stdout.write("Stopped.")

    def _prepare(self, *, with_demo: bool) -> None:
        compile_catalogues(settings.LOCALE_PATHS)
        call_command("migrate", verbosity=0)
        self.check(databases=["default"])
        collect_static_files()
        commands = get_commands()
        if with_demo and "load_demo" in commands and not Entry.objects.exists():
            call_command("load_demo")
        learn_sizes()
        call_command("rebuild_index", "--if-needed")

    def _children(self, host: str, port: int) -> list[Child]:
        manage: Sequence[str] = (sys.executable, str(settings.BASE_DIR / "manage.py"))
        server = [
            *(sys.executable, "-m", "gunicorn", "archive.wsgi"),
            *("--bind", f"{host}:{port}", "--workers", "2", "--threads", "4"),
            *("--chdir", str(settings.BASE_DIR), "--log-level", "warning", "--timeout", "120"),
        ]
        followers = [
            Child(name, [*manage, command])
            for command, name in FOLLOWERS.items()
            if command in get_commands()
        ]
        worker = Child("worker", [*manage, "run_worker", "--queue-name", "*", "--verbosity", "0"])
        return [Child("server", server), worker, *followers]

    def _greet(self, host: str, port: int) -> None:
        self.stdout.write(f"\nNhân Chứng: http://{host}:{port}/   (Ctrl-C để dừng · to stop)\n")
        if "load_demo" in get_commands():
            call_command("load_demo", accounts=True)
        self.stdout.flush()
