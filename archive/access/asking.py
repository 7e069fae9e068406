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
    has = Record.objects.filter(pk=record.pk).aggregate(
        pages=Count("pages", distinct=True),
        parts=Count("recordings", distinct=True),
        films=Count("recordings", filter=_FILMED, distinct=True),
    )
    if not is_something_closed(
        sight_of(viewer, record),
        has_pages=bool(has["pages"]),
        has_sound=bool(has["parts"]),
        has_film=bool(has["films"]),
    ):
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
    names = ["pages", "audio", "transcript"]
    if record.recordings.filter(master__family=Family.VIDEO).exists():
        names.append("film")
    return [name for name in names if getattr(then, name) and not getattr(now, name)]
