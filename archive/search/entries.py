"""What is indexed of a record, read from the database in batches with a constant few queries."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from archive.access.audiences import of_records
from archive.catalogue.models import (
    AccessLevel,
    Page,
    Person,
    Record,
    Segment,
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
from archive.search.visibility import of_pages, of_segments

MOST_DECADES = 30


@dataclass(frozen=True)
class _Passage:
    key: str
    streams: Streams
    audiences: frozenset[str]


@dataclass(frozen=True)
class _View:
    """One group of viewers and the passages they have of a record."""

    audiences: frozenset[str]
    unless: frozenset[str]
    passages: list[_Passage]


def bundles(ids: Collection[int], atlas: Atlas) -> Iterator[Bundle]:
    """Yield what the index is to hold of the records with these ids; missing ones are left out."""
    records = list(_records().filter(pk__in=ids).order_by("pk"))
    audiences = of_records(records)
    passages = _passages([record.pk for record in records])
    for record in records:
        yield _bundle(record, audiences[record.pk], passages[record.pk], atlas)


def _records() -> QuerySet[Record]:
    return Record.objects.prefetch_related(
        "appearances__person__names", "places__names", "subjects"
    )


def _passages(ids: Sequence[int]) -> defaultdict[int, list[_Passage]]:
    found: defaultdict[int, list[_Passage]] = defaultdict(list)
    pages = list(
        Page.objects.filter(record__in=ids)
        .exclude(text="")
        .only("record_id", "number", "text")
        .order_by("record", "number")
    )
    audiences = of_pages(pages)
    for page in pages:
        found[page.record_id].append(
            _Passage(f"p{page.number}", analyse([page.text]), audiences[page.pk])
        )
    segments = list(
        Segment.objects.filter(transcript__record__in=ids, transcript__is_current=True)
        .select_related("transcript")
        .order_by("transcript", "position")
    )
    audiences = of_segments(segments)
    for segment in segments:
        found[segment.transcript.record_id].append(
            _Passage(f"s{segment.pk}", analyse([segment.text]), audiences[segment.pk])
        )
    return found


def _bundle(
    record: Record, audiences: frozenset[str], passages: Sequence[_Passage], atlas: Atlas
) -> Bundle:
    return Bundle(
        record_key=str(record.pk),
        records=tuple(
            _entry(record, number, view, atlas)
            for number, view in enumerate(_views(audiences, passages))
        ),
        passages=tuple(
            PassageEntry(key=passage.key, streams=passage.streams, audiences=passage.audiences)
            for passage in passages
        ),
    )


def _views(audiences: frozenset[str], passages: Sequence[_Passage]) -> Iterator[_View]:
    """Part the viewers of a record by how much of it they have, those with most first.

    Who has more has also what those with less have: staff, then whoever was let in by name,
    then everybody.
    """
    unless: frozenset[str] = frozenset()
    for group in sorted({audiences, *(p.audiences for p in passages)}, key=len):
        shown = [passage for passage in passages if passage.audiences >= group]
        yield _View(group, unless, shown)
        unless |= group


def _entry(record: Record, number: int, view: _View, atlas: Atlas) -> RecordEntry:
    names = _named(record, view)
    fields = _fields(record, names, atlas)
    everything = Streams()
    for streams in fields.values():
        everything.extend(streams)
    everything.extend(analyse(_description(record)))
    for passage in view.passages:
        everything.extend(passage.streams)
    earliest, latest = _bounds(record)
    return RecordEntry(
        record_key=str(record.pk),
        view=number,
        fields={**fields, "all": everything},
        facets=_facets(record, names, atlas),
        audiences=view.audiences,
        unless=view.unless,
        date_from=earliest.toordinal() if earliest else NO_DATE_FROM,
        date_to=latest.toordinal() if latest else NO_DATE_TO,
        added=int(record.created_at.timestamp()),
    )


def _named(record: Record, view: _View) -> list[Person]:
    """Return the people of a record whose names these viewers may learn."""
    return [appearance.person for appearance in record.appearances.all()]


def _fields(record: Record, people: Sequence[Person], atlas: Atlas) -> dict[str, Streams]:
    places = list(record.places.all())
    units = atlas.names_of(atlas.reach(record.unit_id))
    return {
        "title": analyse([record.title]),
        "person": analyse(
            [record.creator]
            + [name for person in people for name in (person.name, *_names(person.names.all()))]
        ),
        "place": analyse(
            [name for place in places for name in (place.name, *_names(place.names.all()))]
        ),
        "unit": analyse(units),
        "code": analyse([record.code]),
    }


def _names(names: Iterable[object]) -> list[str]:
    return [str(name) for name in names]


def _description(record: Record) -> list[str]:
    return [
        record.abstract,
        record.scope_and_content,
        record.keywords,
        record.issuing_body,
        record.number_and_symbol,
        record.document_type,
        *(subject.name for subject in record.subjects.all()),
    ]


def _facets(record: Record, people: Sequence[Person], atlas: Atlas) -> dict[str, tuple[str, ...]]:
    released = record.released_at is not None
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
        "access": (record.access_level if released else AccessLevel.CLOSED.value,),
    }


def _bounds(record: Record) -> tuple[dt.date | None, dt.date | None]:
    earliest, latest = record.date_earliest, record.date_latest
    return earliest or latest, latest or earliest


def _decades(earliest: dt.date | None, latest: dt.date | None) -> tuple[str, ...]:
    if earliest is None or latest is None:
        return ()
    decades = range(earliest.year // 10 * 10, latest.year + 1, 10)
    return tuple(str(decade) for decade in decades[:MOST_DECADES])
