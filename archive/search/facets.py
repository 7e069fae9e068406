"""Facet values with the words a reader knows them by; what the viewer may not see has none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import time
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue.models import AccessLevel, RecordKind, VettingStatus, Vocabulary
from archive.catalogue.terms import Terms
from archive.journal.newest import newest_entry
from archive.search.engines.protocol import FACETS
from archive.search.results import Facet, FacetValue, Filters
from archive.units.models import Unit
from archive.values.numbers import long_number

MOST_VALUES = 12
SECONDS = 60

Counted = Sequence[tuple[str, int]]
Names = Mapping[str, str]
_Kept = dict[str, dict[str, str | None]]
"""By facet and value; None is what the viewer may not be told."""


def labelled(viewer: Viewer, counts: Mapping[str, Counted], filters: Filters) -> list[Facet]:
    """Return the facets that have anything to choose, most frequent values first."""
    with _known(viewer) as known:
        facets = [
            Facet(name, _values(known, name, counts.get(name, ()), filters.facets.get(name, ())))
            for name in FACETS
        ]
    return [facet for facet in facets if facet.values]


def _values(
    known: _Known, name: str, counted: Counted, chosen: Collection[str]
) -> list[FacetValue]:
    every = dict(counted)
    told: dict[str, str] = {}
    # What may not be told takes no other's place: how many are shown would tell of it.
    for some in (counted[:MOST_VALUES], counted[MOST_VALUES:]):
        if lacking := MOST_VALUES - len(told):
            told |= list(known.names(name, some, every).items())[:lacking]
    told |= known.names(name, [(value, 0) for value in chosen if value not in told], every)
    values = [
        FacetValue(value, label, every.get(value, 0), value in chosen)
        for value, label in told.items()
    ]
    return sorted(values, key=lambda value: value.value) if name == "period" else values


class _Known:
    """What the values of facets are called, as far as a viewer may be told."""

    def __init__(self, viewer: Viewer, kept: _Kept) -> None:
        self._viewer = viewer
        self.kept = kept
        self.has_grown = False

    def names(self, facet: str, some: Counted, every: Collection[str]) -> Names:
        """Return the names of `some` values; where one is new, all of `every` are asked for.

        To ask the gate takes as long for one as for hundreds, and the next search has others.
        """
        names = self.kept.setdefault(facet, {})
        if any(value not in names for value, _ in some):
            new = [value for value in {**dict(some), **dict.fromkeys(every)} if value not in names]
            names |= dict.fromkeys(new)
            names |= _NAMES[facet](self._viewer, new)
            self.has_grown = True
        return {value: name for value, _ in some if (name := names[value]) is not None}


@contextmanager
def _known(viewer: Viewer) -> Iterator[_Known]:
    """Give what the gate let `viewer` be told since somebody last acted; inside an act nothing.

    What opens or closes by the hour alone is at most `SECONDS` late.
    """
    if connection.in_atomic_block:
        yield _Known(viewer, {})
        return
    # The span of time is in the key: what is added to is not kept any longer for that.
    key = (
        f"facets:{viewer.pk or 0}:{get_language()}:{newest_entry().digest}:{int(time()) // SECONDS}"
    )
    known = _Known(viewer, cache.get(key, {}))
    yield known
    if known.has_grown:
        cache.set(key, known.kept, SECONDS)


def may_be_asked_for(viewer: Viewer, facet: str, value: str) -> bool:
    """Tell whether a facet may be narrowed to a value.

    An open record may lie in a closed collection: that it does is not to be found out by number.
    Everybody and everything else that is found was named to the viewer with its record.
    """
    if facet != "collection":
        return True
    return gate.visible_collections(viewer).filter(pk__in=_ids([value])).exists()


_Namer = Callable[[Viewer, Collection[str]], Names]


def _choices(choices: Iterable[tuple[str, object]]) -> _Namer:
    named = dict(choices)
    return lambda viewer, values: {v: str(named[v]) for v in values if v in named}


def _plain(viewer: Viewer, values: Collection[str]) -> Names:
    return {value: value for value in values}


def _languages(viewer: Viewer, values: Collection[str]) -> Names:
    terms = Terms()
    return {value: terms.label(Vocabulary.LANGUAGE, value) for value in values}


def _units(viewer: Viewer, values: Collection[str]) -> Names:
    rows = Unit.objects.filter(pk__in=_ids(values)).values_list("pk", "name", "valid_to")
    return {str(pk): f"{name} (–{ended.year})" if ended else name for pk, name, ended in rows}


def _gated(rows: Callable[[Viewer], QuerySet[Any]], name: str = "name") -> _Namer:
    """Return a way to name what is only named to who may see it."""

    def names(viewer: Viewer, values: Collection[str]) -> Names:
        named = rows(viewer).filter(pk__in=_ids(values)).values_list("pk", name)
        return {str(pk): label for pk, label in named}

    return names


def _ids(values: Collection[str]) -> list[int]:
    return [key for value in values if (key := long_number(value, None)) is not None]


_NAMES: dict[str, _Namer] = {
    "kind": _choices(RecordKind.choices),
    "period": _plain,
    "unit": _units,
    "collection": _gated(gate.visible_collections, "title"),
    "person": _gated(gate.visible_people),
    "place": _gated(gate.visible_places),
    "subject": _gated(gate.visible_subjects),
    "vetting": _choices(VettingStatus.choices),
    "language": _languages,
    "access": _choices(AccessLevel.choices),
}
