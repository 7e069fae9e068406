"""The round the worker makes of all searches that are followed."""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import Q

from archive.research.actions.searches import follow_search, write_letters
from archive.research.models import Often, SavedSearch

log = logging.getLogger(__name__)


def follow_all_searches(*, at: dt.datetime) -> int:
    """Look for news of every followed search and send the letters due; return how much news."""
    followed = SavedSearch.objects.filter(
        ~Q(often=Often.NEVER) | Q(feed_key__isnull=False), owner__is_active=True
    )
    found = 0
    for search in followed.select_related("owner").order_by("pk").iterator(chunk_size=100):
        try:
            found += follow_search(search=search, at=at)
            write_letters(search=search, at=at)
        except Exception:
            # One that fails must not keep the others from being followed.
            log.exception("saved search %s could not be followed", search.pk)
    return found
