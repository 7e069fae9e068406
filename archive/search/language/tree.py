"""What a query says, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.search.analysis import Forms


class Note(StrEnum):
    """What was done to a query that the reader should be told."""

    CUT = "cut"
    AS_WORDS = "as_words"
    BAD_YEAR = "bad_year"
    STAR_INSIDE = "star_inside"
    SHORT_PREFIX = "short_prefix"
    SHORT_FUZZY = "short_fuzzy"
    MANY_ENDINGS = "many_endings"
    ANY_WORD = "any_word"
    ALL_WORDS_FIRST = "all_words_first"


@dataclass(frozen=True)
class Word:
    field: str
    forms: Forms


@dataclass(frozen=True)
class Phrase:
    """Words side by side, or, with a distance, each at most so many words from the next."""

    field: str
    forms: tuple[Forms, ...]
    distance: int | None = None


@dataclass(frozen=True)
class Prefix:
    """Words that begin so; `text` is as typed, in small letters."""

    field: str
    text: str


@dataclass(frozen=True)
class Fuzzy:
    """Words one letter away, marks ignored."""

    field: str
    forms: Forms


@dataclass(frozen=True)
class Years:
    """Records whose date may lie in these years; `None` is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True)
class And:
    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Or:
    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Not:
    part: Tree


Tree = Word | Phrase | Prefix | Fuzzy | Years | And | Or | Not


def words_of(tree: Tree | None) -> list[Forms]:
    """Return the words a query asks for, without what it refuses, begins or mistypes."""
    match tree:
        case Word():
            return [tree.forms]
        case Phrase():
            return list(tree.forms)
        case And() | Or():
            return [forms for part in tree.parts for forms in words_of(part)]
    return []


@dataclass(frozen=True)
class Parsed:
    """A query as understood. `tree` is None when it asks for nothing in particular.

    `is_plain` tells that it is only words, one after another, without any sign of the language.
    """

    text: str
    tree: Tree | None
    is_plain: bool
    notes: frozenset[Note] = frozenset()
