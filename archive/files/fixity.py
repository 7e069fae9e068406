"""What is known about the wholeness of the masters, and what lies in the store unentered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from archive.files import store
from archive.files.models import FixityCheck, Master

Outcome = FixityCheck.Outcome
_AT_ONCE = 500


@dataclass(frozen=True)
class Summary:
    """How the masters stand: counts of files and bytes, and since when they have been read."""

    masters: int
    size: int
    never: int
    overdue: int
    faulty: int
    oldest: dt.datetime | None


def with_last_check(*, among: QuerySet[Master] | None = None) -> QuerySet[Any]:
    """Return masters with `last_at` and `last_outcome`, least recently checked first."""
    last = FixityCheck.objects.filter(master=OuterRef("pk")).order_by("-at", "-pk")
    masters = Master.objects.all() if among is None else among
    return masters.annotate(
        last_at=Subquery(last.values("at")[:1]), last_outcome=Subquery(last.values("outcome")[:1])
    ).order_by(F("last_at").asc(nulls_first=True), "pk")


def faulty(*, among: QuerySet[Master] | None = None) -> QuerySet[Any]:
    """Return the masters that were not intact when last read, with words in `outcome_said`."""
    said = [When(last_outcome=outcome, then=Value(str(outcome.label))) for outcome in Outcome]
    read = with_last_check(among=among).exclude(last_outcome=None)
    not_whole: QuerySet[Any] = read.exclude(last_outcome=Outcome.INTACT)
    named: QuerySet[Any] = not_whole.annotate(outcome_said=Case(*said, output_field=CharField()))
    return named


def summary(
    *, now: dt.datetime, period: dt.timedelta, among: QuerySet[Master] | None = None
) -> Summary:
    """Return the figures of a report; overdue is what was not read within `period`."""
    masters = with_last_check(among=among)
    totals = masters.order_by().aggregate(count=Count("pk"), size=Sum("size"))
    return Summary(
        masters=totals["count"],
        size=totals["size"] or 0,
        never=masters.filter(last_at=None).count(),
        overdue=masters.filter(Q(last_at=None) | Q(last_at__lt=now - period)).count(),
        faulty=faulty(among=among).count(),
        oldest=masters.exclude(last_at=None).values_list("last_at", flat=True).first(),
    )


def unknown_files() -> Iterator[str]:
    """Yield what lies among the masters under a name no entry has.

    The whole store is walked: for jobs, not for pages. Raises `store.Unreachable`.
    """
    try:
        kept = _kept_names()
        while names := list(islice(kept, _AT_ONCE)):
            digests = {name: name.rpartition("/")[2] for name in names}
            entered = set(
                Master.objects.filter(digest__in=digests.values()).values_list("digest", flat=True)
            )
            for name, digest in digests.items():
                if name != store.master_path(digest) or digest not in entered:
                    yield name
    except FileNotFoundError:  # nothing has been stored yet
        return


def _kept_names() -> Iterator[str]:
    for name in store.names_in(store.masters()):
        if not name.startswith(f"{store.INCOMING}/"):
            yield name
