"""What is here: the figures and the ways in on the home page."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, QuerySet, Sum

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue.models import Page, Record, Recording, RecordKind
from archive.public.browse.memory import Memory
from archive.public.browse.periods import PERIODS
from archive.ui.cards import cards_of

LATEST = 6
WAYS = 8


def overview(viewer: Viewer) -> dict[str, Any]:
    """Return what the home page shows to `viewer`, in a constant number of queries."""
    visible = gate.visible_records(viewer)
    latest = visible.filter(released_at__isnull=False).select_related("collection")
    return {
        **Memory(viewer).of("overview", partial(_figures, visible)),
        "collections": gate.visible_collections(viewer).filter(parent=None).order_by("code")[:WAYS],
        "cards": cards_of(viewer, list(latest.order_by("-released_at", "code")[:LATEST])),
    }


def _figures(visible: QuerySet[Record]) -> dict[str, Any]:
    kinds = dict(visible.order_by().values_list("kind").annotate(Count("pk")))
    units = visible.filter(unit__isnull=False).order_by().values_list("unit__code", "unit__name")
    return {
        "total": sum(kinds.values()),
        "pages": Page.objects.filter(record__in=visible).count(),
        "hours": _hours(visible),
        "kinds": [
            (kind, str(kind.label), kinds[kind.value])
            for kind in RecordKind
            if kinds.get(kind.value)
        ],
        "periods": _periods(visible),
        "units": list(units.annotate(n=Count("pk")).order_by("-n", "unit__sort_key")[:WAYS]),
    }


def _hours(visible: QuerySet[Record]) -> float:
    """Return how many hours of recordings the visible records hold."""
    total = Recording.objects.filter(record__in=visible).aggregate(ms=Sum("duration_ms"))["ms"]
    return (total or 0) / 3_600_000


def _periods(visible: QuerySet[Record]) -> list[tuple[str, str, int]]:
    counts = visible.order_by().aggregate(
        **{f"p{n}": Count("pk", period.condition()) for n, period in enumerate(PERIODS)}
    )
    return [
        (period.key, str(period.label), counts[f"p{n}"])
        for n, period in enumerate(PERIODS)
        if counts[f"p{n}"]
    ]
