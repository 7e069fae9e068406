"""Checking the journal's chain of digests."""

from __future__ import annotations

from collections.abc import Iterator

from archive.journal.actions import digest_of
from archive.journal.models import Entry


def broken_links() -> Iterator[int]:
    """Yield the id of every entry that does not follow from the one before it."""
    previous = ""
    for entry in Entry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous_digest != previous or entry.digest != digest_of(entry):
            yield entry.pk
        previous = entry.digest
