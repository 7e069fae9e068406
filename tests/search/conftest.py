"""A shelf of records with pages and transcripts, and an index that follows the journal."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from archive.accounts.models import User
from archive.catalogue.models import Page, Record, Segment, Transcript
from archive.files.models import Family, Master
from archive.journal import actions as journal
from archive.search import actions

AddPages = Callable[..., None]


@pytest.fixture
def add_pages(now: dt.datetime) -> AddPages:
    """Return a maker of pages with these texts, after those the record has."""

    def add(record: Record, *texts: str) -> None:
        for text in texts:
            number = record.pages.count() + 1
            digest = hashlib.sha256(f"{record.code} {number}".encode()).hexdigest()
            master, _ = Master.objects.get_or_create(
                digest=digest,
                defaults={"size": 1, "family": Family.IMAGE, "media_type": "image/png",
                          "original_name": "trang.png", "stored_at": now},
            )  # fmt: skip
            Page.objects.create(record=record, number=number, master=master, text=text)

    return add


@pytest.fixture
def add_transcript(now: dt.datetime) -> Callable[..., Transcript]:
    """Return a maker of a transcript whose stretches of ten seconds say these things."""

    def add(record: Record, *texts: str) -> Transcript:
        transcript = Transcript.objects.create(record=record, made_at=now)
        Segment.objects.bulk_create(
            Segment(
                transcript=transcript,
                position=n,
                start_ms=n * 10_000,
                end_ms=(n + 1) * 10_000,
                speaker="Nhân chứng minh hoạ số 1",
                text=text,
            )
            for n, text in enumerate(texts)
        )
        return transcript

    return add


@pytest.fixture
def changed(an: User, now: dt.datetime) -> Callable[..., None]:
    """Return a way to say that something was changed, and have the index follow."""

    def say(subject: Any, act: str = "catalogue.record.described") -> None:
        journal.record(actor=an, act=act, subject=subject, at=now)
        actions.follow_journal()

    return say
