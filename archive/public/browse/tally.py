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

import threading
import uuid
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from archive.access.consents import withheld_witness
from archive.access.due import next_due, records_due
from archive.catalogue.models import Appearance, Involvement, Page, Record, Recording
from archive.journal.models import Entry
from archive.public.browse.columns import (
    Bits,
    DenseColumn,
    SparseColumn,
    WeightColumn,
    bits_of,
)
from archive.public.browse.periods import years_touched
from archive.search.changes import records_touched

_MARK = "browse:tally"
_MOST_SETS = 256
_MOST_TOUCHED = 2000
"""More touched records than this are read by reading everything anew."""

_SHELVES = {"catalogue.collection", "units.unit", "units.succession"}
"""What moves, moves all that lies in it, which the journal does not name."""

_FIELDS = ("pk", "kind", "vetting_status", "condition", "languages", "unit_id", "collection_id",
           "date_earliest", "date_latest")  # fmt: skip
_LINKS = ("places", "subjects", "events")


class Tally:
    """The columns of every record, as they stood at one entry of the journal."""

    def __init__(self) -> None:
        self.kind, self.vetting, self.condition = DenseColumn(), DenseColumn(), DenseColumn()
        self.language, self.year = DenseColumn(), DenseColumn()
        self.unit, self.collection = SparseColumn(), SparseColumn()
        self.person, self.withheld, self.body = SparseColumn(), SparseColumn(), SparseColumn()
        self.place, self.subject, self.event = SparseColumn(), SparseColumn(), SparseColumn()
        self.pages, self.milliseconds = WeightColumn(), WeightColumn()
        self._sets: OrderedDict[Hashable, tuple[int, Bits]] = OrderedDict()
        self._touched: list[frozenset[int]] = []
        self._clock = timezone.now()
        self._next_due = next_due(self._clock)
        self._last = _last_entry()
        self._read(None, ())

    def follow(self) -> bool:
        """Take in what has happened since; False when everything must be read anew."""
        now, last = timezone.now(), _last_entry()
        is_due = self._next_due is not None and now >= self._next_due
        due = set(records_due(self._clock, now)) if is_due else set()
        if last == self._last and not is_due:
            return True
        pk, digest = self._last
        if pk and not Entry.objects.filter(pk=pk, digest=digest).exists():
            return False
        entries = list(Entry.objects.filter(pk__gt=pk, pk__lte=last[0])[:_MOST_TOUCHED])
        if any(entry.subject_type in _SHELVES for entry in entries):
            self._sets.clear()
        touched = due | records_touched(entries, self._formerly)
        if len(touched) > _MOST_TOUCHED or len(entries) == _MOST_TOUCHED:
            return False
        if touched:
            self._read(Q(pk__in=touched), touched)
            self._touched.append(frozenset(touched))
        self._last, self._clock = last, now
        # An act may have set a date that comes before the one waited for.
        self._next_due = next_due(now)
        return True

    def set_of(self, key: Hashable, rows: Callable[[], QuerySet[Record]]) -> Bits:
        """Return the records of a queryset; kept under `key`, it is asked for what was touched."""
        turn, bits = self._sets.pop(key, (None, 0))
        if turn is None:
            bits = bits_of(rows().order_by().values_list("pk", flat=True))
        elif turn < len(self._touched):
            touched = frozenset().union(*self._touched[turn:])
            fresh = rows().filter(pk__in=touched).order_by().values_list("pk", flat=True)
            bits = (bits & ~bits_of(touched)) | bits_of(fresh)
        self._sets[key] = (len(self._touched), bits)
        if len(self._sets) > _MOST_SETS:
            self._sets.popitem(last=False)
        return bits

    def withheld_beside_person(self, among: Bits) -> Counter[int]:
        """Return in how many records each person is whose name is withheld there."""
        return self.withheld.counts(among)

    def _formerly(self, facet: str, values: Iterable[str]) -> set[int]:
        """Return the records that had one of the values until now: they may have lost it."""
        column: SparseColumn = getattr(self, facet)
        ids = [int(value) for value in values]
        held = self.withheld.records_of(ids) if facet == "person" else set()
        return column.records_of(ids) | held

    def _read(self, which: Q | None, ids: Iterable[int]) -> None:
        records = Record.objects.order_by().filter(which or Q())
        rows = list(records.values_list(*_FIELDS))
        self.kind.replace(ids, ((row[1], row[0]) for row in rows))
        self.vetting.replace(ids, ((row[2], row[0]) for row in rows))
        self.condition.replace(ids, ((row[3], row[0]) for row in rows))
        self.language.replace(ids, ((tag, row[0]) for row in rows for tag in tags_of(row[4])))
        self.unit.replace(ids, ((row[5], row[0]) for row in rows if row[5]))
        self.collection.replace(ids, ((row[6], row[0]) for row in rows if row[6]))
        self.year.replace(ids, ((y, row[0]) for row in rows for y in years_touched(row[7], row[8])))
        for name in _LINKS:
            column: SparseColumn = getattr(self, name[:-1])
            pairs = records.filter(**{f"{name}__isnull": False}).values_list(name, "pk")
            column.replace(ids, pairs.iterator())
        within = Q() if which is None else Q(record__in=list(ids))
        appearing = Appearance.objects.filter(within).order_by()
        hidden = withheld_witness(timezone.now())
        self.person.replace(ids, _pairs(appearing.exclude(hidden), "person_id"))
        covered = _pairs(appearing.filter(hidden), "person_id")
        self.withheld.replace(ids, (pair for pair in covered if not self.person.holds(*pair)))
        self.body.replace(ids, _pairs(Involvement.objects.filter(within).order_by(), "body_id"))
        pages = Page.objects.filter(within).order_by().values_list("record").annotate(Count("pk"))
        self.pages.replace(ids, pages)
        heard = Recording.objects.filter(within).order_by().values_list("record")
        self.milliseconds.replace(ids, heard.annotate(Sum("duration_ms")))


def tags_of(written: str) -> set[str]:
    """Return the language tags of what is written in a record."""
    return {tag.strip() for tag in written.replace(";", ",").split(",")} - {""}


_lock = threading.RLock()
_kept: tuple[str, Tally] | None = None


def tally() -> Tally:
    """Return the tally of this process, up to date."""
    global _kept
    with _lock:
        if _kept is None or cache.get(_MARK) != _kept[0] or not _kept[1].follow():
            mark = uuid.uuid4().hex
            _kept = (mark, Tally())
            cache.set(_MARK, mark, None)
        return _kept[1]


def _last_entry() -> tuple[int, str]:
    last = Entry.objects.order_by("-id").values_list("id", "digest").first()
    return last or (0, "")


def _pairs(
    rows: QuerySet[Appearance] | QuerySet[Involvement], value: str
) -> Iterator[tuple[int, int]]:
    return rows.values_list(value, "record_id").iterator()
