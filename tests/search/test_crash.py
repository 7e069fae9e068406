"""A power cut at any moment of a rebuild or of following leaves the old index serving."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record
from archive.journal import actions as journal
from archive.search import actions, index
from archive.search.finding import find

MOMENTS = [0.002, 0.01, 0.03, 0.08, 0.2]

pytestmark = [
    pytest.mark.parametrize("engine", ["whoosh", "tantivy"]),
    # Written for good, so that another process sees it.
    pytest.mark.django_db(transaction=True),
]


def cut_off(after: float, act: Callable[[], object]) -> None:
    """Do `act` in a process of its own that dies without a word after so many seconds."""
    child = os.fork()
    if child == 0:
        # The connection is the test's: it is neither used here nor closed, which would be heard.
        connection.connection, _parents = None, connection.connection
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, after)
        try:
            act()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.fixture
def shelf(make_record: Any, add_pages: Any, settings: Any, engine: str) -> list[Record]:
    settings.SEARCH_ENGINE = engine
    records = [make_record(released=AccessLevel.PUBLIC, title=f"Sổ tay {n}") for n in range(12)]
    for record in records:
        add_pages(record, "kháng chiến " * 50, "hòa bình " * 50)
    return records


def test_in_a_rebuild(
    shelf: list[Record], visitor: AnonymousUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = actions.rebuild_index()
    monkeypatch.setattr(actions, "RECORDS_AT_ONCE", 3)
    monkeypatch.setattr(actions, "PASSAGES_PER_COMMIT", {"whoosh": 8, "tantivy": 8})
    for moment in MOMENTS:
        cut_off(moment, actions.rebuild_index)
        assert find(viewer=visitor, text="kháng chiến").count == 12
        assert len(find(viewer=visitor, text="hoà bình").hits[0].passages) == 1
    made = actions.rebuild_index()
    assert made != serving
    manifest = made.manifest()
    assert (manifest.records, manifest.passages) == (12, 24), "nothing twice, nothing missing"
    assert find(viewer=visitor, text="kháng chiến").count == 12


def test_while_following(shelf: list[Record], visitor: AnonymousUser, an: User, now: Any) -> None:
    actions.rebuild_index()
    for turn, moment in enumerate(MOMENTS):
        for record in shelf:
            Record.objects.filter(pk=record.pk).update(title=f"Nhật ký {turn}")
            journal.record(actor=an, act="catalogue.record.described", subject=record, at=now)
        cut_off(moment, actions.follow_journal)
        assert find(viewer=visitor, text="kháng chiến").count == 12
    actions.follow_journal()
    assert find(viewer=visitor, text='"nhật ký 4"').count == 12
    assert find(viewer=visitor, text='"sổ tay"').count == 0
    made = index.current()
    assert made is not None
    assert (made.manifest().records, made.manifest().passages) == (12, 24)
