"""Records whose description, or a name beside it, tells a name that is not consented to: closed
until mended.

Every list and every page asks for them, and looking for names in descriptions is the dearest part
of the gate; the answer changes only when somebody acts or a day begins. So it is kept under the
number of the last journal entry and the day, and a description is read again only when it, the
names to look for, or the names of those it is linked to, have changed. After acts on records alone
only those are asked about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from archive.access.consents import TELLING_FIELDS, further_names, tells, withheld_witness
from archive.access.named_beside import KINDS, named_beside
from archive.catalogue.models import Appearance, Record
from archive.journal.models import Entry
from archive.journal.newest import newest_entry

# Longer than a day has no use: the day is part of the key.
SECONDS = 86_400
MOST_AT_ONCE = 500
_MOST_FOLLOWED = 2000
_RECORD = Record._meta.label_lower


class _Asked(NamedTuple):
    """Whether one state of one description tells one witness's names."""

    record: int
    version: int
    names: tuple[str, ...]


class _State(NamedTuple):
    """What was known of every withheld witness as of one entry of the journal, on one day."""

    entry: int
    day: dt.date
    known: Mapping[_Asked, bool]


def telling_records(now: dt.datetime) -> frozenset[int]:
    """Return the ids of the records whose description gives away a name not consented to."""
    if connection.in_atomic_block:
        # Inside an act the journal does not yet say what has been written, and may never say it.
        return _told(_looked_up(_withheld(now), {}))
    latest = newest_entry().id
    key = f"telling:{latest}:{timezone.localdate(now):%Y%m%d}"
    found: frozenset[int] | None = cache.get(key)
    if found is None:
        state = _brought_up_to(latest, now, cache.get("telling:state"))
        found = _told(state.known)
        cache.set_many({key: found, "telling:state": state}, SECONDS)
    return found


def _told(known: Mapping[_Asked, bool]) -> frozenset[int]:
    return frozenset(asked.record for asked, told in known.items() if told)


def _brought_up_to(latest: int, now: dt.datetime, state: _State | None) -> _State:
    """Return the state as of the entry `latest`, asking of touched records alone if it can."""
    day = timezone.localdate(now)
    known = state.known if state and not _renamed_since(state.entry, latest) else {}
    touched = _touched_since(state.entry, latest) if state and state.day == day else None
    if touched is None:
        return _State(latest, day, _looked_up(_withheld(now), known))
    kept = {asked: told for asked, told in known.items() if asked.record not in touched}
    fresh = _looked_up(_withheld(now).filter(record__in=touched), known)
    return _State(latest, day, kept | fresh)


def _renamed_since(entry: int, latest: int) -> bool:
    """Tell whether an act may have changed a name beside descriptions: no version tells of it."""
    acts = Entry.objects.filter(pk__gt=entry, pk__lte=latest, subject_type__in=KINDS)
    return entry > latest or acts.exists()


def _touched_since(entry: int, latest: int) -> set[int] | None:
    """Return the records that acts were about; None when anything else was acted on as well."""
    if entry > latest:
        return None
    since = Entry.objects.filter(pk__gt=entry, pk__lte=latest)
    subjects = list(since.order_by().values_list("subject_type", "subject_id")[:_MOST_FOLLOWED])
    if len(subjects) == _MOST_FOLLOWED or any(kind != _RECORD for kind, _pk in subjects):
        return None
    return {int(pk) for _kind, pk in subjects}


def _looked_up(withheld: QuerySet[Appearance], known: Mapping[_Asked, bool]) -> dict[_Asked, bool]:
    """Return the answer for every withheld witness, reading only what is not `known`."""
    asked = list(_asked(withheld))
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


def _withheld(now: dt.datetime) -> QuerySet[Appearance]:
    return Appearance.objects.filter(withheld_witness(now)).order_by()


def _asked(withheld: QuerySet[Appearance]) -> Iterator[_Asked]:
    rows = list(withheld.values_list("record_id", "record__version", "person_id", "person__name"))
    further = further_names({person_id for _record, _version, person_id, _name in rows})
    for record_id, version, person_id, name in rows:
        yield _Asked(record_id, version, (name, *further[person_id]))
