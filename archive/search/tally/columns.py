"""Columns of the catalogue in memory: which records have which value, to be counted at once.

A set of records is one whole number whose bit `pk` stands for the record `pk`; a hundred thousand
of them are 12 kB, and to intersect two takes microseconds. Loops over records are left to the
interpreter's own (`compress`, `map`, `Counter`): they are an order quicker than ours.
"""

from __future__ import annotations

import functools
import threading
from bisect import insort
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from heapq import heappush, heappushpop
from itertools import compress, count, islice
from operator import itemgetter
from typing import TypeVar

Bits = int
T = TypeVar("T")

LOCK = threading.RLock()
"""Held while columns are counted or brought up to date: threads of a process share them."""

_FEW = 2000
"""Below so many records it is quicker to ask each record for its values."""

_FREQUENT = 128
"""Values had by so many records keep the set of them."""

_HANDFUL = 20
_MOST_KEPT = 8
_FLAGS = [bytes(byte >> bit & 1 for bit in range(8)) for byte in range(256)]


def bits_of(ids: Iterable[int]) -> Bits:
    """Return the set of these records."""
    ids = list(ids)
    if not ids:
        return 0
    flags = bytearray(max(ids) // 8 + 1)
    for pk in ids:
        flags[pk >> 3] |= 1 << (pk & 7)
    return int.from_bytes(flags, "little")


def ids_of(bits: Bits) -> Iterator[int]:
    """Yield the records of a set in order."""
    return compress(count(), flags_of(bits, 0))


@functools.lru_cache(maxsize=32)
def flags_of(bits: Bits, last: int) -> bytes:
    """Return a byte for each record, 1 for those of the set, at least up to the record `last`."""
    packed = bits.to_bytes(max(bits.bit_length(), last + 1) // 8 + 1, "little")
    return b"".join(map(_FLAGS.__getitem__, packed))


class DenseColumn:
    """A column of few values, each with the set of its records."""

    def __init__(self) -> None:
        self._sets: defaultdict[Hashable, Bits] = defaultdict(int)

    def replace(self, ids: Iterable[int], pairs: Iterable[tuple[Hashable, int]]) -> None:
        """Forget what the records `ids` had; note for each value the record that has it."""
        kept = ~bits_of(ids)
        fresh: defaultdict[Hashable, list[int]] = defaultdict(list)
        for value, pk in pairs:
            fresh[value].append(pk)
        with LOCK:
            for value in self._sets.keys() | fresh.keys():
                self._sets[value] = (self._sets[value] & kept) | bits_of(fresh.get(value, ()))

    def having(self, values: Iterable[Hashable]) -> Bits:
        """Return the records that have one of `values`."""
        found = 0
        for value in values:
            found |= self._sets.get(value, 0)
        return found

    def values(self) -> list[Hashable]:
        with LOCK:
            return [value for value, bits in self._sets.items() if bits]

    def counts(self, among: Bits) -> Counter[Hashable]:
        """Return how many of the records `among` have each value."""
        with LOCK:
            counted = {value: (bits & among).bit_count() for value, bits in self._sets.items()}
        return Counter({value: n for value, n in counted.items() if n})


class SparseColumn:
    """A column of many values (people, places …), most of them had by few records.

    Its first layer has the first value of each record, the next the second of those that have
    two, and so on: plain dictionaries, which are gone through without a loop of ours.
    """

    def __init__(self) -> None:
        self._layers: list[dict[int, int]] = []
        self._sizes: Counter[int] = Counter()
        self._sets: dict[int, Bits] = {}
        self._last = 0
        self._counted: OrderedDict[Bits, Counter[int]] = OrderedDict()
        self._borne: OrderedDict[Bits, dict[int, int]] = OrderedDict()

    def replace(self, ids: Iterable[int], pairs: Iterable[tuple[int, int]]) -> None:
        """Forget what the records `ids` had; note for each value the record that has it."""
        fresh = list(dict.fromkeys(pairs))
        with LOCK:
            had = {(value, pk) for pk in ids for value in self._values(pk)}
            if had == set(fresh):
                return
            for value, pk in had:
                self._forget(value, pk)
            self._sizes.update(map(itemgetter(0), fresh))
            for value, pk in fresh if self._sets else ():
                if value in self._sets:
                    self._sets[value] |= 1 << pk
            self._last = max(self._last, max(map(itemgetter(1), fresh), default=0))
            self._put(fresh)
            self._counted.clear()
            self._borne.clear()

    def records_of(self, values: Iterable[int]) -> set[int]:
        wanted = set(values)
        with LOCK:
            return {pk for layer in self._layers for pk, value in layer.items() if value in wanted}

    def bearers(self, among: Bits) -> Mapping[int, int]:
        """Return each value that one of the records `among` has, with one that has it."""
        with LOCK:
            found = self._borne.pop(among, None)
            if found is None:
                found, flags = {}, flags_of(among, self._last)
                for layer in self._layers:
                    chosen = list(compress(layer, map(flags.__getitem__, layer)))
                    found.update(zip(map(layer.__getitem__, chosen), chosen, strict=True))
            _keep(self._borne, among, found)
            return found

    def counts(self, among: Bits, *, most: int | None = None) -> Counter[int]:
        """Return how many of the records `among` have each value.

        With `most`, values that cannot be among so many most frequent may be left out.
        """
        with LOCK:
            if among.bit_count() <= _FEW:
                few = list(ids_of(among))
                found: Counter[int] = Counter()
                for layer in self._layers:
                    values = map(layer.get, few)
                    found.update(value for value in values if value is not None)
                return found
            leaders = self._leading(among, most) if most else None
            return self._of_all(among) if leaders is None else leaders

    def _values(self, pk: int) -> list[int]:
        return [layer[pk] for layer in self._layers if pk in layer]

    def _forget(self, value: int, pk: int) -> None:
        for layer in self._layers:
            layer.pop(pk, None)
        self._sizes[value] -= 1
        if value in self._sets:
            self._sets[value] &= ~(1 << pk)

    def _put(self, pairs: list[tuple[int, int]]) -> None:
        """Put the first value of each record in the first layer, and what is left in the next."""
        depth = 0
        while pairs:
            if depth == len(self._layers):
                self._layers.append({})
            layer, left = self._layers[depth], []
            for value, pk in pairs:
                if pk in layer:
                    left.append((value, pk))
                else:
                    layer[pk] = value
            depth, pairs = depth + 1, left

    def _leading(self, among: Bits, most: int) -> Counter[int] | None:
        """Count frequent values until no other can come among the `most`; None if one may."""
        self._keep_sets()
        found: Counter[int] = Counter()
        best: list[int] = []
        for value in sorted(self._sets, key=lambda value: -self._sizes[value]):
            if len(best) == most and self._sizes[value] <= best[0]:
                return found
            if n := (self._sets[value] & among).bit_count():
                found[value] = n
                (heappush if len(best) < most else heappushpop)(best, n)
        return found if len(best) == most and best[0] >= _FREQUENT else None

    def _keep_sets(self) -> None:
        """Make the sets of values that have become frequent."""
        fresh: dict[int, list[int]] = {
            value: []
            for value, size in self._sizes.items()
            if size >= _FREQUENT and value not in self._sets
        }
        if fresh:
            for layer in self._layers:
                for pk, value in layer.items():
                    if value in fresh:
                        fresh[value].append(pk)
            self._sets |= {value: bits_of(ids) for value, ids in fresh.items()}

    def _of_all(self, among: Bits) -> Counter[int]:
        found = self._counted.pop(among, None)
        if found is None:
            found = Counter()
            flags = flags_of(among, self._last)
            for layer in self._layers:
                found.update(compress(layer.values(), map(flags.__getitem__, layer)))
        _keep(self._counted, among, found)
        return found


def _keep(answers: OrderedDict[Bits, T], among: Bits, answer: T) -> None:
    answers[among] = answer
    if len(answers) > _MOST_KEPT:
        answers.popitem(last=False)


class WeightColumn:
    """A column of numbers to be added up: pages, milliseconds."""

    def __init__(self) -> None:
        self._weights: dict[int, int] = {}
        self._last = 0

    def replace(self, ids: Iterable[int], pairs: Iterable[tuple[int, int]]) -> None:
        """Forget what the records `ids` weighed; note how much each record weighs."""
        with LOCK:
            for pk in ids:
                self._weights.pop(pk, None)
            self._weights.update(pairs)
            self._last = max(self._weights, default=0)

    def total(self, among: Bits) -> int:
        with LOCK:
            flags = flags_of(among, self._last)
            return sum(compress(self._weights.values(), map(flags.__getitem__, self._weights)))


class OrderColumn:
    """All records in one order: by a text of theirs, those without one last, then by code.

    So the page of a list is found without asking a database to go through all pages before it.
    """

    def __init__(self, codes: dict[int, str], *, descending: bool = False) -> None:
        self._codes = codes
        self._texts: dict[int, str] = {}
        self._ids: list[int] = []
        self._last = 0
        self._descending = descending
        # Digits stand before it: whoever has no text comes last either way.
        self._without = "" if descending else "~"

    def replace(self, ids: Iterable[int], pairs: Iterable[tuple[str | None, int]]) -> None:
        """Put the records in their places by their texts and codes; `ids` had others."""
        gone = set(ids)
        fresh = {pk: text or self._without for text, pk in pairs}
        with LOCK:
            if len(gone) <= _HANDFUL:
                for pk in gone & self._texts.keys():
                    self._ids.remove(pk)
            else:
                self._ids = [pk for pk in self._ids if pk not in gone]
            for pk in gone:
                self._texts.pop(pk, None)
            self._texts |= fresh
            self._last = max(self._last, max(fresh, default=0))
            if len(fresh) > _FEW:
                self._ids = self._sorted([*self._ids, *fresh])
                return
            for pk in fresh:
                insort(self._ids, pk, key=functools.cmp_to_key(self._compared))

    def stretch(self, among: Bits, first: int, last: int) -> list[int]:
        """Return the records from number `first` up to `last` (not with it) of those `among`."""
        with LOCK:
            size = among.bit_count()
            if size <= _FEW:
                return self._sorted([pk for pk in ids_of(among) if pk in self._texts])[first:last]
            last = min(last, size)
            flags = flags_of(among, self._last)
            ids: list[int] = self._ids
            if first <= size // 2:
                return list(islice(compress(ids, map(flags.__getitem__, ids)), first, last))
            ids = self._ids[::-1]
            back = islice(compress(ids, map(flags.__getitem__, ids)), size - last, size - first)
            return list(back)[::-1]

    def _compared(self, one: int, other: int) -> int:
        """Return less than nothing where `one` comes before `other`."""
        texts, codes = (
            (self._texts[one], self._texts[other]),
            (self._codes[one], self._codes[other]),
        )
        if texts[0] != texts[1]:
            return -1 if (texts[0] < texts[1]) != self._descending else 1
        return (codes[0] > codes[1]) - (codes[0] < codes[1])

    def _sorted(self, ids: list[int]) -> list[int]:
        ids = sorted(ids, key=self._codes.__getitem__)
        ids.sort(key=self._texts.__getitem__, reverse=self._descending)
        return ids
