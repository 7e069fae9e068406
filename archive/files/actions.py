"""Reading stored masters again and comparing them with the digest taken at intake."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from archive.files import store
from archive.files.fixity import with_last_check
from archive.files.models import FixityCheck, Master
from archive.journal import actions as journal

Outcome = FixityCheck.Outcome


@dataclass
class Round:
    """One going through the masters: how many were read, and which were not intact."""

    checked: int = 0
    size: int = 0
    faults: list[FixityCheck] = field(default_factory=list)


def check_masters(
    *,
    at: Callable[[], dt.datetime],
    not_since: dt.datetime | None = None,
    most_bytes: int | None = None,
    bytes_per_second: int | None = None,
    progress: Callable[[Round, int], None] = lambda done, total: None,
) -> Round:
    """Read masters, the least recently read first, and enter what was found of each at once.

    A run that is stopped has lost nothing: the next begins with what this one did not reach.
    `not_since` passes over what was read after it; `most_bytes` ends the run; `bytes_per_second`
    leaves the disk to others. `at` tells the time of each reading. `progress` is told after each
    how far it came of how many that are due. Raises `store.Unreachable`, and says nothing then of
    what it could not ask for.
    """
    due = with_last_check()
    if not_since is not None:
        due = due.filter(last_at=None) | due.filter(last_at__lt=not_since)
    keys = list(due.values_list("pk", flat=True))
    done = Round()
    for pk in keys:
        if most_bytes is not None and done.size >= most_bytes:
            break
        master = Master.objects.get(pk=pk)
        check = check_master(master=master, at=at(), bytes_per_second=bytes_per_second)
        done.checked += 1
        done.size += master.size
        if check.outcome != Outcome.INTACT:
            done.faults.append(check)
        progress(done, len(keys))
    return done


def check_master(
    *, master: Master, at: dt.datetime, bytes_per_second: int | None = None
) -> FixityCheck:
    """Read one master and enter the outcome; a change of outcome is an event in the journal.

    PREMIS: fixity check.
    """
    found = _digest(master, bytes_per_second)
    if found is None:
        outcome = Outcome.MISSING
    else:
        outcome = Outcome.INTACT if found == master.digest else Outcome.ALTERED
    return _enter(master, outcome, found or "", at)


@transaction.atomic
def _enter(master: Master, outcome: str, found: str, at: dt.datetime) -> FixityCheck:
    before = master.fixity_checks.order_by("-at", "-pk").first()
    check = FixityCheck.objects.create(
        master=master, at=at, outcome=outcome, found_digest=found[:64]
    )
    was = before.outcome if before else Outcome.INTACT
    if outcome != was:
        journal.record(
            actor=None,
            act=f"files.master.found_{outcome}",
            subject=master,
            at=at,
            before={"outcome": was, "digest": master.digest},
            after={"outcome": outcome, "digest": found},
        )
    return check


def _digest(master: Master, bytes_per_second: int | None) -> str | None:
    digest = hashlib.new(master.algorithm)
    began, read = time.monotonic(), 0
    try:
        with store.masters().open(master.path) as file:
            while chunk := file.read(store.CHUNK_BYTES):
                digest.update(chunk)
                read += len(chunk)
                if bytes_per_second:
                    time.sleep(max(0.0, read / bytes_per_second - (time.monotonic() - began)))
    except FileNotFoundError:
        return None
    except OSError:
        # A disk that cannot read a sector: what is there is not what was put there.
        return ""
    return digest.hexdigest()
