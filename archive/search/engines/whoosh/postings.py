"""Reading posting lists: whole, and kept for a while."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import index

from archive.search.analysis import Forms
from archive.search.engines import protocol as ask
from archive.search.engines.whoosh.format import SHELVES, all_places, forms_in
from archive.values.text import fold

_SMALL = frozenset(ask.TEXT_FIELDS) - {"all"}
"""Fields of few words: which they have is kept in memory, because most that are asked they lack."""


class Postings(NamedTuple):
    """One term's documents in order, how often it stands in each, and where."""

    ids: list[int]
    counts: list[float]
    places: list[array[int]]


class Raw(NamedTuple):
    """The postings of one folded word as they are stored."""

    ids: list[int]
    counts: list[float]
    values: list[bytes]


class Shelf:
    """One Whoosh index, read posting list by posting list; the latest read are kept."""

    def __init__(self, folder: Path) -> None:
        # The schema is given: the one kept is a pickle, which only the program that wrote it reads.
        self._index = index.open_dir(folder, schema=SHELVES[folder.name]())
        self._reader = self._index.reader()
        self._leaves = [
            (leaf, offset, leaf.has_deletions()) for leaf, offset in self._reader.leaf_readers()
        ]
        self.beginning: Callable[[ask.Beginning], frozenset[int]] = lru_cache(maxsize=256)(
            self._beginning
        )
        self.raw: Callable[[str, str], Raw] = lru_cache(maxsize=256)(self._raw)
        self._terms: Callable[[str], frozenset[str]] = lru_cache(self._look_for_terms)
        self.postings: Callable[[str, ask.Layer, str], Postings] = lru_cache(maxsize=256)(
            self._postings
        )

    def rows(self) -> Iterator[tuple[int, Any]]:
        for leaf, offset, _ in self._leaves:
            for number in leaf.all_doc_ids():
                yield offset + number, leaf.stored_fields(number)["row"]

    def counted(self, field: str, layer: ask.Layer, term: str) -> tuple[list[int], list[float]]:
        """Return a term's documents and how often it stands in each."""
        if layer is ask.Layer.FOLDED:
            # The commonest question, answered without unpacking a single place.
            raw = self.raw(field, term)
            return raw.ids, raw.counts
        found = self.postings(field, layer, term)
        return found.ids, found.counts

    def stands(self, field: str, layer: ask.Layer, term: str, among: Container[int]) -> bool:
        """Tell whether a word stands in any of these documents; reads to the first of them."""
        folded, wanted = fold(term), term.encode()
        for leaf, offset, _ in self._leaves:
            if (field, folded) not in leaf:
                continue
            matcher = leaf.postings(field, folded)
            while matcher.is_active():
                if offset + matcher.id() in among and (
                    layer is ask.Layer.FOLDED
                    or any(word == wanted for word, _ in forms_in(matcher.value()))
                ):
                    return True
                matcher.next()
        return False

    def _beginning(self, sought: ask.Beginning) -> frozenset[int]:
        found: set[int] = set()
        for folded in self._terms(sought.field):
            if not folded.startswith(sought.folded):
                continue
            raw = self._raw(sought.field, folded)
            if not sought.marked:
                found.update(raw.ids)
                continue
            for number, value in zip(raw.ids, raw.values, strict=True):
                words = (Forms(marked.decode(), folded) for marked, _ in forms_in(value))
                if any(map(sought.takes, words)):
                    found.add(number)
        return frozenset(found)

    def _postings(self, field: str, layer: ask.Layer, term: str) -> Postings:
        if layer is ask.Layer.PAIRS:
            return self._pair(field, *term.split("_"))
        raw = self.raw(field, fold(term))
        if layer is ask.Layer.FOLDED:
            return Postings(raw.ids, raw.counts, [all_places(value) for value in raw.values])
        found, wanted = Postings([], [], []), term.encode()
        for number, value in zip(raw.ids, raw.values, strict=True):
            for word, places in forms_in(value):
                if word == wanted:
                    found.ids.append(number)
                    found.counts.append(float(len(places)))
                    found.places.append(places)
        return found

    def _pair(self, field: str, first: str, second: str) -> Postings:
        """Find where one folded word follows another."""
        left, right = self.raw(field, first), self.raw(field, second)
        following = dict(zip(right.ids, right.values, strict=True))
        found = Postings([], [], [])
        for number, value in zip(left.ids, left.values, strict=True):
            if (next_value := following.get(number)) is None:
                continue
            after = set(all_places(next_value))
            places = array("I", [p for p in all_places(value) if p + 1 in after])
            if places:
                found.ids.append(number)
                found.counts.append(float(len(places)))
                found.places.append(places)
        return found

    def words(self, field: str) -> set[str]:
        """Return every marked word of a field."""
        found: set[str] = set()
        for leaf, _, _ in self._leaves:
            for term in leaf.lexicon(field):
                matcher = leaf.postings(field, term)
                while matcher.is_active():
                    found.update(marked.decode() for marked, _ in forms_in(matcher.value()))
                    matcher.next()
        return found

    def _look_for_terms(self, field: str) -> frozenset[str]:
        return frozenset(
            term.decode() for leaf, _, _ in self._leaves for term in leaf.lexicon(field)
        )

    def _raw(self, field: str, term: str) -> Raw:
        found = Raw([], [], [])
        if field in _SMALL and term not in self._terms(field):
            return found
        for leaf, offset, has_deletions in self._leaves:
            if (field, term) not in leaf:
                continue
            matcher = leaf.postings(field, term)
            while matcher.is_active():
                number = matcher.id()
                if not (has_deletions and leaf.is_deleted(number)):
                    found.ids.append(offset + number)
                    found.counts.append(matcher.weight())
                    found.values.append(matcher.value())
                matcher.next()
        return found
