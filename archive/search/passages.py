"""The pages and stretches of a record where the words stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from archive.access.audiences import Viewer, of_viewer
from archive.access.sight import Sight, sight_of
from archive.catalogue.models import Page, Record, Segment
from archive.search.engines import protocol as ask
from archive.search.engines.protocol import Reader
from archive.search.highlight import Found, Pattern, borne, excerpt
from archive.search.index import NoIndex, open_index
from archive.search.language.parser import parse
from archive.search.plan import Plan, plan
from archive.search.results import Passage

PER_RECORD = 3
PROPOSED = 4
"""Passages of a record that are looked at for its best of several words; the engine knows nothing
of closeness."""
MOST_IN_ONE_RECORD = 500


def best_passages(
    viewer: Viewer, sights: dict[int, Sight], planned: Plan, reader: Reader
) -> defaultdict[int, list[Passage]]:
    """Return the best passages of the records with these sights, in the record's own order.

    The number of queries is constant.
    """
    each = PROPOSED if len(planned.patterns) > 1 else PER_RECORD
    proposed = _proposed(viewer, list(sights), planned, reader, each)
    found: defaultdict[int, list[Passage]] = defaultdict(list)
    for key, place in _read(proposed, sights):
        if (passage := _cut(place, planned.matcher.find(place.text))).excerpt.found:
            found[key].append(passage)
    for key, passages in found.items():
        # Beside a page with all the words one with a single of them only distracts.
        most = max(map(_borne, passages))
        best = sorted(passages, key=lambda each: (_borne(each), each.excerpt.worth), reverse=True)
        kept = {id(passage) for passage in best[:PER_RECORD] if _borne(passage) * 2 > most}
        found[key] = [passage for passage in passages if id(passage) in kept]
    return found


def find_in_record(
    *, viewer: Viewer, record: Record, text: str, ignore_marks: bool = False
) -> FoundInRecord:
    """Return every passage of `record` where something of `text` stands, in the record's order.

    The record was fetched by the gate. Several words are looked for together first, and only
    when no passage has them all, any of them.
    """
    try:
        opened = open_index()
    except NoIndex:
        return FoundInRecord([], [])
    planned = plan(parse(text), opened.lexicon(of_viewer(viewer)), ignore_marks=ignore_marks)
    patterns = planned.patterns
    proposed = _proposed(viewer, [record.pk], planned, opened.reader, MOST_IN_ONE_RECORD)
    read = [place for _, place in _read(proposed, {record.pk: sight_of(viewer, record)})]
    found = planned.matcher.find_in_each([place.text for place in read])
    least = max(1, len(patterns) if len(patterns) in map(borne, found) else 1)
    bearing = [each for each in zip(read, found, strict=True) if borne(each[1]) >= least]
    return FoundInRecord(bearing, patterns)


class FoundInRecord(Sequence[Passage]):
    """The passages of one record: all are counted, and only those asked for are cut out."""

    def __init__(self, places: list[tuple[_Place, list[Found]]], patterns: list[Pattern]) -> None:
        self._places = places
        self.patterns = patterns

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, wanted: int) -> Passage: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Passage]: ...
    def __getitem__(self, wanted: int | slice) -> Passage | list[Passage]:
        if isinstance(wanted, int):
            return _cut(*self._places[wanted])
        return [_cut(*place) for place in self._places[wanted]]


@dataclass(frozen=True)
class _Place:
    """A page, or a stretch of what is said, and its whole text."""

    text: str
    page: int | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str = ""


def _borne(passage: Passage) -> int:
    """Return how many of the words the page or stretch bears."""
    return passage.excerpt.patterns


@dataclass(frozen=True)
class _Proposed:
    """Keys by record, best first; pages by number, segments by id."""

    pages: dict[int, list[int]]
    segments: dict[int, list[int]]


def _proposed(
    viewer: Viewer, ids: list[int], planned: Plan, reader: Reader, per_record: int
) -> _Proposed | None:
    if not planned.passages or not ids:
        return None
    found = reader.passages(
        ask.PassageQuery(
            record_keys=tuple(map(str, ids)),
            any_of=tuple(planned.passages),
            audiences=of_viewer(viewer),
            per_record=per_record,
        )
    )
    pages: dict[int, list[int]] = {}
    segments: dict[int, list[int]] = {}
    for key, hits in found.items():
        pages[int(key)] = [int(hit.key[1:]) for hit in hits if hit.key[0] == "p"]
        segments[int(key)] = [int(hit.key[1:]) for hit in hits if hit.key[0] == "s"]
    return _Proposed(pages, segments)


def _read(proposed: _Proposed | None, sights: dict[int, Sight]) -> Iterator[tuple[int, _Place]]:
    """Give what of the proposed these sights show, with its record: pages first, each in order."""
    if proposed is None:
        return
    places = {(key, number) for key, several in proposed.pages.items() for number in several}
    pages = Page.objects.at(places) if places else Page.objects.none()
    for record_id, number, text in pages.order_by("number").values_list(
        "record_id", "number", "text"
    ):
        sight = sights[record_id]
        if sight.shows_page(number) and sight.shows_text(text):
            yield record_id, _Place(text, page=number)
    segments = Segment.objects.filter(
        pk__in=[pk for several in proposed.segments.values() for pk in several]
    ).select_related("transcript")
    for segment in segments.order_by("start_ms"):
        sight = sights[segment.transcript.record_id]
        if sight.shows_segment(segment) and sight.shows_text(segment.text):
            yield (
                segment.transcript.record_id,
                _Place(
                    segment.text,
                    start_ms=segment.start_ms,
                    end_ms=segment.end_ms,
                    speaker=segment.speaker,
                ),
            )


def _cut(place: _Place, found: list[Found]) -> Passage:
    return Passage(
        excerpt=excerpt(place.text, found),
        page=place.page,
        start_ms=place.start_ms,
        end_ms=place.end_ms,
        speaker=place.speaker,
    )
