"""Writing down what opened or closed by itself because its day came."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from archive.access.due import records_due
from archive.access.models import Vigil
from archive.catalogue.models import Record
from archive.jobs.queue import later
from archive.journal import actions as journal


@transaction.atomic
def note_passed_dates(*, at: dt.datetime) -> int:
    """Enter into the journal which records opened or closed by date since this was last done.

    The gate asks the clock each time and needs none of this; the index follows the journal.
    Returns how many records there were; doing it twice notes nothing twice.
    """
    vigil = Vigil.objects.select_for_update().first()
    if vigil is None:
        Vigil.objects.create(noted_until=at)
        return 0
    passed = records_due(vigil.noted_until, at)
    records = Record.objects.in_bulk(passed.keys())
    journal.record_many(
        actor=None,
        at=at,
        acts=[
            journal.Act(
                act="access.record.date_passed",
                subject=records[pk],
                after={"what": sorted(passed[pk])},
            )
            for pk in sorted(records)
        ],
    )
    for pk in records:
        if "seal.ended" in passed[pk]:
            later("archive.access.tasks.make_quiet_copies", pk)
    vigil.noted_until = max(at, vigil.noted_until)
    vigil.save(update_fields=["noted_until"])
    return len(records)
