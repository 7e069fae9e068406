"""Jobs of the worker. Each calls acts of this room, and can be run again after a crash."""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from archive.research.actions.searches import follow_search, write_letters
from archive.research.models import Often, SavedSearch

log = logging.getLogger(__name__)


@task(priority=-20)
def follow_searches() -> int:
    """Look for news of every followed search, every hour from now on; return how much there was."""
    now = timezone.now()
    follow_searches.using(run_after=now + dt.timedelta(hours=1)).enqueue()
    followed = SavedSearch.objects.filter(
        ~Q(often=Often.NEVER) | Q(feed_key__isnull=False), owner__is_active=True
    )
    found = 0
    for search in followed.select_related("owner").order_by("pk").iterator(chunk_size=100):
        try:
            found += follow_search(search=search, at=timezone.now())
            write_letters(search=search, at=timezone.now())
        except Exception:
            # One that fails must not keep the others from being followed.
            log.exception("saved search %s could not be followed", search.pk)
    return found
