"""Making anew what is missing or was made by an older recipe, master by master.

The worker begins by itself when what it makes derivatives with has changed: a new version has newer
recipes, LibreOffice or Tesseract was installed. It works in turns with a rest between them, because
whatever somebody waits for goes first; a killed or stopped one loses nothing it has made.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import F

from archive.accounts.models import User
from archive.files import store
from archive.files.models import FixityCheck, Master
from archive.ingest import (
    derivation,
    filming,
    keeping,
    ocr,
    plans,
    printouts,
    processing,
    recipes,
)
from archive.ingest.models import DepositedFile, Renewal
from archive.ingest.parsing import Parser, standing_parser
from archive.ingest.readers import printing
from archive.jobs import actions as jobs
from archive.jobs.actions import Clock
from archive.jobs.models import State
from archive.jobs.queue import waits
from archive.jobs.turns import turn
from archive.journal import actions as journal


def means() -> list[str]:
    """Return what derivatives are made with here: recipes, and programs not every machine has."""
    return recipes.current() + [name for name, is_here in programs().items() if is_here]


def programs() -> dict[str, bool]:
    """Return the programs without which some derivatives are not made, and whether each is here."""
    return {"LibreOffice": printing.program() is not None, "Tesseract": ocr.is_installed()}


@transaction.atomic
def ask(*, actor: User | None, at: dt.datetime) -> Renewal:
    """Have the worker go through all masters. Raises `jobs.UnderWay`."""
    asked = Renewal(asked_by=actor, asked_at=at, means=means(), total=Master.objects.count())
    jobs.ask(asked)
    journal.record(actor=actor, act="ingest.renewal.asked_for", subject=asked, at=at)
    return asked


@transaction.atomic
def stop(*, actor: User | None, asked: Renewal, at: dt.datetime) -> bool:
    """Stop it; the worker heeds it after the page it is at. False when it has ended."""
    stopped = jobs.stop(asked, at=at)
    if stopped:
        journal.record(actor=actor, act="ingest.renewal.stopped", subject=asked, at=at)
    return stopped


def begin_if_needed(*, at: dt.datetime) -> Renewal | None:
    """Begin one where what derivatives are made with has changed since the last.

    One that ended by a fault goes on instead.
    """
    last = Renewal.objects.first()
    if last and (last.is_under_way or last.state == State.FAILED):
        if not waits(last.task):
            jobs.go_on(last)
        return last
    if (last and last.means == means()) or not Master.objects.exists():
        return None
    return ask(actor=None, at=at)


def go_on(*, renewal_id: int, at: Clock, parser: Parser | None = None) -> bool:
    """Go through masters for one turn; tell whether there is more to do.

    Raises `store.Unreachable`.
    """
    one = Renewal.objects.get(pk=renewal_id)
    return jobs.carry_out(one, lambda: _turn(one, parser or standing_parser(), at), at=at)


def _turn(one: Renewal, parser: Parser, at: Clock) -> bool:
    """Go through masters for one turn; tell whether there is more to do."""
    lasts = turn()
    for master in _masters_after(one.reached):
        what = renew(
            master, parser, at, lambda: lasts() and jobs.is_wanted(one), since=one.asked_at
        )
        _enter(one, master, what)
        if what.is_cut or not lasts():
            return True
    return False


def lacking() -> Counter[str]:
    """Count what masters lack, by recipe; all of them are looked at."""
    found: Counter[str] = Counter()
    for master in _masters_after(0):
        for batch in plans.lacking_of(master):
            found.update(recipes.recipe_of(master, role) for role in batch.roles)
        found[recipes.RECIPES[derivation.Role.FILM]] += filming.is_lacking(master)
        found[recipes.RECIPES[derivation.Role.PRINTOUT]] += printouts.is_lacking(master)
        found["reading by machine"] += len(plans.unread_frames(master))
    return +found


def _masters_after(key: int) -> Iterator[Master]:
    """Yield the masters, but for those whose deposit is still being worked on."""
    at_work = DepositedFile.objects.filter(finished_at=None).exclude(master=None).values("master")
    keys = Master.objects.filter(pk__gt=key).exclude(pk__in=at_work).order_by("pk")
    for pk in list(keys.values_list("pk", flat=True)):
        if master := Master.objects.filter(pk=pk).first():
            yield master


def renew(
    master: Master,
    parser: Parser,
    at: Clock,
    may_go_on: Callable[[], bool],
    *,
    since: dt.datetime,
) -> derivation.Made:
    """Make what one master lacks, its film too, and throw away what that takes the place of.

    What failed since `since` was tried in an earlier turn.
    """
    if not store.masters().exists(master.path):
        missing = {"": FixityCheck.Outcome.MISSING.value}
        derivation.note_failures(master=master, failed=missing, at=at())
        return derivation.Made()
    master.unmade.filter(part="").delete()
    what = processing.make_lacking(
        master=master,
        parser=parser,
        at=at(),
        since=since,
        progress=lambda done, total: may_go_on(),
    )
    if not what.is_cut and filming.is_lacking(master):
        what |= _film(master, parser, at())
    keeping.clear_away(master)
    return what


def _film(master: Master, parser: Parser, at: dt.datetime) -> derivation.Made:
    if filming.go_on(master_id=master.pk, at=at, parser=parser):
        return derivation.Made(is_cut=True)
    if filming.is_lacking(master):
        return derivation.Made()
    return derivation.Made(made={recipes.recipe_of(master, derivation.Role.FILM): 1})


def _enter(one: Renewal, master: Master, what: derivation.Made) -> None:
    """Write down how far it came. Raises `jobs.Stopped`."""
    one.made = dict(Counter(one.made) + Counter(what.made))
    columns: dict[str, object] = {"made": one.made}
    if not what.is_cut:
        columns |= {"reached": master.pk, "done": F("done") + 1}
    jobs.advance(one, **columns)
