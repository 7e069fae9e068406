"""What opens or closes by itself on a day or at an hour, without anybody acting."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min, Q
from django.utils import timezone

from archive.access.days import begin_of, end_of
from archive.access.models import Clause, Grant, Seal
from archive.catalogue.models import Record


def records_due(since: dt.datetime, now: dt.datetime) -> dict[int, set[str]]:
    """Return what passed after `since`, up to `now`: record id to `release.began`, `seal.ended` …

    A day begins where the archive is; what holds until a day holds to its end.
    """
    first, last = timezone.localdate(since), timezone.localdate(now)
    begun = {"gt": first, "lte": last}
    ended = {"gte": first, "lt": last}
    clauses = Clause.objects.filter(withdrawn_at__isnull=True)
    grants = Grant.objects.filter(revoked_at__isnull=True)
    passed = {
        "release.began": Record.objects.filter(
            released_at__gt=since, released_at__lte=now
        ).values_list("pk", flat=True),
        "grant.began": grants.filter(begins_at__gt=since, begins_at__lte=now).values_list(
            "record_id", flat=True
        ),
        "grant.ended": grants.filter(ends_at__gt=since, ends_at__lte=now).values_list(
            "record_id", flat=True
        ),
        "seal.ended": Seal.objects.filter(
            _between("until", ended), lifted_at__isnull=True
        ).values_list("record_id", flat=True),
        "consent.began": clauses.filter(
            _between("begins_on", begun) | _between("consent__given_on", begun)
        ).values_list("consent__record_id", flat=True),
        "consent.ended": clauses.filter(_between("ends_on", ended)).values_list(
            "consent__record_id", flat=True
        ),
        "consent.began_after_death": clauses.filter(
            _between("consent__witness__died_latest", begun), only_after_death=True
        ).values_list("consent__record_id", flat=True),
    }
    found: dict[int, set[str]] = {}
    for what, ids in passed.items():
        for pk in ids:
            found.setdefault(pk, set()).add(what)
    return found


def next_due(since: dt.datetime) -> dt.datetime | None:
    """Return the moment after `since` when the next thing opens or closes by itself; None if never.

    Until then nobody need ask `records_due`: an act that sets a new date is in the journal.
    """
    first = timezone.localdate(since)
    clauses = Clause.objects.filter(withdrawn_at__isnull=True)
    grants = Grant.objects.filter(revoked_at__isnull=True)
    after_death = clauses.filter(only_after_death=True)
    moments = [
        Record.objects.filter(released_at__gt=since).aggregate(on=Min("released_at"))["on"],
        grants.filter(begins_at__gt=since).aggregate(on=Min("begins_at"))["on"],
        grants.filter(ends_at__gt=since).aggregate(on=Min("ends_at"))["on"],
    ]
    begins = [
        rows.filter(**{f"{field}__gt": first}).aggregate(on=Min(field))["on"]
        for rows, field in (
            (clauses, "begins_on"),
            (clauses, "consent__given_on"),
            (after_death, "consent__witness__died_latest"),
        )
    ]
    ends = [
        clauses.filter(ends_on__gte=first).aggregate(on=Min("ends_on"))["on"],
        Seal.objects.filter(lifted_at__isnull=True, until__gte=first).aggregate(on=Min("until"))[
            "on"
        ],
    ]
    moments += [begin_of(day) for day in begins if day] + [end_of(day) for day in ends if day]
    return min((moment for moment in moments if moment), default=None)


def _between(field: str, bounds: dict[str, dt.date]) -> Q:
    return Q(**{f"{field}__{name}": day for name, day in bounds.items()})
