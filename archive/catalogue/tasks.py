"""Jobs of the worker. Each calls one action, and can be run again after a crash."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from archive.catalogue.term_merging import go_on_merging


@task()
def merge_terms(merging_id: int) -> None:
    """Merge two terms that very many descriptions have."""
    go_on_merging(merging_id=merging_id, at=timezone.now)
