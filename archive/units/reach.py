"""Which units a unit counts for: itself, those it lay in, and what any of them became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

# `taken_in_by` the other way round, for many units at once: one statement on either database.
_COUNTS_FOR = """
    WITH RECURSIVE counts_for(start, id) AS (
        SELECT id, id FROM units_unit WHERE id IN ({places})
        UNION
        SELECT counts_for.start, link.whole FROM counts_for JOIN (
            SELECT parent_id AS whole, id AS part FROM units_unit WHERE parent_id IS NOT NULL
            UNION ALL
            SELECT successor_id AS whole, predecessor_id AS part FROM units_succession
        ) AS link ON link.part = counts_for.id
    )
    SELECT start, id FROM counts_for
"""


def wholes_of(unit_ids: Collection[int]) -> dict[int, set[int]]:
    """Return for each unit the ids of the units that `taken_in_by` would find it under."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    if unit_ids:
        statement = _COUNTS_FOR.format(places=", ".join(["%s"] * len(unit_ids)))
        with connection.cursor() as cursor:
            cursor.execute(statement, list(unit_ids))
            for start, whole in cursor.fetchall():
                found[start].add(whole)
    return dict(found)
