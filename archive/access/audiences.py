"""Audiences: short words that say who may find something, so that an index can ask by word.

`public`, `registered`, `office:<id>` (staff of the holding office and of those above it),
`user:<id>` (a grant), `all` (administrators). A viewer finds what shares one word with them.
A passage has audiences of its own: what is sealed or not consented to only staff can find.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from archive.access.ceilings import levels_of
from archive.access.models import Grant
from archive.access.telling import telling_records
from archive.accounts.models import Role, User
from archive.catalogue.models import AccessLevel, Record
from archive.units.models import Unit

Viewer = User | AnonymousUser

PUBLIC = "public"
REGISTERED = "registered"
ALL = "all"

_OFFICES = "_offices_with_descendants"


def of_viewer(viewer: Viewer) -> frozenset[str]:
    """Return the audiences `viewer` belongs to."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return frozenset({PUBLIC})
    words = {PUBLIC, REGISTERED, f"user:{viewer.pk}"}
    if administers(viewer):
        words.add(ALL)
    words.update(f"office:{office}" for office in offices_of(viewer))
    return frozenset(words)


def of_records(
    records: Collection[Record], *, now: dt.datetime | None = None
) -> dict[int, frozenset[str]]:
    """Return the audiences of each record's description, by record id, in constant queries."""
    now = now or timezone.now()
    readers = _readers(records, now)
    telling = _telling(records, now)
    levels = levels_of(records)
    return {
        record.pk: of_staff(record)
        if record.pk in telling
        else of_staff(record) | _of_release(record, levels[record.pk], now) | readers[record.pk]
        for record in records
    }


def of_staff(record: Record) -> frozenset[str]:
    """Return the audiences of what nobody but the holder's staff may have of `record`."""
    return frozenset({ALL, f"office:{record.holder_id}"})


def administers(viewer: Viewer) -> bool:
    """Tell whether `viewer` administers the archive, to whom nothing in it is closed."""
    return isinstance(viewer, User) and viewer.has_role(Role.ADMINISTRATOR)


def offices_of(viewer: Viewer) -> frozenset[int]:
    """Return the ids of the offices whose holdings `viewer` works with: their own and those below.

    Empty for whoever is not on the archive's staff. Read once per request, as the roles are.
    """
    if not isinstance(viewer, User) or not viewer.is_archive_staff or viewer.office_id is None:
        return frozenset()
    known: tuple[int, frozenset[int]] | None = viewer.__dict__.get(_OFFICES)
    if known is None or known[0] != viewer.office_id:
        known = viewer.__dict__[_OFFICES] = (viewer.office_id, _with_descendants(viewer.office_id))
    return known[1]


def _with_descendants(office_id: int) -> frozenset[int]:
    found = {office_id}
    layer: Iterable[int] = [office_id]
    while layer:
        layer = [
            pk
            for pk in Unit.objects.offices().filter(parent__in=layer).values_list("pk", flat=True)
            if pk not in found
        ]
        found.update(layer)
    return frozenset(found)


def _readers(records: Collection[Record], now: dt.datetime) -> defaultdict[int, frozenset[str]]:
    """Return the readers let in by a grant, as audiences, by record id."""
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    grants = Grant.objects.in_force(now).filter(
        record__in=[record.pk for record in records], user__is_active=True
    )
    for record_id, user_id in grants.values_list("record_id", "user_id"):
        found[record_id] |= {f"user:{user_id}"}
    return found


def _telling(records: Collection[Record], now: dt.datetime) -> frozenset[int]:
    """Return the records whose description gives away a name that is not consented to."""
    return telling_records(now).intersection(record.pk for record in records)


def _of_release(record: Record, level: AccessLevel, now: dt.datetime) -> frozenset[str]:
    if record.released_at is None or record.released_at > now:
        return frozenset()
    if level == AccessLevel.PUBLIC:
        return frozenset({PUBLIC})
    if level == AccessLevel.REGISTERED:
        return frozenset({REGISTERED})
    return frozenset()
