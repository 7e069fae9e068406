"""What is here: the figures and the ways in on the home page."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue.models import RecordKind
from archive.search.browsing import counting
from archive.search.browsing.counting import Holdings
from archive.ui.cards import cards_of
from archive.units.models import Unit

LATEST = 6
WAYS = 8
MS_PER_HOUR = 3_600_000


def overview(viewer: Viewer) -> dict[str, Any]:
    """Return what the home page shows to `viewer`, in a constant number of queries."""
    visible = gate.visible_records(viewer)
    latest = visible.filter(released_at__isnull=False).select_related("collection")
    return {
        **_figures(Holdings(viewer)),
        "collections": gate.visible_collections(viewer).filter(parent=None).order_by("code")[:WAYS],
        "cards": cards_of(viewer, list(latest.order_by("-released_at", "code")[:LATEST])),
    }


def _figures(holdings: Holdings) -> dict[str, Any]:
    seen = holdings.left_by(QueryDict())
    kinds = holdings.tally.kind.counts(seen)
    units = holdings.tally.unit.counts(seen, most=WAYS)
    return {
        "total": seen.bit_count(),
        "pages": holdings.tally.pages.total(seen),
        "hours": holdings.tally.milliseconds.total(seen) / MS_PER_HOUR,
        "kinds": [
            (kind, str(kind.label), kinds[kind.value])
            for kind in RecordKind
            if kinds.get(kind.value)
        ],
        "periods": [period for period in counting.periods(holdings, seen) if period[2]],
        "units": list(counting.named(units, Unit.objects.all(), address="code"))[:WAYS],
    }
