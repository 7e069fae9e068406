"""What is indexed of a record, read from the database in batches with a constant few queries."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import QuerySet

from archive.access.sight import EVERYTHING, Outlook, Sight, outlooks_of
from archive.catalogue.models import (
    AccessLevel,
    Page,
    Record,
    Segment,
    Vocabulary,
)
from archive.search.atlas import Atlas
from archive.search.engines.protocol import (
    NO_DATE_FROM,
    NO_DATE_TO,
    Bundle,
    PassageEntry,
    RecordEntry,
)
from archive.search.streams import Streams, analyse
from archive.search.ties import Named, Ties

MOST_DECADES = 30


class _Passage(NamedTuple):
    """One page or one stretch of a transcript."""

    key: str
    text: str
    streams: Streams
    place: int | Segment
    """The page's number, or the stretch itself."""

    def is_shown(self, sight: Sight) -> bool:
        place = self.place
        seen = sight.shows_page(place) if isinstance(place, int) else sight.shows_segment(place)
        return seen and sight.shows_text(self.text)


def bundles(ids: Collection[int], atlas: Atlas) -> Iterator[Bundle]:
    """Yield what the index is to hold of the records with these ids; missing ones are left out.

    Texts are read on the way, so that no more than one record's are held at once.
    """
    those = _those(ids)
    records = list(those.order_by("pk"))
    outlooks = outlooks_of(records)
    ties = Ties.read(those)
    pages, segments = _Grouped(_pages(those)), _Grouped(_segments(those))
    for record in records:
        passages = [*pages.of(record.pk), *segments.of(record.pk)]
        yield _bundle(record, outlooks[record.pk], passages, _Around(ties, atlas, record))


def _those(ids: Collection[int]) -> QuerySet[Record]:
    """Return the records with these ids, by the first and the last where none is left out between.

    A catalogue is filled in their order, and a list of hundreds takes Django longer than its rows.
    """
    if ids and max(ids) - min(ids) == len(ids) - 1:
        return Record.objects.filter(pk__range=(min(ids), max(ids)))
    return Record.objects.filter(pk__in=ids)


class _Around:
    """What one record is tied to, and the trees it stands in."""

    def __init__(self, ties: Ties, atlas: Atlas, record: Record) -> None:
        key = record.pk
        self.people = ties.people.get(key, [])
        self.places = ties.places.get(key, [])
        self.subjects = ties.subjects.get(key, [])
        self.subject_line = atlas.subjects(subject.pk for subject in self.subjects)
        self.events = ties.events.get(key, [])
        self.bodies = ties.bodies.get(key, [])
        self.units = atlas.reach(record.unit_id)
        self.unit_names = atlas.names_of(self.units)
        self.shelves = atlas.shelves(record.collection_id)
        self.level = atlas.level_of(record)
        self.document_types = atlas.terms.both_labels(
            Vocabulary.DOCUMENT_TYPE, record.document_type
        )


class _Grouped:
    """Passages in the order of their records' ids, taken record by record."""

    def __init__(self, passages: Iterable[tuple[int, _Passage]]) -> None:
        self._groups = groupby(passages, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, record_id: int) -> list[_Passage]:
        """Return the passages of one record; records are asked for in the order of their ids.

        One that came only after the records were read is passed by.
        """
        while self._next is not None and self._next[0] < record_id:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != record_id:
            return []
        found = [passage for _, passage in self._next[1]]
        self._next = next(self._groups, None)
        return found


def _pages(records: QuerySet[Record]) -> Iterator[tuple[int, _Passage]]:
    pages = Page.objects.filter(record__in=records).exclude(text="").order_by("record_id", "number")
    rows = pages.values_list("record_id", "number", "text")
    for record_id, number, text in rows.iterator(chunk_size=500):
        yield record_id, _Passage(f"p{number}", text, Streams(text), number)


def _segments(records: QuerySet[Record]) -> Iterator[tuple[int, _Passage]]:
    segments = Segment.objects.filter(
        transcript__record__in=records, transcript__is_current=True
    ).order_by("transcript__record_id", "transcript_id", "position")
    for segment in segments.select_related("transcript").iterator(chunk_size=500):
        yield (
            segment.transcript.record_id,
            _Passage(f"s{segment.pk}", segment.text, Streams(segment.text), segment),
        )


