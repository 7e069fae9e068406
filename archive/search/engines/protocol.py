"""What an engine is to the rest of the house: plain frozen data in, plain frozen data out.

Nothing of a library's own types passes through here, so that an engine can be changed for
another. Two shelves are kept: *records*, with everything a record says, which decide what is
found, how many and in which order; and *passages* (pages, stretches of a transcript), which say
where in a record the words stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

from archive.search.analysis import Forms
from archive.search.streams import Streams

SCHEMA_VERSION = 7
"""Raised whenever an engine's fields change; an index of another version is stale."""

TEXT_FIELDS = ("all", "title", "person", "place", "unit", "code")
"""`all` holds everything a record says; the others, the few words that bear more weight."""

FACETS = (
    "kind",
    "period",
    "unit",
    "collection",
    "person",
    "place",
    "subject",
    "vetting",
    "language",
    "access",
)

NO_DATE_FROM = 9_999_999
NO_DATE_TO = -1


class Layer(StrEnum):
    """Which form of the words a term is looked up in."""

    MARKED = "m"
    FOLDED = "f"
    PAIRS = "p"


# --- What goes in -----------------------------------------------------------------------------


class PassageEntry(NamedTuple):
    """One page or stretch. `key` is unique in its record (`p7`, `s1042`)."""

    key: str
    streams: Streams
    audiences: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class RecordEntry:
    """One record as one group of viewers may find it.

    A record of which some see more than others has one entry for each group. A viewer finds an
    entry when they share a word of `audiences` and none of `unless`, so that nobody finds the
    same record twice. Days are proleptic ordinals (`date.toordinal`), `added` Unix seconds.
    """

    record_key: str
    view: int = 0
    fields: Mapping[str, Streams]
    facets: Mapping[str, tuple[str, ...]]
    audiences: frozenset[str]
    unless: frozenset[str] = frozenset()
    date_from: int = NO_DATE_FROM
    date_to: int = NO_DATE_TO
    added: int = 0


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Everything the index holds of one record; put as a whole, replaced as a whole."""

    record_key: str
    records: tuple[RecordEntry, ...]
    passages: tuple[PassageEntry, ...]


# --- What is asked ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """Any of the terms, each with the weight its occurrences count.

    Pairs are written `first_second`; an engine may find a little more than the pair, so that
    they rank and narrow, and a `Phrase` beside them decides.
    """

    field: str
    layer: Layer
    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Written:
    """A word typed with marks: as it was written, and without any.

    What is found counts by how rare the marked word is and by how rare its sound is, so that the
    word seldom written without its marks does not count more for it.
    """

    field: str
    marked: str
    folded: str
    by_marks: float
    by_sound: float


@dataclass(frozen=True)
class Beginning:
    """Any word of a field of few words that begins so, each counting one, however many there are.

    `folded` says how words may begin without their marks; where marks were typed, `marked` how
    those that bear any begin with them.
    """

    field: str
    folded: tuple[str, ...]
    marked: tuple[str, ...] = ()

    def takes(self, word: Forms) -> bool:
        """Tell whether a word begins so; the one rule every engine keeps."""
        if self.marked and not word.is_unmarked:
            return word.marked.startswith(self.marked)
        return word.folded.startswith(self.folded)


@dataclass(frozen=True)
class Phrase:
    """One of each slot's terms, side by side in this order."""

    field: str
    layer: Layer
    slots: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Near:
    """One of `left` and one of `right`, with at most `distance` words between, either first.

    A word that may stand for both is near itself.
    """

    field: str
    layer: Layer
    left: tuple[str, ...]
    right: tuple[str, ...]
    distance: int


@dataclass(frozen=True)
class Dated:
    """The record's date may lie between the two days, both included (`None` is open)."""

    first: int | None
    last: int | None


