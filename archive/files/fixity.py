"""What is known about the wholeness of the masters, and what lies in the store unentered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from archive.files import store
from archive.files.models import FixityCheck, Master

Outcome = FixityCheck.Outcome


@dataclass(frozen=True)
class Summary:
    """How the masters stand: counts of files and bytes, and since when they have been read."""

    masters: int
    size: int
    never: int
    overdue: int
    faulty: int
    oldest: dt.datetime | None


def with_last_check() -> QuerySet[Any]:
    """Return the masters with `last_at` and `last_outcome`, least recently checked first."""
    last = FixityCheck.objects.filter(master=OuterRef("pk")).order_by("-at", "-pk")
    return Master.objects.annotate(
        last_at=Subquery(last.values("at")[:1]), last_outcome=Subquery(last.values("outcome")[:1])
    ).order_by(F("last_at").asc(nulls_first=True), "pk")


def faulty() -> QuerySet[Any]:
    """Return the masters that were not intact when last read."""
    return with_last_check().exclude(last_outcome=Outcome.INTACT).exclude(last_outcome=None)


def summary(*, now: dt.datetime, period: dt.timedelta) -> Summary:
    """Return the figures of a report; overdue is what was not read within `period`."""
    masters = with_last_check()
    totals = Master.objects.aggregate(size=Sum("size"))
    return Summary(
        masters=Master.objects.count(),
        size=totals["size"] or 0,
        never=masters.filter(last_at=None).count(),
        overdue=masters.filter(Q(last_at=None) | Q(last_at__lt=now - period)).count(),
        faulty=faulty().count(),
        oldest=masters.exclude(last_at=None).values_list("last_at", flat=True).first(),
    )


def unknown_files() -> Iterator[str]:
    """Yield what lies among the masters under a name no entry has. Local storage only."""
    storage = store.masters()
    if not isinstance(storage, FileSystemStorage):
        return
    root = Path(storage.location)
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if not path.is_file() or name.startswith(f"{store.INCOMING}/"):
            continue
        if not (name == store.master_path(path.name) and _is_entered(path.name)):
            yield name


def _is_entered(digest: str) -> bool:
    return Master.objects.filter(digest=digest).exists()
