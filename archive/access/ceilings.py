"""Collections that let out less than the records in them say: the stricter word counts.

A record is open to those whom its own level lets in and every collection above it as well. The
ceiling in effect stands on the collection, so that lists ask for it in the query they make anyway.
"""

from __future__ import annotations

from collections.abc import Collection as Several

from django.db.models import Q

from archive.catalogue.models import AccessLevel, Collection, Record


def open_as(level: AccessLevel) -> Q:
    """Return the condition that a record lets in readers of `level`, as its collections do.

    Registered readers (`AccessLevel.REGISTERED`) are let in where the public is, too.
    """
    wider = [known for known in AccessLevel if known not in level.stricter_ones]
    limited = Collection.objects.filter(ceiling__in=level.stricter_ones)
    return Q(access_level__in=wider) & (Q(collection=None) | ~Q(collection__in=limited))


def levels_of(records: Several[Record]) -> dict[int, AccessLevel]:
    """Return the level in effect of each record by its id, in one query."""
    ceilings = ceilings_of(records)
    return {
        record.pk: AccessLevel.strictest(record.access_level, ceilings[record.pk])
        for record in records
    }


def ceilings_of(records: Several[Record]) -> dict[int, AccessLevel]:
    """Return the level that the collections above each record let out, by its id, in one query."""
    shelves = {record.collection_id for record in records if record.collection_id is not None}
    limited = dict(
        Collection.objects.filter(pk__in=shelves)
        .exclude(ceiling=AccessLevel.PUBLIC)
        .values_list("pk", "ceiling")
    )
    return {
        record.pk: AccessLevel(limited.get(record.collection_id or 0, AccessLevel.PUBLIC))
        for record in records
    }


def level_of(record: Record) -> AccessLevel:
    """Return the level in effect of one record."""
    return levels_of([record])[record.pk]
