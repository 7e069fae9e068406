"""Facet values with the words a reader knows them by; what the viewer may not see has none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue.models import AccessLevel, RecordKind, VettingStatus, Vocabulary
from archive.catalogue.terms import Terms
from archive.journal.models import Entry
from archive.search.engines.protocol import FACETS
from archive.search.results import Facet, FacetValue, Filters
from archive.units.models import Unit

MOST_VALUES = 12
SECONDS = 30

Labels = Mapping[str, str]
_Kept = dict[tuple[str, str], str | None]
"""By facet and value; None is what the viewer may not be told."""


def labelled(
    viewer: Viewer, counts: Mapping[str, tuple[tuple[str, int], ...]], filters: Filters
) -> list[Facet]:
    """Return the facets that have anything to choose, most frequent values first."""
    with _kept(viewer) as kept:
        return list(_labelled(viewer, counts, filters, kept))


def _labelled(
    viewer: Viewer,
    counts: Mapping[str, tuple[tuple[str, int], ...]],
    filters: Filters,
    kept: _Kept,
) -> Iterator[Facet]:
    for name in FACETS:
        chosen = filters.facets.get(name, ())
        values = list(counts.get(name, ()))
        facet_values: list[FacetValue] = []
        # What may not be told takes no other's place: how many are shown would tell of it.
        for some in (values[:MOST_VALUES], values[MOST_VALUES:]):
            if lacking := MOST_VALUES - len(facet_values):
                facet_values += _told(viewer, name, some, chosen, kept)[:lacking]
        shown = {value.value for value in facet_values}
        every = dict(values)
        left = [(value, every.get(value, 0)) for value in chosen if value not in shown]
        facet_values += _told(viewer, name, left, chosen, kept)
        if name == "period":
            facet_values.sort(key=lambda value: value.value)
        if facet_values:
            yield Facet(name, facet_values)


def _told(
    viewer: Viewer,
    name: str,
    counted: list[tuple[str, int]],
    chosen: Collection[str],
    kept: _Kept,
) -> list[FacetValue]:
    """Return those of the values that the viewer may be told."""
    if not counted:
        return []  # to ask for the names of none would still ask the gate
    labels = _LABELS[name](viewer, [value for value, _ in counted], kept)
    return [
        FacetValue(value, labels[value], count, value in chosen)
        for value, count in counted
        if value in labels
    ]


def may_be_asked_for(viewer: Viewer, facet: str, value: str) -> bool:
    """Tell whether a facet may be narrowed to a value.

    An open record may lie in a closed collection: that it does is not to be found out by number.
    Everybody and everything else that is found was named to the viewer with its record.
    """
    if facet != "collection":
        return True
    return gate.visible_collections(viewer).filter(pk__in=_ids([value])).exists()


def _choices(choices: Mapping[str, object]) -> Callable[[Viewer, Collection[str], _Kept], Labels]:
    return lambda viewer, values, kept: {v: str(choices[v]) for v in values if v in choices}


def _plain(viewer: Viewer, values: Collection[str], kept: _Kept) -> Labels:
    return {value: value for value in values}


def _languages(viewer: Viewer, values: Collection[str], kept: _Kept) -> Labels:
    terms = Terms()
    return {value: terms.label(Vocabulary.LANGUAGE, value) for value in values}


def _ids(values: Collection[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 18]


def _units(viewer: Viewer, values: Collection[str], kept: _Kept) -> Labels:
    rows = Unit.objects.filter(pk__in=_ids(values)).values_list("pk", "name", "valid_to")
    return {str(pk): f"{name} (–{ended.year})" if ended else name for pk, name, ended in rows}


def _gated(
    facet: str, rows: Callable[[Viewer], QuerySet[Any]], name: str = "name"
) -> Callable[[Viewer, Collection[str], _Kept], Labels]:
    """Return a way to label what is only named to who may see it, asking the gate for new ones."""

    def labels(viewer: Viewer, values: Collection[str], kept: _Kept) -> Labels:
        if new := [value for value in values if (facet, value) not in kept]:
            kept |= {(facet, value): None for value in new}
            named = rows(viewer).filter(pk__in=_ids(new)).values_list("pk", name)
            kept |= {(facet, str(pk)): label for pk, label in named}
        return {value: label for value in values if (label := kept[facet, value]) is not None}

    return labels


@contextmanager
def _kept(viewer: Viewer) -> Iterator[_Kept]:
    """Give what the gate let `viewer` be told since somebody last acted; inside an act nothing.

    What opens or closes by the hour alone is at most `SECONDS` late.
    """
    if connection.in_atomic_block:
        yield {}
        return
    last = Entry.objects.order_by("-id").values_list("digest", flat=True).first()
    key = f"facets:{viewer.pk or 0}:{last}"
    kept: _Kept = cache.get(key, {})
    before = len(kept)
    yield kept
    if len(kept) > before:
        cache.set(key, kept, SECONDS)


_LABELS: dict[str, Callable[[Viewer, Collection[str], _Kept], Labels]] = {
    "kind": _choices({choice.value: choice.label for choice in RecordKind}),
    "period": _plain,
    "unit": _units,
    "collection": _gated("collection", gate.visible_collections, "title"),
    "person": _gated("person", gate.visible_people),
    "place": _gated("place", gate.visible_places),
    "subject": _gated("subject", gate.visible_subjects),
    "vetting": _choices({choice.value: choice.label for choice in VettingStatus}),
    "language": _languages,
    "access": _choices({choice.value: choice.label for choice in AccessLevel}),
}
