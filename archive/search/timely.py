"""What opened or closed since the index last looked: nobody is answered from its past.

An index says what was true when it was written. A consent that lapses at midnight is no act, and
one that is withdrawn is an act the index has yet to follow; until then a word of the testimony
would still find, count and suggest it. So every question goes through here: records that passed a
date, or were touched by an act on access or by one that puts them under another ceiling, are left
out until they are put anew, except for whoever holds them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from archive.access.audiences import ALL
from archive.access.due import records_due
from archive.catalogue.models import Collection, Record
from archive.journal.models import Entry
from archive.journal.newest import newest_entry
from archive.search.changes import records_touched
from archive.search.engines import protocol as ask

_CLOSING = Q(act__startswith="access.") | Q(
    act="catalogue.record.described", after__has_key="collection"
)
_CLOSING_ALL_WITHIN = ("catalogue.collection.limited", "catalogue.collection.moved")


class Timely:
    """A reader for one question or a few: of one state of the index, at this moment.

    `applied` is the last entry of the journal that state holds, `clock` the moment up to which it
    is true, `next_due` tells when the next thing opens or closes by itself (None is never).
    """

    def __init__(
        self,
        reader: ask.Reader,
        *,
        applied: int,
        clock: dt.datetime,
        next_due: Callable[[], dt.datetime | None],
    ) -> None:
        self._reader = reader
        self._applied = applied
        self._clock = clock
        self._next_due = next_due

    def search(self, query: ask.Query) -> ask.Answer:
        left_out = self._left_out_for(query.audiences)
        return self._reader.search(replace(query, filters=(*query.filters, *left_out)))

    def standing(self, query: ask.WordQuery) -> frozenset[str]:
        left_out = self._left_out_for(query.audiences)
        return self._reader.standing(replace(query, filters=(*query.filters, *left_out)))

    def passages(self, query: ask.PassageQuery) -> Mapping[str, tuple[ask.PassageHit, ...]]:
        # What of these stands in a passage is cut out by the sight of this moment.
        return self._reader.passages(query)

    def count_records(self) -> int:
        return self._reader.count_records()

    def count_passages(self) -> int:
        return self._reader.count_passages()

    def words(self) -> Iterable[str]:
        return self._reader.words()

    def _left_out_for(self, audiences: frozenset[str]) -> tuple[ask.Node, ...]:
        """Return what leaves out the records that passed; nothing of one's own changes."""
        if ALL in audiences:
            return ()

        def of_others(rows: Iterable[tuple[int, int]]) -> tuple[str, ...]:
            return tuple(str(pk) for pk, holder in rows if f"office:{holder}" not in audiences)

        left_out: list[ask.Node] = []
        if passed := of_others(self._passed):
            left_out.append(ask.Not(ask.Keyed(passed)))
        if shelves := of_others(self._shelves):
            left_out.append(ask.Not(ask.Tagged("collection", shelves)))
        return tuple(left_out)

    @cached_property
    def _is_behind(self) -> bool:
        return newest_entry().id > self._applied

    @cached_property
    def _passed(self) -> list[tuple[int, int]]:
        """Record and holder of everything that may be otherwise than the index says."""
        changed: set[int] = set()
        if self._is_behind:
            acts = Entry.objects.filter(_CLOSING, pk__gt=self._applied)
            changed = records_touched(acts, lambda facet, values: set())
        now = timezone.now()
        due = self._next_due()
        if due is not None and now >= due:
            changed |= records_due(self._clock, now).keys()
        if not changed:
            return []
        rows = Record.objects.filter(pk__in=changed).order_by("pk")
        return list(rows.values_list("pk", "holder_id"))

    @cached_property
    def _shelves(self) -> list[tuple[int, int]]:
        """Collection and holder of those that were limited or moved, with all within them."""
        if not self._is_behind:
            return []
        acts = Entry.objects.filter(pk__gt=self._applied, act__in=_CLOSING_ALL_WITHIN)
        ids = [int(pk) for pk in acts.order_by().values_list("subject_id", flat=True)]
        if not ids:
            return []
        rows = Collection.objects.filter(pk__in=ids).order_by("pk")
        return list(rows.values_list("pk", "holder_id"))
