"""What a search answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from archive.interop.api.schema import Address
from archive.interop.api.shapes.parts import Listed, Marked
from archive.interop.api.shapes.records import RecordSummary
from archive.search.engines.protocol import Sort
from archive.search.language.tree import Note


@dataclass(frozen=True, kw_only=True)
class FoundPlace:
    """One page or one stretch of a transcript that bears the words; times in seconds."""

    page: int | None
    start: float | None
    end: float | None
    speaker: str
    html_url: Annotated[Address, "The permanent address of the very page or second."]
    text: Marked


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One record found, with its best pages and moments."""

    record: RecordSummary
    title: Marked
    summary: Marked
    passages: list[FoundPlace]


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """One choice, and how many of the records found it has."""

    value: Annotated[str, "What the parameter of the facet's name takes."]
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Facet:
    """The twelve most frequent choices of a facet, and those chosen."""

    name: str
    values: list[FacetValue]


@dataclass(frozen=True, kw_only=True)
class SearchAnswer(Listed[Hit]):
    """One page of what was found: ten records, and no more than a hundred pages."""

    sort: Sort
    notes: Annotated[list[Note], "What was done to the query that the asker should know."]
    suggestions: Annotated[list[str], "Other words, where nothing was found."]
    facets: list[Facet]
