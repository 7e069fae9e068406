"""What a saved search asks, and what it finds for its owner now."""

from __future__ import annotations

from archive.access import gate
from archive.research.models import SavedSearch
from archive.search.finding import found_ids
from archive.search.results import Filters

MOST_FOLLOWED = 2_000
"""A search that finds more is not followed: every find would be one of very many."""


def filters_of(search: SavedSearch) -> Filters:
    """Return the choices of a saved search; what is not a list of words is left out."""
    facets = search.facets if isinstance(search.facets, dict) else {}
    return Filters(
        facets={name: tuple(map(str, values)) for name, values in facets.items() if values},
        year_from=search.year_from,
        year_to=search.year_to,
    )


def found_now(search: SavedSearch) -> set[int] | None:
    """Return the ids of the records `search` finds for its owner now; None when too many.

    The index proposes and the gate disposes, as on the screen. Raises `NoIndex`.
    """
    ids = found_ids(
        viewer=search.owner,
        text=search.text,
        filters=filters_of(search),
        ignore_marks=search.ignores_marks,
        limit=MOST_FOLLOWED + 1,
    )
    if len(ids) > MOST_FOLLOWED:
        return None
    visible = gate.visible_records(search.owner).filter(pk__in=ids)
    return set(visible.values_list("pk", flat=True))
