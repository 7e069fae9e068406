"""Saving searches, following them, and writing to whoever asked to be told.

Following is safe to do twice: what is known is never news again. A letter goes out before it is
noted as sent, so that after a crash one may come twice (with the same message id), never none.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from archive.accounts.letters import LetterFailed
from archive.accounts.models import User
from archive.research.actions.lists import NameTaken, TooMany
from archive.research.asking import found_now
from archive.research.letters import write_about
from archive.research.models import Finding, Often, SavedSearch
from archive.search.index import NoIndex
from archive.search.results import Filters

MOST_SEARCHES = 100
# A job that runs every hour must not slip by an hour a day.
_LEEWAY = dt.timedelta(hours=1)


class TooWide(Exception):
    """The search finds so much that being told of every find would help nobody."""


@transaction.atomic
def save_search(
    *,
    owner: User,
    name: str,
    text: str,
    filters: Filters,
    ignores_marks: bool,
    often: Often,
    at: dt.datetime,
) -> SavedSearch:
    """Keep a search under a name; what it finds now is not news. Raises `NameTaken`, `TooMany`,
    and `TooWide` when it is to be followed."""
    own = SavedSearch.objects.select_for_update().filter(owner=owner)
    if own.filter(name=name).exists():
        raise NameTaken
    if own.count() >= MOST_SEARCHES:
        raise TooMany
    search = SavedSearch(
        owner=owner,
        name=name,
        text=text,
        facets={facet: list(values) for facet, values in filters.facets.items()},
        year_from=filters.year_from,
        year_to=filters.year_to,
        ignores_marks=ignores_marks,
        often=often,
        made_at=at,
    )
    _begin_to_follow(search, at)
    search.save()
    return search


@transaction.atomic
def change_search(*, search: SavedSearch, name: str, often: Often, at: dt.datetime) -> None:
    """Give a search another name, or write about it more or less often.

    Raises `NameTaken` and `TooWide`.
    """
    others = SavedSearch.objects.filter(owner=search.owner_id, name=name)
    if others.exclude(pk=search.pk).exists():
        raise NameTaken
    search.name, search.often = name, often
    _begin_to_follow(search, at)
    search.save()


def drop_search(*, search: SavedSearch) -> None:
    """Forget a search, what was found for it, and the address of its feed."""
    search.delete()


@transaction.atomic
def open_feed(*, search: SavedSearch, at: dt.datetime) -> None:
    """Give the search a feed at a new address; one it had before is dead. Raises `TooWide`."""
    search.feed_key = secrets.token_urlsafe(32)
    _begin_to_follow(search, at)
    search.save()


def close_feed(*, search: SavedSearch) -> None:
    """Make the address of the feed a dead one."""
    search.feed_key = None
    search.save(update_fields=["feed_key"])


def stop_letters(*, search: SavedSearch) -> None:
    """Write no more about this search."""
    search.often = Often.NEVER
    search.save(update_fields=["often"])


def follow_search(*, search: SavedSearch, at: dt.datetime) -> int:
    """Note what is newly found for its owner; return how much. Nothing happens without an index."""
    try:
        found = found_now(search)
    except NoIndex:
        return 0
    with transaction.atomic():
        search = SavedSearch.objects.select_for_update().get(pk=search.pk)
        search.followed_at = at
        search.is_too_wide = found is None
        fresh: list[int] = []
        if found is not None:
            known = set(search.known) if search.known is not None else found
            fresh = sorted(found - known)
            Finding.objects.bulk_create(
                [Finding(search=search, record_id=pk, found_at=at) for pk in fresh],
                ignore_conflicts=True,
            )
            search.known = sorted(found | known)
        search.save(update_fields=["followed_at", "is_too_wide", "known"])
    return len(fresh)


def write_letters(*, search: SavedSearch, at: dt.datetime) -> bool:
    """Write to the owner about what was found since the last letter, if one is due; tell whether.

    What they may not see any more is left out. A failure is noted for the owner to see, and the
    letter is tried again the next time.
    """
    waiting = search.findings.filter(mailed_at=None)
    if not _is_due(search, at) or not waiting.exists():
        return False
    try:
        told = write_about(search, list(waiting.values_list("record_id", flat=True)))
    except LetterFailed as failure:
        search.mail_failed_at, search.mail_failure = at, str(failure)
        search.save(update_fields=["mail_failed_at", "mail_failure"])
        return False
    if not told:
        return False
    waiting.filter(record__in=told).update(mailed_at=at)
    search.mailed_at, search.mail_failed_at, search.mail_failure = at, None, ""
    search.save(update_fields=["mailed_at", "mail_failed_at", "mail_failure"])
    return True


def _is_due(search: SavedSearch, at: dt.datetime) -> bool:
    if search.often == Often.NEVER or not search.owner.is_active:
        return False
    last = search.mailed_at
    return last is None or at - last >= dt.timedelta(days=search.often) - _LEEWAY


def _begin_to_follow(search: SavedSearch, at: dt.datetime) -> None:
    """Take what is found now as known, unless the search is followed already."""
    if not search.is_followed or search.known is not None:
        return
    try:
        found = found_now(search)
    except NoIndex:
        return
    if found is None:
        raise TooWide
    search.known, search.followed_at = sorted(found), at
