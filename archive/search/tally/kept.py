"""What the catalogue holds, kept in memory as columns and brought up to date by the journal.

Counting a hundred thousand records a dozen times in the database takes a second, and every act
would ask for it again. So each process keeps the columns that facets count, reads the whole once,
and after that only the records the journal says were touched. Who may see what stays the gate's
to say: a set of records is always the answer of a queryset of the gate, kept, and asked again for
what was touched.

The last entry's digest says whether what is kept belongs to this journal at all; a mark in the
cache lets whoever clears the cache clear this too.
"""

from __future__ import annotations

import uuid
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Max, Model, QuerySet
from django.utils import timezone

from archive.access import gate
from archive.access.audiences import Viewer, administers, of_viewer, offices_of
from archive.access.due import next_due, records_due
from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.journal.models import Entry
from archive.journal.newest import newest_entry
from archive.search.changes import records_touched
from archive.search.tally.columns import LOCK, Bits, SparseColumn, bits_of
from archive.search.tally.shelves import Shelves
from archive.search.tally.wordbook import Wordbook
from archive.units.reach import Reach

T = TypeVar("T")

_MARK = "browse:tally"
_MOST_SETS = 256
_MOST_REMEMBERED = 64
_MOST_TOUCHED = 2000
"""More touched records than this are read by reading everything anew."""

_UNITS = {"units.unit", "units.succession"}
_MOVING = {"catalogue.collection", *_UNITS}
"""What moves, moves all that lies in it, which the journal does not name."""


class Tally(Shelves):
    """The columns of every record, as they stood at one entry of the journal."""

    def __init__(self) -> None:
        super().__init__()
        self._sets: OrderedDict[Hashable, tuple[int, Bits]] = OrderedDict()
        self._touched: list[frozenset[int]] = []
        self._reach: Reach | None = None
        self._alphabets: dict[type[Model], tuple[int, dict[int, str]]] = {}
        self._wordbooks: defaultdict[type[Model], Wordbook] = defaultdict(Wordbook)
        self._remembered: OrderedDict[Hashable, Any] = OrderedDict()
        self._clock = timezone.now()
        self._next_due = next_due(self._clock)
        self._last = newest_entry()
        self.read()

    def follow(self) -> bool:
        """Take in what has happened since; False when everything must be read anew."""
        now, last = timezone.now(), newest_entry()
        is_due = self._next_due is not None and now >= self._next_due
        due = set(records_due(self._clock, now)) if is_due else set()
        if last == self._last and not is_due:
            return True
        pk, digest = self._last
        if pk and not Entry.objects.filter(pk=pk, digest=digest).exists():
            return False
        since = Entry.objects.filter(pk__gt=pk, pk__lte=last[0])
        entries = list(since.only("subject_type", "subject_id")[:_MOST_TOUCHED])
        subjects = {entry.subject_type for entry in entries}
        if subjects & _MOVING:
            self._sets.clear()
        if subjects & _UNITS:
            self._reach = None
        for model in [*self._alphabets]:
            if model._meta.label_lower in subjects:
                del self._alphabets[model]
        touched = frozenset(due | records_touched(entries, self._formerly))
        if len(touched) > _MOST_TOUCHED or len(entries) == _MOST_TOUCHED:
            return False
        if touched:
            self.read(touched)
            self._touched.append(touched)
        self._remembered.clear()
        self._last, self._clock = last, now
        # An act may have set a date that comes before the one waited for.
        self._next_due = next_due(now)
        return True

    def set_of(self, key: Hashable, rows: Callable[[], QuerySet[Record]]) -> Bits:
        """Return the records of a queryset; kept under `key`, it is asked for what was touched."""
        with LOCK:
            turn, bits = self._sets.get(key, (None, 0))
            now = len(self._touched)
            touched = frozenset[int]().union(*self._touched[now if turn is None else turn :])
        if turn is None or len(touched) > _MOST_TOUCHED:
            bits = bits_of(rows().order_by().values_list("pk", flat=True))
        elif touched:
            fresh = rows().filter(pk__in=touched).order_by().values_list("pk", flat=True)
            bits = (bits & ~bits_of(touched)) | bits_of(fresh)
        with LOCK:
            self._sets[key] = (now, bits)
            self._sets.move_to_end(key)
            if len(self._sets) > _MOST_SETS:
                self._sets.popitem(last=False)
        return bits

    def visible(self, viewer: Viewer) -> Bits:
        """Return the records `viewer` may see."""
        who = tuple(sorted(of_viewer(viewer)))
        return self.set_of(who, lambda: gate.visible_records(viewer))

    def own(self, viewer: Viewer) -> Bits:
        """Return the records `viewer` works with: those of their offices; administrators, all."""
        if not isinstance(viewer, User):
            return 0
        key = "all" if administers(viewer) else offices_of(viewer)
        return self.set_of(key, lambda: gate.workable_records(viewer)) if key else 0

    def reach(self, units: Iterable[int]) -> Reach:
        """Return which units count for which, as far as `units` ask."""
        if self._reach is None or not self._reach.knows(units):
            self._reach = Reach()
        return self._reach

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` answers, made once until something happens."""
        with LOCK:
            found = self._remembered.pop(key, None)
        if found is None:
            found = make()
        with LOCK:
            self._remembered[key] = found
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return found  # type: ignore[no-any-return]

    def alphabet(self, model: type[Model]) -> Mapping[int, str]:
        """Return the names of all rows of a kind, in their own order.

        It is read anew after an act on one of them, and when one has come: a name may be entered
        with the record that tells it.
        """
        rows = model._default_manager
        newest = rows.aggregate(newest=Max("pk"))["newest"] or 0
        known = self._alphabets.get(model)
        if known is None or known[0] != newest:
            known = self._alphabets[model] = newest, dict(rows.values_list("pk", "name"))
        return known[1]

    def wordbook(self, model: type[Model]) -> Wordbook:
        """Return the names of all rows of a kind by the words in them."""
        book = self._wordbooks[model]
        book.follow(self.alphabet(model))
        return book

    def _formerly(self, facet: str, values: Iterable[str]) -> set[int]:
        """Return the records that had one of the values until now: they may have lost it."""
        column: SparseColumn = getattr(self, facet)
        ids = [int(value) for value in values]
        held = self.withheld.records_of(ids) if facet == "person" else set()
        return column.records_of(ids) | held


_kept: tuple[str, Tally] | None = None


def tally() -> Tally:
    """Return the tally of this process, up to date."""
    global _kept
    with LOCK:
        if _kept is None or cache.get(_MARK) != _kept[0] or not _kept[1].follow():
            mark = uuid.uuid4().hex
            _kept = (mark, Tally())
            cache.set(_MARK, mark, None)
        return _kept[1]
