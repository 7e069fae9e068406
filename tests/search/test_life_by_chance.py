"""Whatever happens to records in whatever order, the index is what a rebuild would make it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from archive.access import actions as access
from archive.access.models import Seal
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record, VettingStatus
from archive.journal import actions as journal
from archive.search import actions
from archive.search.engines import protocol as ask
from archive.search.index import open_index

WORDS = ["kháng", "chiến", "khang", "hòa", "hoà", "Đảng", "dang", "làng"]
STEPS = ["create", "retitle", "release", "withdraw", "seal", "lift", "delete"]
STEP = some.tuples(some.sampled_from(STEPS), some.integers(0, 3), some.sampled_from(WORDS))
VIEWERS = [frozenset({"public"}), frozenset({"public", "registered", "user:1"}), frozenset({"all"})]


class Archive:
    """A few records, and what may happen to them."""

    def __init__(self, make_record: Any, add_pages: Any, head: User, at: dt.datetime) -> None:
        self.make_record, self.add_pages = make_record, add_pages
        self.head, self.at = head, at
        self.records: dict[int, Record] = {}

    def do(self, step: str, number: int, word: str) -> None:
        record = self.records.get(number)
        if step == "create" and record is None:
            record = self.make_record(title=f"{word} {number}")
            self.add_pages(record, f"trang {word} một", "trang hai")
            Record.objects.filter(pk=record.pk).update(vetting_status=VettingStatus.VETTED)
            self.records[number] = record
            self._say(record, "catalogue.record.registered")
        elif record is not None:
            getattr(self, step, lambda record, word: None)(record, word)

    def _say(self, record: Record, act: str) -> None:
        journal.record(actor=self.head, act=act, subject=record, at=self.at)

    def retitle(self, record: Record, word: str) -> None:
        Record.objects.filter(pk=record.pk).update(title=f"{word} mới")
        self._say(record, "catalogue.record.described")

    def release(self, record: Record, word: str) -> None:
        access.release_record(actor=self.head, record=record, level=AccessLevel.PUBLIC, at=self.at)

    def withdraw(self, record: Record, word: str) -> None:
        with suppress(access.NotReleased):
            access.withdraw_record(
                actor=self.head, record=record, reason="Theo đề nghị", at=self.at
            )

    def seal(self, record: Record, word: str) -> None:
        Seal.objects.create(record=record, from_page=1, to_page=1, reason="Theo yêu cầu")
        self._say(record, "access.record.sealed")

    def lift(self, record: Record, word: str) -> None:
        Seal.objects.filter(record=record).delete()
        self._say(record, "access.seal.lifted")

    def delete(self, record: Record, word: str) -> None:
        self._say(record, "catalogue.record.deleted")
        Record.objects.get(pk=record.pk).delete()
        self.records = {n: one for n, one in self.records.items() if one.pk != record.pk}


def everything_found() -> Sequence[object]:
    """Return what every kind of viewer finds, counts and is shown for every word."""
    reader, found = open_index().reader, list[object]()
    for viewer in VIEWERS:
        for word in ("", "khang", "chien", "hoa", "dang", "trang", "moi"):
            must = ask.Words("all", ask.Layer.FOLDED, ((word, 1.0),)) if word else ask.Everything()
            answer = reader.search(
                ask.Query(must=must, audiences=viewer, facets=ask.FACETS, limit=100)
            )
            keys = tuple(sorted(hit.record_key for hit in answer.hits))
            words: ask.Node = ask.Words("text", ask.Layer.FOLDED, (("trang", 1.0),))
            passages = reader.passages(
                ask.PassageQuery(record_keys=keys, any_of=((words, 1.0),), audiences=viewer)
            )
            shown = {key: sorted(hit.key for hit in hits) for key, hits in passages.items()}
            found.append((sorted(viewer), word, answer.count, keys, answer.facets, shown))
    return found


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@given(steps=some.lists(STEP, min_size=6, max_size=14), cuts=some.integers(2, 5))
@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_following_comes_to_the_same_as_a_rebuild(
    make_record: Any,
    add_pages: Any,
    binh: User,
    visitor: AnonymousUser,
    now: dt.datetime,
    settings: Any,
    engine: str,
    steps: list[tuple[str, int, str]],
    cuts: int,
) -> None:
    Record.objects.all().delete()
    settings.SEARCH_ENGINE = engine
    actions.rebuild_index()
    archive = Archive(make_record, add_pages, binh, now)
    for number, step in enumerate(steps):
        archive.do(*step)
        if number % cuts == 0:
            actions.follow_journal()
    actions.follow_journal()
    followed = everything_found()
    actions.rebuild_index()
    assert everything_found() == followed
