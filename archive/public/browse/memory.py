"""Counts worth keeping until something happens.

Counting a hundred thousand records a dozen times takes longer than showing a page of them, and
the counts stay what they are until somebody acts. So they are kept under the number of the last
journal entry and under all that the viewer belongs to: a release, a withdrawal or a grant makes
every count be taken anew at once, and nobody is shown what was counted for somebody else. What
begins or ends by date is a minute late at the most.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from archive.access import audiences
from archive.access.audiences import Viewer
from archive.journal.models import Entry

T = TypeVar("T")

SECONDS = 60


class Memory:
    """What was counted for one viewer since the last act."""

    def __init__(self, viewer: Viewer) -> None:
        self._words = (
            Entry.objects.order_by("-id").values_list("id", flat=True).first(),
            sorted(audiences.of_viewer(viewer)),
            get_language(),
            int(timezone.now().timestamp()) // SECONDS,
        )

    def of(self, what: object, count: Callable[[], T]) -> T:
        """Return what `count` gives, or gave since the last act; `what` names it."""
        key = "counts:" + hashlib.sha256(repr((self._words, what)).encode()).hexdigest()
        found: T | None = cache.get(key)
        if found is None:
            found = count()
            cache.set(key, found, SECONDS)
        return found
