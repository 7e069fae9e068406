"""Writing down what is done with a work."""

from __future__ import annotations

import datetime as dt
from typing import Any

from archive.accounts.models import User
from archive.journal import actions as journal
from archive.works.models import Work


def write_down(work: Work, act: str, *, actor: User | None, at: dt.datetime, **said: Any) -> None:
    journal.record(actor=actor, act=f"works.work.{act}", subject=work, at=at, **said)
