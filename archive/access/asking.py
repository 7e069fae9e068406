"""Who may ask for what is closed in a record, and what a grant would open."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils import timezone

from archive.access.audiences import Viewer
from archive.access.models import AccessRequest, Grant, RequestState
from archive.access.sight import Sight, admitted_sight, sight_of
from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.files.models import Family

_FILMED = Q(recordings__master__family=Family.VIDEO)


def may_ask(viewer: Viewer, record: Record) -> bool:
    """Tell whether something of `record`, whose description the viewer sees, is closed to them."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return False
    if not is_something_closed(sight_of(viewer, record), **_held(record)):
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


def is_something_closed(
    sight: Sight, *, has_pages: bool, has_sound: bool, has_film: bool = False
) -> bool:
    """Tell whether pages, sound or moving pictures there are may not be had at all.

    What is sealed no grant opens, so that a seal alone is nothing to ask about.
    """
    if sight.masters:
        return False
    return (
        (has_pages and not sight.pages)
        or (has_sound and not (sight.audio and sight.transcript))
        or (has_film and not sight.film)
    )


def opened_by_grant(record: Record, reader: User) -> list[str]:
    """Return what a grant would open to the reader beyond what they have: `pages`, `audio` …

    Empty where the consents do not cover research: then a grant alone opens nothing.
    """
    now, then = sight_of(reader, record), admitted_sight(record)
    held = _held(record)
    names = {
        "pages": held["has_pages"],
        "audio": held["has_sound"],
        "transcript": held["has_sound"],
        "film": held["has_film"],
    }
    return [
        name
        for name, is_there in names.items()
        if is_there and getattr(then, name) and not getattr(now, name)
    ]


def _held(record: Record) -> dict[str, bool]:
    """Tell what there is of a record to be open or closed."""
    has = Record.objects.filter(pk=record.pk).aggregate(
        has_pages=Count("pages", distinct=True),
        has_sound=Count("recordings", distinct=True),
        has_film=Count("recordings", filter=_FILMED, distinct=True),
    )
    return {what: bool(count) for what, count in has.items()}
