"""Pages of headers: what harvesters are told, in the order in which it came to be so.

A list is gone through by datestamp. What changes while it is gone through moves behind its end,
where the same harvest meets it again; nothing falls out between two pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Min, Q, QuerySet

from archive.access import gate
from archive.catalogue.models import Collection, Record
from archive.interop.models import Header
from archive.interop.oai.sets import Specs


@dataclass(frozen=True)
class Item:
    """One header as it is given: without a `record` it is that of a deleted item."""

    code: str
    stamped_at: dt.datetime
    spec: str
    record: Record | None


def selected(
    *,
    now: dt.datetime,
    since: dt.datetime | None,
    until: dt.datetime | None,
    within: Collection | None,
) -> QuerySet[Header]:
    """Return the headers asked for whose datestamp has come."""
    found = Header.objects.filter(stamped_at__lte=min(now, until) if until else now)
    if since is not None:
        found = found.filter(stamped_at__gte=since)
    if within is not None:
        # Told which levels, the database goes through the headers of one; asked, through all.
        below = Collection.objects.filter(path__startswith=within.path).order_by()
        found = found.filter(collection__in=list(below.values_list("pk", flat=True)))
    return found.order_by("stamped_at", "id")


def after(found: QuerySet[Header], place: tuple[int, int]) -> QuerySet[Header]:
    """Keep what comes after a place of the list (`place_of`)."""
    stamp = dt.datetime.fromtimestamp(place[0], dt.UTC)
    # The first condition is what an index is entered by.
    return found.filter(
        Q(stamped_at__gt=stamp) | Q(stamped_at=stamp, id__gt=place[1]), stamped_at__gte=stamp
    )


def place_of(row: Header) -> tuple[int, int]:
    return int(row.stamped_at.timestamp()), row.pk


def items_of(rows: Sequence[Header], now: dt.datetime) -> list[Item]:
    """Return headers as the gate lets them be given at this moment, in constant queries.

    What has closed since it was written down is deleted already; what was put under another code
    is given under that one alone.
    """
    live = [row.record_id for row in rows if not row.is_deleted and row.record_id]
    visible = gate.visible_records(AnonymousUser(), now=now).filter(pk__in=live)
    open_ = {(record.pk, record.code): record for record in visible}
    specs = Specs.of({row.collection_id for row in rows if row.collection_id})
    return [
        Item(
            row.code,
            min(row.stamped_at, now),
            specs.spec(row.collection_id),
            None if row.is_deleted else open_.get((row.record_id or 0, row.code)),
        )
        for row in rows
    ]


def earliest(now: dt.datetime) -> dt.datetime:
    """Return a moment before which nothing was written down; `now` where nothing is yet."""
    first: dt.datetime | None = Header.objects.aggregate(on=Min("stamped_at"))["on"]
    return min(first, now) if first else now
