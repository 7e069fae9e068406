"""Facet values with the words a reader knows them by; what the viewer may not see has none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue.models import AccessLevel, RecordKind, VettingStatus, Vocabulary
from archive.catalogue.terms import Terms
from archive.search.engines.protocol import FACETS
from archive.search.results import Facet, FacetValue, Filters
from archive.units.models import Unit

MOST_VALUES = 12

Labels = Mapping[str, str]


def labelled(
    viewer: Viewer, counts: Mapping[str, tuple[tuple[str, int], ...]], filters: Filters
) -> list[Facet]:
    """Return the facets that have anything to choose, most frequent values first."""
    found = []
    for name in FACETS:
        chosen = filters.facets.get(name, ())
        values = list(counts.get(name, ()))
        shown = values[:MOST_VALUES] + [v for v in values[MOST_VALUES:] if v[0] in chosen]
        shown += [(value, 0) for value in chosen if value not in {v for v, _ in shown}]
        if not shown:
            continue  # to ask for the names of none would still ask the gate
        labels = _LABELS[name](viewer, [value for value, _ in shown])
        facet_values = [
            FacetValue(value, labels[value], count, value in chosen)
            for value, count in shown
            if value in labels
        ]
        if name == "period":
            facet_values.sort(key=lambda value: value.value)
        if facet_values:
            found.append(Facet(name, facet_values))
    return found


def _choices(choices: Mapping[str, object]) -> Callable[[Viewer, Collection[str]], Labels]:
    return lambda viewer, values: {v: str(choices[v]) for v in values if v in choices}


def _plain(viewer: Viewer, values: Collection[str]) -> Labels:
    return {value: value for value in values}


def _languages(viewer: Viewer, values: Collection[str]) -> Labels:
    terms = Terms()
    return {value: terms.label(Vocabulary.LANGUAGE, value) for value in values}


def _ids(values: Collection[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 18]


def _units(viewer: Viewer, values: Collection[str]) -> Labels:
    rows = Unit.objects.filter(pk__in=_ids(values)).values_list("pk", "name", "valid_to")
    return {str(pk): f"{name} (–{ended.year})" if ended else name for pk, name, ended in rows}


def _collections(viewer: Viewer, values: Collection[str]) -> Labels:
    rows = gate.visible_collections(viewer).filter(pk__in=_ids(values))
    return {str(pk): title for pk, title in rows.values_list("pk", "title")}


def _people(viewer: Viewer, values: Collection[str]) -> Labels:
    rows = gate.visible_people(viewer).filter(pk__in=_ids(values))
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _places(viewer: Viewer, values: Collection[str]) -> Labels:
    rows = gate.visible_places(viewer).filter(pk__in=_ids(values))
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _subjects(viewer: Viewer, values: Collection[str]) -> Labels:
    rows = gate.visible_subjects(viewer).filter(pk__in=_ids(values))
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


_LABELS: dict[str, Callable[[Viewer, Collection[str]], Labels]] = {
    "kind": _choices({choice.value: choice.label for choice in RecordKind}),
    "period": _plain,
    "unit": _units,
    "collection": _collections,
    "person": _people,
    "place": _places,
    "subject": _subjects,
    "vetting": _choices({choice.value: choice.label for choice in VettingStatus}),
    "language": _languages,
    "access": _choices({choice.value: choice.label for choice in AccessLevel}),
}
