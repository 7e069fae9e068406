"""Records whose description, or a name beside it, tells a name that is not consented to: closed
until mended.

Every list and every page asks for them, and looking for names in descriptions is the dearest part
of the gate; the answer changes only when somebody acts or a day begins. So it is kept under the
number of the last journal entry and the day, and a description is read again only when it, the
names to look for, or the names of those it is linked to, have changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from archive.access.consents import TELLING_FIELDS, further_names, tells, withheld_witness
from archive.access.named_beside import KINDS, named_beside
from archive.catalogue.models import Appearance, Record
from archive.journal.models import Entry

# Longer than a day has no use: the day is part of the key.
SECONDS = 86_400
MOST_AT_ONCE = 500


class _Asked(NamedTuple):
    """Whether one state of one description tells one witness's names."""

    record: int
    version: int
    names: tuple[str, ...]


def telling_records(now: dt.datetime) -> frozenset[int]:
    """Return the ids of the records whose description gives away a name not consented to."""
    if connection.in_atomic_block:
        # Inside an act the journal does not yet say what has been written, and may never say it.
        return _told(_looked_up(now, {}))
    latest = Entry.objects.order_by("-id").values_list("id", flat=True).first()
    key = f"telling:{latest}:{timezone.localdate(now):%Y%m%d}"
    found: frozenset[int] | None = cache.get(key)
    if found is None:
        seen, known = cache.get("telling:read", (0, {}))
        if _renamed_since(seen, latest):
            known = {}
        known = _looked_up(now, known)
        found = _told(known)
        cache.set_many({key: found, "telling:read": (latest or 0, known)}, SECONDS)
    return found


def _renamed_since(seen: int, latest: int | None) -> bool:
    """Tell whether an act may have changed a name that stands beside descriptions."""
    acts = Entry.objects.filter(pk__gt=seen, pk__lte=latest or 0)
    return acts.filter(subject_type__in=KINDS).exists()


def _told(known: Mapping[_Asked, bool]) -> frozenset[int]:
    return frozenset(asked.record for asked, told in known.items() if told)


def _looked_up(now: dt.datetime, known: Mapping[_Asked, bool]) -> dict[_Asked, bool]:
    """Return the answer for every withheld witness, reading only what is not `known`."""
    asked = list(_asked(now))
    answers = {each: known[each] for each in asked if each in known}
    unread = [each for each in asked if each not in known]
    for first in range(0, len(unread), MOST_AT_ONCE):
        some = unread[first : first + MOST_AT_ONCE]
        rows = Record.objects.filter(pk__in={each.record for each in some})
        texts = {pk: "\n".join(fields) for pk, *fields in rows.values_list("pk", *TELLING_FIELDS)}
        for pk, names in named_beside(list(texts)).items():
            texts[pk] = "\n".join([texts[pk], *(name for _field, name in names)])
        answers |= {each: tells(texts.get(each.record, ""), each.names) for each in some}
    return answers


def _asked(now: dt.datetime) -> Iterator[_Asked]:
    rows = list(
        Appearance.objects.filter(withheld_witness(now))
        .order_by()
        .values_list("record_id", "record__version", "person_id", "person__name")
    )
    further = further_names({person_id for _record, _version, person_id, _name in rows})
    for record_id, version, person_id, name in rows:
        yield _Asked(record_id, version, (name, *further[person_id]))
