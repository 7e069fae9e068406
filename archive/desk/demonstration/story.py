"""The demonstration, told from an empty database to a catalogue with something on every screen."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.utils import timezone

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.desk.demonstration import (
    book,
    histories,
    intake,
    register,
    rounds,
    stock,
    testimony,
    two_rounds,
)
from archive.desk.demonstration.cast import engage
from archive.journal import actions as journal
from archive.journal.models import Entry
from archive.units.actions import load_units

Say = Callable[[str], None]
FINISHED = "desk.demonstration.loaded"


class NotEmpty(Exception):
    """The database holds something already; a demonstration is not mixed into it."""


def is_empty() -> bool:
    return not (Entry.objects.exists() or Record.objects.exists() or User.objects.exists())


def is_loaded() -> bool:
    """Tell whether the demonstration was loaded to its end."""
    return Entry.objects.filter(act=FINISHED).exists()


def load(say: Say) -> None:
    """Load the demonstration through the acts people use. Raises `NotEmpty`."""
    if not is_empty():
        raise NotEmpty
    say("units of Vietnam before and since 1 July 2025")
    load_units()
    cast = engage(timezone.now())
    say("documents, pictures and a spoken interview are brought in and read")
    intake.take_in(cast, stock.ITEMS, intake.open_shelves(cast))
    intake.bring_what_is_refused(cast)
    say("transcript, consent, vetting, release")
    testimony.prepare_interview(cast)
    histories.enter_works(cast)
    register.fill_register(cast)
    rounds.vet_and_release(cast)
    book.bring_before_council(cast)
    two_rounds.vet_twice(cast)
    intake.await_worker()
    journal.record(
        actor=None, act=FINISHED, subject=cast.office, at=timezone.now(), note="load_demo"
    )
    say("search index")
    call_command("rebuild_index", verbosity=0)
