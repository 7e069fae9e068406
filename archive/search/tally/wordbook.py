"""The names of one kind by the words in them, to be found by how a word begins."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from archive.search.analysis import Forms, word_forms
from archive.search.engines.protocol import Beginning
from archive.search.tally.columns import LOCK

_MANY = 1000
_AFTER_ALL = "\U0010ffff"
_AFTER_ITSELF = "\0"

_Entry = tuple[str, str]
"""A word, first without its marks and then with them."""


class Wordbook:
    """Which names have a word that begins so; after an act only what it changed is read anew."""

    def __init__(self) -> None:
        self._names: Mapping[int, str] = {}
        self._words: dict[int, list[Forms]] = {}
        self._bearers: defaultdict[_Entry, set[int]] = defaultdict(set)
        self._entries: list[_Entry] = []

    def follow(self, names: Mapping[int, str]) -> None:
        """Hold these names and no others."""
        with LOCK:
            if names is self._names:
                return
            fresh: set[_Entry] = set()
            for pk in {pk for pk, _name in self._names.items() ^ names.items()}:
                for marked, folded in self._words.pop(pk, ()):
                    self._bearers[folded, marked].discard(pk)
                if pk in names:
                    self._words[pk] = words = word_forms(names[pk])
                    for marked, folded in words:
                        if (folded, marked) not in self._bearers:
                            fresh.add((folded, marked))
                        self._bearers[folded, marked].add(pk)
            if len(fresh) > _MANY:
                self._entries = sorted(self._bearers)
            else:
                for entry in fresh:
                    insort(self._entries, entry)
            self._names = names

    def bearing(self, whole: Sequence[Forms], beginning: Beginning) -> list[int]:
        """Return the names that have the words `whole`, and another that begins so."""
        with LOCK:
            found: set[int] = set()
            for start in beginning.folded:
                words = self._between(start, start + _AFTER_ALL)
                found.update(*(bearers for word, bearers in words if beginning.takes(word)))
            for sought in whole:
                words = self._between(sought.folded, sought.folded + _AFTER_ITSELF)
                sets = (bearers for word, bearers in words if _is(word, sought))
                found.intersection_update(set[int]().union(*sets))
            if not whole:
                return list(found)
            return [pk for pk in found if _bears(self._words[pk], whole, beginning)]

    def _between(self, first: str, after: str) -> Iterator[tuple[Forms, set[int]]]:
        """Yield words and who bears them, of those from one to before another without marks."""
        start, end = (bisect_left(self._entries, (folded,)) for folded in (first, after))
        for folded, marked in self._entries[start:end]:
            yield Forms(marked, folded), self._bearers[folded, marked]


def _bears(name: Sequence[Forms], whole: Sequence[Forms], beginning: Beginning) -> bool:
    """Tell whether each word stands in a name in a place of its own."""
    left = list(name)
    for sought in whole:
        taken = next((word for word in left if _is(word, sought)), None)
        if taken is None:
            return False
        left.remove(taken)
    return any(map(beginning.takes, left))


def _is(word: Forms, sought: Forms) -> bool:
    """A mark that was typed must not be contradicted (`search.plan`)."""
    if sought.is_unmarked or word.is_unmarked:
        return word.folded == sought.folded
    return word.marked == sought.marked
