"""Counts beside the choices: how many records each further choice would leave."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from archive.catalogue.models import (
    Body,
    Event,
    Place,
    RecordKind,
    Subject,
    VettingStatus,
    Vocabulary,
)
from archive.search.browsing import counting
from archive.search.browsing.counting import Count, Holdings
from archive.search.browsing.filters import RecordFilter

MOST_COMBINED = 5
"""So many filters can be combined by links; crawlers would walk ever longer combinations."""


OF_THE_CATALOGUE = frozenset({"unit", "collection", "subject", "person", "body", "place", "event"})
"""Facets whose choices are names as they were entered: Vietnamese, whatever the screen speaks."""


@dataclass(frozen=True)
class Choice:
    """One choice of a facet; without an address when no further one can be combined."""

    label: str
    count: int | None
    url: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str | Promise
    choices: list[Choice]
    open: bool

    @property
    def lang(self) -> str:
        """Return the language of the labels, where they are the catalogue's own words."""
        return "vi" if self.name in OF_THE_CATALOGUE else ""


def facets_of(query: QueryDict, holdings: Holdings, *, path: str) -> list[Facet]:
    """Return every facet of the list.

    A facet is counted under all filters but its own, so that another of its choices can be taken.
    Beyond `MOST_COMBINED` filters nothing is counted any more but what was chosen can be left.
    """
    taken = {name for name in RecordFilter.base_filters if query.get(name)}
    if len(taken) > MOST_COMBINED:
        return _only_chosen(query, path)
    found = []
    for number, (name, (title, count)) in enumerate(FACETS.items()):
        others = query.copy()
        others.pop(name, None)
        others.pop("page", None)
        kept = others.urlencode()
        chosen = query.get(name, "")
        choices = [
            Choice(
                label,
                n,
                _address(path, kept, name, value, chosen)
                if name in taken or len(taken) < MOST_COMBINED
                else "",
                value == chosen,
            )
            for value, label, n in count(holdings, holdings.left_by(others))
            if n or value == chosen
        ]
        if choices:
            found.append(Facet(name, title, choices, open=bool(chosen) or number < 3))
    return found


def _only_chosen(query: QueryDict, path: str) -> list[Facet]:
    found = []
    for name, (title, _count) in FACETS.items():
        if chosen := query.get(name):
            others = query.copy()
            others.pop(name)
            others.pop("page", None)
            url = _address(path, others.urlencode(), name, chosen, chosen)
            found.append(Facet(name, title, [Choice(chosen, None, url, True)], open=True))
    return found


def _address(path: str, kept: str, name: str, value: str, chosen: str) -> str:
    """Return where a press on the choice leads: it is taken, or given up if it was taken.

    `kept` is the rest of the query, encoded once for all choices.
    """
    taken = urlencode({name: value}) if value != chosen else ""
    query = "&".join(filter(None, (kept, taken)))
    return f"{path}?{query}" if query else path


FACETS: dict[str, tuple[Promise, Count]] = {
    "kind": (_("Kind"), counting.choices("kind", RecordKind)),
    "period": (_("Period"), counting.periods),
    "vetting": (_("Vetting status"), counting.choices("vetting", VettingStatus)),
    "document_type": (
        _("Document type"),
        counting.terms("document_type", Vocabulary.DOCUMENT_TYPE),
    ),
    "unit": (_("Unit at the time"), counting.units),
    "collection": (_("Collection"), counting.collections),
    "subject": (_("Subject"), counting.linked("subject", Subject)),
    "person": (_("Person"), counting.people),
    "body": (_("Corporate body"), counting.linked("body", Body)),
    "place": (_("Place"), counting.linked("place", Place)),
    "event": (_("Event"), counting.linked("event", Event)),
    "condition": (_("Physical condition"), counting.terms("condition", Vocabulary.CONDITION)),
    "language": (_("Language"), counting.terms("language", Vocabulary.LANGUAGE)),
}
