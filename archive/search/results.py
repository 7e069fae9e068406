"""What a search gives back to a screen, an API or an export."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from archive.access.sight import Sight
from archive.catalogue.models import Record
from archive.search.engines.protocol import Sort
from archive.search.highlight import Excerpt, Pattern, Piece
from archive.search.language.tree import Note

PER_PAGE = 10
LAST_PAGE = 100
"""Further pages are not given: whoever is there should narrow the search."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a search beside its words; facet values by facet name."""

    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None

    def __bool__(self) -> bool:
        return any(self.facets.values()) or (self.year_from, self.year_to) != (None, None)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One page or one stretch of a transcript that bears the words."""

    excerpt: Excerpt
    page: int | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str = ""

    @property
    def pieces(self) -> list[Piece]:
        return self.excerpt.pieces

    @property
    def seconds(self) -> int:
        return (self.start_ms or 0) // 1000


@dataclass(frozen=True, kw_only=True)
class RecordHit:
    """One record found, with what of it the viewer may have."""

    record: Record
    sight: Sight
    title: list[Piece]
    summary: list[Piece]
    passages: list[Passage]


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    values: list[FacetValue]


@dataclass(frozen=True, kw_only=True)
class Results:
    """One page of what was found. `count` is exact and as the viewer may know it.

    `patterns` are the words as they are looked for in texts and on images.
    """

    text: str
    count: int
    hits: list[RecordHit]
    facets: list[Facet]
    notes: frozenset[Note]
    sort: Sort
    page: int
    patterns: list[Pattern] = field(default_factory=list)
    suggestions: tuple[str, ...] = ()
    without: tuple[tuple[str, int], ...] = ()

    @property
    def pages(self) -> int:
        return min(LAST_PAGE, ceil(self.count / PER_PAGE))

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def has_previous(self) -> bool:
        return self.page > 1
