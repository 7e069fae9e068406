"""Who may ask for what is closed in a record, and what a grant would open."""

from __future__ import annotations

from collections.abc import Collection as Several
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from archive.access.audiences import Viewer
from archive.access.models import AccessRequest, Grant, RequestState
from archive.access.sight import Sight, admitted_sight, sight_of
from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.files.models import Family


class Held(NamedTuple):
    """How many pages and recordings (parts) there are of a record, and how many parts are films."""

    pages: int
    parts: int
    films: int


_FILMED = Q(recordings__master__family=Family.VIDEO)


def may_ask(viewer: Viewer, record: Record) -> bool:
    """Tell whether something of `record`, whose description the viewer sees, is closed to them."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return False
    if not is_something_closed(sight_of(viewer, record), held_of(record)):
        return False
    let_in = Grant.objects.in_force(timezone.now()).filter(user=viewer, record=record)
    return not let_in.exists()


def waiting_request(viewer: Viewer, record: Record) -> AccessRequest | None:
    """Return the viewer's own request for `record` that waits for its answer."""
    if not isinstance(viewer, User):
        return None
    return AccessRequest.objects.filter(
        reader=viewer, record=record, state=RequestState.WAITING
    ).first()


def is_something_closed(sight: Sight, held: Held) -> bool:
    """Tell whether pages, sound or moving pictures there are may not be had at all.

    What is sealed no grant opens, so that a seal alone is nothing to ask about.
    """
    if sight.masters:
        return False
    return (
        (held.pages > 0 and not sight.pages)
        or (held.parts > 0 and not (sight.audio and sight.transcript))
        or (held.films > 0 and not sight.film)
    )


def opened_by_grant(record: Record, reader: User) -> list[str]:
    """Return what a grant would open to the reader beyond what they have: `pages`, `audio` …

    Empty where the consents do not cover research: then a grant alone opens nothing.
    """
    now, then = sight_of(reader, record), admitted_sight(record)
    held = held_of(record)
    names = {
        "pages": held.pages,
        "audio": held.parts,
        "transcript": held.parts,
        "film": held.films,
    }
    return [
        name
        for name, count in names.items()
        if count and getattr(then, name) and not getattr(now, name)
    ]


def held_of(record: Record) -> Held:
    """Count what there is of a record to be open or closed, in one query."""
    return helds_of([record.pk])[record.pk]


def helds_of(records: Several[int]) -> dict[int, Held]:
    """Count what there is of each record to be open or closed, by record id, in one query."""
    counts = Record.objects.filter(pk__in=records).annotate(
        pages_held=Count("pages", distinct=True),
        parts_held=Count("recordings", distinct=True),
        films_held=Count("recordings", filter=_FILMED, distinct=True),
    )
    rows = counts.order_by().values_list("pk", "pages_held", "parts_held", "films_held")
    return {pk: Held(*held) for pk, *held in rows}
