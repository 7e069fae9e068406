"""What changes by itself on a day or at an hour, without anybody acting: embargoes that end."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from archive.access.models import Grant, Seal
from archive.catalogue.models import Record


def records_due(since: dt.datetime, now: dt.datetime) -> set[int]:
    """Return the ids of the records that opened or closed by the clock after `since`."""
    ids: set[int] = set()
    ids.update(
        Record.objects.filter(released_at__gt=since, released_at__lte=now).values_list(
            "pk", flat=True
        )
    )
    ids.update(
        Grant.objects.filter(
            Q(begins_at__gt=since, begins_at__lte=now) | Q(ends_at__gt=since, ends_at__lte=now)
        ).values_list("record_id", flat=True)
    )
    # A seal holds to the end of its day, where the archive is.
    first, last = timezone.localdate(since), timezone.localdate(now)
    ids.update(
        Seal.objects.filter(until__gte=first, until__lt=last).values_list("record_id", flat=True)
    )
    return ids