def _bundle(
    record: Record, outlooks: Sequence[Outlook], passages: Sequence[_Passage], around: _Around
) -> Bundle:
    entries = []
    audiences: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for view, outlook in enumerate(outlooks):
        shown = _shown(passages, outlook.sight)
        for passage in shown:
            audiences[passage.key] |= outlook.audiences
        entries.append(_entry(record, view, outlook, shown, around))
    return Bundle(
        record_key=str(record.pk),
        records=tuple(entries),
        passages=tuple(
            PassageEntry(passage.key, passage.streams, audiences[passage.key])
            for passage in passages
        ),
    )


def _shown(passages: Sequence[_Passage], sight: Sight) -> Sequence[_Passage]:
    if sight == EVERYTHING:
        return passages
    return [passage for passage in passages if passage.is_shown(sight)]


def _entry(
    record: Record, view: int, outlook: Outlook, passages: Iterable[_Passage], around: _Around
) -> RecordEntry:
    people = [person for person in around.people if not outlook.sight.hides_person(person.pk)]
    fields = _fields(record, people, outlook.sight, around)
    texts = _description(record, around)
    described = analyse(text for text in texts if text and outlook.sight.shows_text(text))
    everything = Streams.joined([*fields.values(), described, *(p.streams for p in passages)])
    earliest, latest = _bounds(record)
    return RecordEntry(
        record_key=str(record.pk),
        view=view,
        fields={**fields, "all": everything},
        facets=_facets(record, people, around),
        audiences=outlook.audiences,
        unless=outlook.unless,
        date_from=earliest.toordinal() if earliest else NO_DATE_FROM,
        date_to=latest.toordinal() if latest else NO_DATE_TO,
        added=int(record.created_at.timestamp()),
    )


def _fields(
    record: Record, people: Sequence[Named], sight: Sight, around: _Around
) -> dict[str, Streams]:
    return {
        "title": analyse([sight.veiled(record.title)]),
        "person": _of_names(
            [record.creator] if sight.shows_text(record.creator) else [],
            *(person.names for person in people),
        ),
        "place": _of_names(*(place.names for place in around.places)),
        "unit": _of_names(around.unit_names),
        "code": analyse([record.code]),
    }


def _of_names(*names: Iterable[str]) -> Streams:
    return _analysed_names(tuple(chain.from_iterable(names)))


@lru_cache(maxsize=20_000)
def _analysed_names(names: tuple[str, ...]) -> Streams:
    """Return the terms of names; the same few stand in very many records."""
    return analyse(names)


def _description(record: Record, around: _Around) -> list[str]:
    # Every name of each, so that a used-for term or a former name finds the record.
    named = (*around.subjects, *around.events, *around.bodies)
    return [
        record.abstract,
        record.scope_and_content,
        record.keywords,
        record.issuing_body,
        record.number_and_symbol,
        record.paper_code,
        record.history,
        *around.document_types,
        *chain.from_iterable(each.names for each in named),
    ]


def _facets(record: Record, people: Sequence[Named], around: _Around) -> dict[str, tuple[str, ...]]:
    released = record.released_at is not None
    level = around.level
    return {
        "kind": (record.kind,),
        "period": _decades(*_bounds(record)),
        "unit": tuple(sorted(map(str, around.units))),
        "collection": tuple(sorted(map(str, around.shelves))),
        "person": tuple(sorted({str(person.pk) for person in people})),
        "place": tuple(sorted({str(place.pk) for place in around.places})),
        "subject": tuple(sorted(map(str, around.subject_line))),
        "vetting": (record.vetting_status,),
        "language": tuple(sorted(set(re.findall(r"\w+", record.languages.lower())))),
        "access": ((level if released else AccessLevel.CLOSED).value,),
    }


def _bounds(record: Record) -> tuple[dt.date | None, dt.date | None]:
    earliest, latest = record.date_earliest, record.date_latest
    return earliest or latest, latest or earliest


def _decades(earliest: dt.date | None, latest: dt.date | None) -> tuple[str, ...]:
    if earliest is None or latest is None:
        return ()
    decades = range(earliest.year // 10 * 10, latest.year + 1, 10)
    return tuple(str(decade) for decade in decades[:MOST_DECADES])
