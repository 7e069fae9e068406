"""What an address asks for, and the address that asks for a little more or less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from archive.research.models import SavedSearch
from archive.search.engines.protocol import FACETS, Sort
from archive.search.results import LAST_PAGE, Filters
from archive.values.numbers import whole_number

MOST_VALUES = 8
LONGEST_VALUE = 64


@dataclass(frozen=True)
class Asking:
    """One search as its address says it; whatever cannot be understood is left out."""

    text: str
    filters: Filters
    sort: Sort
    page: int
    ignore_marks: bool
    query: QueryDict
    path: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        query = request.GET
        sort = query.get("sort", "")
        return cls(
            # A NUL in a text makes PostgreSQL refuse the whole query.
            text=query.get("q", "").replace("\x00", " "),
            filters=Filters(
                facets={name: values for name in FACETS if (values := _values(query, name))},
                year_from=_number(query.get("from", ""), 9999),
                year_to=_number(query.get("to", ""), 9999),
            ),
            sort=Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
            page=_number(query.get("page", ""), LAST_PAGE) or 1,
            ignore_marks=query.get("marks") == "ignore",
            query=query,
            path=request.path,
        )

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query.urlencode()}" if self.query else self.path

    def toggling(self, name: str) -> Callable[[str], str]:
        """Return what gives the address with one more value of a facet, or less if it was chosen.

        The rest of the address is written once for all values of the facet.
        """
        rest = self.query.copy()
        rest.pop("page", None)
        rest.pop(name, None)
        kept, chosen, path = rest.urlencode(), _values(self.query, name), reverse("public:search")

        def toggled(value: str) -> str:
            values = [each for each in chosen if each != value]
            if len(values) == len(chosen):
                values.append(value)
            parts = filter(None, (kept, urlencode([(name, each) for each in values])))
            query = "&".join(parts)
            return f"{path}?{query}" if query else path

        return toggled

    def with_(self, **changes: str) -> str:
        """Return the address with these parameters changed; an empty one is left out."""
        query = self.query.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query[name] = value
            if not value:
                del query[name]
        return _address(query)

    def without(self, name: str) -> str:
        """Return the address with nothing chosen in one facet."""
        query = self.query.copy()
        query.pop("page", None)
        query.pop(name, None)
        return _address(query)


def address_of(search: SavedSearch) -> str:
    """Return the address that asks what a saved search asks."""
    query = QueryDict(mutable=True)
    query["q"] = search.text
    for name, values in search.facets.items():
        query.setlist(name, values)
    if search.year_from is not None:
        query["from"] = str(search.year_from)
    if search.year_to is not None:
        query["to"] = str(search.year_to)
    if search.ignores_marks:
        query["marks"] = "ignore"
    return _address(query)


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    values = [value[:LONGEST_VALUE] for value in query.getlist(name) if value.isprintable()]
    return tuple(dict.fromkeys(filter(None, values)))[:MOST_VALUES]


def _number(text: str, highest: int) -> int | None:
    number = whole_number(text, None)
    return None if number is None else min(max(number, 1), highest)


def _address(query: QueryDict) -> str:
    address = reverse("public:search")
    return f"{address}?{query.urlencode()}" if query else address
