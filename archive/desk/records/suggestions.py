"""Suggestions under a field while somebody types a name."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from archive.catalogue.models import Collection
from archive.desk.records.fields import MOST_SUGGESTIONS, collection_label, unit_label
from archive.units.models import Unit
from archive.values.text import sort_key


def units(text: str) -> list[str]:
    """Return the territories whose name or code begins with `text`, those of today first."""
    text = text.strip()[:100]
    if not text:
        return []
    found = (
        Unit.objects.territories()
        .filter(Q(sort_key__startswith=sort_key(text)) | Q(code__istartswith=text))
        .select_related("parent")
        .order_by("valid_to", "sort_key")[:MOST_SUGGESTIONS]
    )
    return [unit_label(unit) for unit in found]


def collections(text: str, own: QuerySet[Collection]) -> list[str]:
    """Return those of `own` whose title holds `text` or whose code begins with it."""
    text = text.strip()[:100]
    found = own.filter(Q(title__icontains=text) | Q(code__istartswith=text))
    return [collection_label(collection) for collection in found[:MOST_SUGGESTIONS]]
