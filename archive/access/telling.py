"""Records whose own description tells a name that is not consented to: closed until mended.

Every list and every page asks for them, and looking for names in descriptions is the dearest part
of the gate; the answer changes only when somebody acts or a day begins. So it is kept under the
number of the last journal entry and the day.
"""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from archive.access.consents import TELLING_FIELDS, withheld_witness
from archive.catalogue.models import Appearance
from archive.journal.models import Entry

# Longer than a day has no use: the day is part of the key.
SECONDS = 86_400


def telling_records(now: dt.datetime) -> frozenset[int]:
    """Return the ids of the records whose description gives away a name not consented to."""
    if connection.in_atomic_block:
        # Inside an act the journal does not yet say what has been written, and may never say it.
        return _look(now)
    latest = Entry.objects.order_by("-id").values_list("id", flat=True).first()
    key = f"telling:{latest}:{timezone.localdate(now):%Y%m%d}"
    found: frozenset[int] | None = cache.get(key)
    if found is None:
        found = _look(now)
        cache.set(key, found, SECONDS)
    return found


def _look(now: dt.datetime) -> frozenset[int]:
    told = Q()
    for field in TELLING_FIELDS:
        told |= Q(**{f"record__{field}__icontains": F("person__name")})
    rows = Appearance.objects.filter(withheld_witness(now), told)
    return frozenset(rows.order_by().values_list("record_id", flat=True))
