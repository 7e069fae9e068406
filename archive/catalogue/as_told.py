"""Whether records stand as the journal last said: a row may have been edited behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.catalogue.models import Record
from archive.journal.actions import plain
from archive.journal.models import Entry

# What a record is called and who may read it: each is in the entry of every act that changes it.
TOLD = (
    "code", "title", "vetting_status", "access_level", "released_at", "withdrawn_at",
    "withdrawn_reason",
)  # fmt: skip
_AT_ONCE = 500
_SUBJECT = Record._meta.label_lower


def told_otherwise() -> Iterator[tuple[str, str]]:
    """Yield code and column of every record that is not what the journal says of it.

    A record that is in no entry is left out: nothing was said of it.
    """
    last = 0
    rows = Record.objects.order_by("pk").values("pk", *TOLD)
    while records := list(rows.filter(pk__gt=last)[:_AT_ONCE]):
        last = records[-1]["pk"]
        told = _told_of([record["pk"] for record in records])
        for record in records:
            stands = plain({name: record[name] for name in TOLD})
            for name, value in told.get(record["pk"], {}).items():
                if stands[name] != value:
                    yield record["code"], name


def _told_of(records: list[int]) -> dict[int, dict[str, Any]]:
    """Return by record what its entries say of `TOLD`, from what every record begins with on."""
    fresh = Record()
    begins = plain({name: getattr(fresh, name) for name in TOLD})
    told: dict[int, dict[str, Any]] = {}
    entries = Entry.objects.filter(subject_type=_SUBJECT, subject_id__in=map(str, records))
    for subject, act, after in entries.order_by("id").values_list("subject_id", "act", "after"):
        known = told.setdefault(int(subject), {})
        if act == "catalogue.record.registered":
            known.update(begins)
        known.update({name: after[name] for name in TOLD if name in after})
    return told