@dataclass(frozen=True)
class Tagged:
    """Any of `values` in one facet."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Keyed:
    """Any of these records."""

    record_keys: tuple[str, ...]


@dataclass(frozen=True)
class All:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    part: Node


@dataclass(frozen=True)
class Everything:
    pass


@dataclass(frozen=True)
class Nothing:
    pass


@dataclass(frozen=True)
class Alike:
    """What `part` finds, each counting one."""

    part: Node


Node = (
    Words
    | Written
    | Beginning
    | Phrase
    | Near
    | Dated
    | Tagged
    | Keyed
    | All
    | Any
    | Not
    | Everything
    | Nothing
    | Alike
)


class Sort(StrEnum):
    RELEVANCE = "relevance"
    OLDEST = "oldest"
    LATEST = "latest"
    NEWEST = "newest"


@dataclass(frozen=True, kw_only=True)
class Query:
    """One question to the shelf of records.

    `must` decides what is found and is scored; `should` only adds to the score; `filters` only
    narrow. `facets` are the facets to count over everything found; with a `limit` of none only how
    many are found is asked.
    """

    must: Node
    audiences: frozenset[str]
    should: tuple[tuple[Node, float], ...] = ()
    filters: tuple[Node, ...] = ()
    facets: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, kw_only=True)
class PassageQuery:
    """Which passages of these records bear the words best; in `any_of` only `Words`, no pairs.

    How close the words stand is seen when the passages are cut out (`search.passages`).
    """

    record_keys: tuple[str, ...]
    any_of: tuple[tuple[Node, float], ...]
    audiences: frozenset[str]
    per_record: int = 3


@dataclass(frozen=True, kw_only=True)
class WordQuery:
    """Which of some words stand in a record a viewer has, anywhere in what it says."""

    layer: Layer
    words: tuple[str, ...]
    audiences: frozenset[str]
    filters: tuple[Node, ...] = ()


# --- What comes back --------------------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    record_key: str
    score: float


@dataclass(frozen=True)
class PassageHit:
    key: str
    score: float


@dataclass(frozen=True)
class Tally:
    """The exact number of records found, and facet values by count."""

    count: int
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The page asked for; the rest may still be counted, and is waited for when it is read."""

    hits: tuple[Hit, ...]
    tally: Callable[[], Tally]

    @property
    def count(self) -> int:
        return self.tally().count

    @property
    def facets(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        return self.tally().facets


# --- The engine -------------------------------------------------------------------------------


class Writer(Protocol):
    """The one hand that writes. Nothing is seen by readers before `commit`."""

    def put(self, bundle: Bundle) -> None:
        """Add a record, in place of whatever the index holds of it."""

    def add(self, bundle: Bundle) -> None:
        """Add a record the index holds nothing of."""

    def delete(self, record_key: str) -> None:
        """Take a record out; nothing happens when it is not there."""

    def commit(self) -> None:
        """Make everything since the last commit visible, or on a crash none of it."""

    def close(self) -> None:
        """Give up the hand; what was not committed is lost."""


class Reader(Protocol):
    """One state of the index; a commit made later is not seen."""

    def search(self, query: Query) -> Answer: ...

    def passages(self, query: PassageQuery) -> Mapping[str, tuple[PassageHit, ...]]: ...

    def standing(self, query: WordQuery) -> frozenset[str]: ...

    def count_records(self) -> int: ...

    def count_passages(self) -> int: ...

    def words(self) -> Iterable[str]:
        """Return every marked word of the records' texts."""


class Engine(Protocol):
    name: str

    def create(self, folder: Path) -> None:
        """Lay out an empty index in `folder`."""

    def writer(self, folder: Path, *, bulk: bool = False) -> Writer: ...

    def reader(self, folder: Path) -> Reader: ...


def matches_viewer(audiences: Iterable[str], unless: Iterable[str], viewer: frozenset[str]) -> bool:
    """Tell whether a viewer finds an entry; the one rule every engine keeps."""
    return not viewer.isdisjoint(audiences) and viewer.isdisjoint(unless)
