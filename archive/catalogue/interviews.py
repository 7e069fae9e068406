"""Acts on interviews: how one came about, and its table of contents by time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from archive.accounts.models import User
from archive.catalogue.models import Chapter, Interview, Record
from archive.catalogue.speech.cues import Point
from archive.journal import actions as journal
from archive.values.text import nfc

INTERVIEW_FIELDS = (
    "mandate_number",
    "mandate_on",
    "mandate_signatory",
    "place",
    "equipment",
    "tape_condition",
    "remarks",
)
_CHAPTER_WORDS = ("title", "synopsis", "partial_transcript", "keywords", "people", "places")
_CHAPTER_FIELDS = ("start_ms", "end_ms", *_CHAPTER_WORDS, "latitude", "longitude")
_GPS = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*")


@transaction.atomic
def describe_interview(
    *,
    actor: User,
    record: Record,
    at: dt.datetime,
    documents: Iterable[Record] | None = None,
    **facts: Any,
) -> Interview:
    """Write down how the interview came about; what is not named stays as it is."""
    if unknown := facts.keys() - INTERVIEW_FIELDS:
        raise TypeError(f"not part of an interview: {sorted(unknown)}")
    interview, _made = Interview.objects.get_or_create(record=record)
    before = {name: getattr(interview, name) for name in facts}
    after = dict(facts)
    for name, value in facts.items():
        setattr(interview, name, value)
    interview.save()
    if documents is not None:
        before["documents"] = _documents(interview)
        interview.documents.set(documents)
        after["documents"] = _documents(interview)
    before, after = journal.differing(before, after)
    if after:
        journal.record(
            actor=actor,
            act="catalogue.interview.described",
            subject=record,
            at=at,
            before=before,
            after=after,
            basis_number=interview.mandate_number,
            basis_on=interview.mandate_on,
        )
    return interview


def _documents(interview: Interview) -> list[int]:
    return sorted(interview.documents.values_list("pk", flat=True))


@transaction.atomic
def write_contents(
    *, actor: User, record: Record, points: Sequence[Point], at: dt.datetime
) -> list[Chapter]:
    """Make `points` the interview's table of contents, in the place of what was there."""
    before = list(record.chapters.values_list("start_ms", "title"))
    record.chapters.all().delete()
    chapters = Chapter.objects.bulk_create([_chapter(record, point) for point in points])
    journal.record(
        actor=actor,
        act="catalogue.interview.indexed",
        subject=record,
        at=at,
        before={"contents": before},
        after={"contents": [(chapter.start_ms, chapter.title) for chapter in chapters]},
    )
    return chapters


@transaction.atomic
def write_chapter(*, actor: User, record: Record, chapter: Chapter, at: dt.datetime) -> Chapter:
    """Keep one entry of the table of contents, new or changed."""
    before = record.chapters.filter(pk=chapter.pk).values(*_CHAPTER_FIELDS).first() or {}
    chapter.record = record
    for name in _CHAPTER_WORDS:
        setattr(chapter, name, nfc(getattr(chapter, name)))
    chapter.save()
    after = {name: getattr(chapter, name) for name in _CHAPTER_FIELDS}
    journal.record(
        actor=actor,
        act="catalogue.interview.indexed",
        subject=record,
        at=at,
        before=before,
        after=after,
    )
    return chapter


@transaction.atomic
def remove_chapter(*, actor: User, chapter: Chapter, at: dt.datetime) -> None:
    """Take one entry out of the table of contents; the journal keeps what it said."""
    journal.record(
        actor=actor,
        act="catalogue.interview.indexed",
        subject=chapter.record,
        at=at,
        before={name: getattr(chapter, name) for name in _CHAPTER_FIELDS},
    )
    chapter.delete()


def points_of(record: Record) -> list[Point]:
    """Return the table of contents as formats take it."""
    return [
        Point(
            start_ms=chapter.start_ms,
            end_ms=chapter.end_ms,
            title=chapter.title,
            synopsis=chapter.synopsis,
            partial_transcript=chapter.partial_transcript,
            keywords=chapter.keywords,
            subjects=chapter.people,
            gps=""
            if chapter.latitude is None or chapter.longitude is None
            else f"{chapter.latitude}, {chapter.longitude}",
            gps_text=chapter.places,
        )
        for chapter in record.chapters.all()
    ]


def _chapter(record: Record, point: Point) -> Chapter:
    latitude, longitude = _place_on_earth(point.gps)
    return Chapter(
        record=record,
        start_ms=point.start_ms,
        end_ms=point.end_ms,
        title=(point.title or point.synopsis or point.partial_transcript or "…")[:300],
        synopsis=point.synopsis,
        partial_transcript=point.partial_transcript,
        keywords=point.keywords,
        people=point.subjects,
        places=point.gps_text,
        latitude=latitude,
        longitude=longitude,
    )


def _place_on_earth(gps: str) -> tuple[Decimal | None, Decimal | None]:
    """Return latitude and longitude from `11.94, 108.44`; nothing for what is on no globe."""
    match = _GPS.fullmatch(gps)
    if match is None:
        return None, None
    latitude, longitude = Decimal(match[1]), Decimal(match[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    return round(latitude, 5), round(longitude, 5)
