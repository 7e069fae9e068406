"""What is indexed of a record, read from the database in batches with a constant few queries."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import QuerySet

from archive.access.sight import Outlook, Sight, outlooks_of
from archive.catalogue.models import (
    AccessLevel,
    Body,
    Event,
    Page,
    Person,
    Record,
    Segment,
    Subject,
    Vocabulary,
)
from archive.search.analysis import Streams, analyse
from archive.search.atlas import Atlas
from archive.search.engines.protocol import (
    NO_DATE_FROM,
    NO_DATE_TO,
    Bundle,
    PassageEntry,
    RecordEntry,
)

MOST_DECADES = 30


class _Passage(NamedTuple):
    """One page or one stretch of a transcript, and to whom it is shown."""

    key: str
    streams: Streams
    is_shown: Callable[[Sight], bool]


def bundles(ids: Collection[int], atlas: Atlas) -> Iterator[Bundle]:
    """Yield what the index is to hold of the records with these ids; missing ones are left out.

    Texts are read on the way, so that no more than one record's are held at once.
    """
    records = list(_records().filter(pk__in=ids).order_by("pk"))
    outlooks = outlooks_of(records)
    keys = [record.pk for record in records]
    pages, segments = _Grouped(_pages(keys)), _Grouped(_segments(keys))
    for record in records:
        passages = [*pages.of(record.pk), *segments.of(record.pk)]
        yield _bundle(record, outlooks[record.pk], passages, atlas)


def _records() -> QuerySet[Record]:
    return Record.objects.prefetch_related(
        "appearances__person__names",
        "involvements__body__names",
        "places__names",
        "subjects__names",
        "events__names",
    )


class _Grouped:
    """Passages in the order of their records' ids, taken record by record."""

    def __init__(self, passages: Iterable[tuple[int, _Passage]]) -> None:
        self._groups = groupby(passages, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, record_id: int) -> list[_Passage]:
        """Return the passages of one record; records are asked for in the order of their ids."""
        if self._next is None or self._next[0] != record_id:
            return []
        found = [passage for _, passage in self._next[1]]
        self._next = next(self._groups, None)
        return found


def _pages(ids: Sequence[int]) -> Iterator[tuple[int, _Passage]]:
    pages = Page.objects.filter(record__in=ids).exclude(text="").order_by("record", "number")
    rows = pages.values_list("record_id", "number", "text")
    for record_id, number, text in rows.iterator(chunk_size=500):
        yield record_id, _of_page(number, text)


def _segments(ids: Sequence[int]) -> Iterator[tuple[int, _Passage]]:
    segments = Segment.objects.filter(
        transcript__record__in=ids, transcript__is_current=True
    ).order_by("transcript__record", "transcript", "position")
    for segment in segments.select_related("transcript").iterator(chunk_size=500):
        yield segment.transcript.record_id, _of_segment(segment)


def _of_page(number: int, text: str) -> _Passage:
    return _Passage(
        f"p{number}",
        analyse([text]),
        lambda sight: sight.shows_page(number) and sight.shows_text(text),
    )


def _of_segment(segment: Segment) -> _Passage:
    return _Passage(
        f"s{segment.pk}",
        analyse([segment.text]),
        lambda sight: sight.shows_segment(segment) and sight.shows_text(segment.text),
    )


def _bundle(
    record: Record, outlooks: Sequence[Outlook], passages: Sequence[_Passage], atlas: Atlas
) -> Bundle:
    entries = []
    audiences: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for view, outlook in enumerate(outlooks):
        shown = [passage for passage in passages if passage.is_shown(outlook.sight)]
        for passage in shown:
            audiences[passage.key] |= outlook.audiences
        entries.append(_entry(record, view, outlook, shown, atlas))
    return Bundle(
        record_key=str(record.pk),
        records=tuple(entries),
        passages=tuple(
            PassageEntry(key=passage.key, streams=passage.streams, audiences=audiences[passage.key])
            for passage in passages
        ),
    )


def _entry(
    record: Record, view: int, outlook: Outlook, passages: Iterable[_Passage], atlas: Atlas
) -> RecordEntry:
    people = [
        appearance.person
        for appearance in record.appearances.all()
        if not outlook.sight.hides_person(appearance.person_id)
    ]
    fields = _fields(record, people, outlook.sight, atlas)
    texts = _description(record, atlas)
    described = analyse(text for text in texts if outlook.sight.shows_text(text))
    everything = Streams.joined([*fields.values(), described, *(p.streams for p in passages)])
    earliest, latest = _bounds(record)
    return RecordEntry(
        record_key=str(record.pk),
        view=view,
        fields={**fields, "all": everything},
        facets=_facets(record, people, atlas),
        audiences=outlook.audiences,
        unless=outlook.unless,
        date_from=earliest.toordinal() if earliest else NO_DATE_FROM,
        date_to=latest.toordinal() if latest else NO_DATE_TO,
        added=int(record.created_at.timestamp()),
    )


def _fields(
    record: Record, people: Sequence[Person], sight: Sight, atlas: Atlas
) -> dict[str, Streams]:
    places = list(record.places.all())
    units = atlas.names_of(atlas.reach(record.unit_id))
    return {
        "title": analyse([sight.veiled(record.title)]),
        "person": _of_names(
            [record.creator] if sight.shows_text(record.creator) else [],
            *([person.name, *map(str, person.names.all())] for person in people),
        ),
        "place": _of_names(*([place.name, *map(str, place.names.all())] for place in places)),
        "unit": _of_names(units),
        "code": analyse([record.code]),
    }


def _of_names(*names: list[str]) -> Streams:
    return _analysed_names(tuple(chain.from_iterable(names)))


@lru_cache(maxsize=20_000)
def _analysed_names(names: tuple[str, ...]) -> Streams:
    """Return the terms of names; the same few stand in very many records."""
    return analyse(names)


def _description(record: Record, atlas: Atlas) -> list[str]:
    return [
        record.abstract,
        record.scope_and_content,
        record.keywords,
        record.issuing_body,
        record.number_and_symbol,
        *atlas.terms.both_labels(Vocabulary.DOCUMENT_TYPE, record.document_type),
        *_called(record.subjects.all()),
        *_called(record.events.all()),
        *_called(involvement.body for involvement in record.involvements.all()),
    ]


def _called(authorities: Iterable[Subject | Event | Body]) -> Iterator[str]:
    """Yield every name of each, so that a used-for term or a former name finds the record."""
    for authority in authorities:
        yield authority.name
        yield from map(str, authority.names.all())


def _facets(record: Record, people: Sequence[Person], atlas: Atlas) -> dict[str, tuple[str, ...]]:
    released = record.released_at is not None
    level = atlas.level_of(record)
    return {
        "kind": (record.kind,),
        "period": _decades(*_bounds(record)),
        "unit": tuple(sorted(map(str, atlas.reach(record.unit_id)))),
        "collection": tuple(sorted(map(str, atlas.shelves(record.collection_id)))),
        "person": tuple(sorted({str(person.pk) for person in people})),
        "place": tuple(sorted(str(place.pk) for place in record.places.all())),
        "subject": tuple(sorted(str(subject.pk) for subject in record.subjects.all())),
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
