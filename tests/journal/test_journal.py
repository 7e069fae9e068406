"""The journal: written in a chain, never rewritten."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from archive.accounts.models import User
from archive.journal import actions, triggers
from archive.journal.chain import broken_links
from archive.journal.models import Entry


@pytest.fixture
def entry(an: User, make_record: Any, now: dt.datetime) -> Entry:
    return actions.record(
        actor=an,
        act="catalogue.record.described",
        subject=make_record(),
        at=now,
        after={"received_on": dt.date(2026, 1, 2)},
        basis_number="49-KH/TU",
        basis_on=dt.date(2022, 7, 12),
    )


def test_an_entry_cannot_be_changed(entry: Entry) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(note="sửa")


def test_an_entry_cannot_be_deleted(entry: Entry) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()


def test_the_chain_holds_and_shows_where_it_was_broken(
    entry: Entry, an: User, make_record: Any, now: dt.datetime
) -> None:
    subject = make_record()
    second = actions.record(actor=an, act="catalogue.record.described", subject=subject, at=now)
    actions.record(actor=None, act="access.seal.lapsed", subject=subject, at=now)
    assert list(broken_links()) == []
    # Somebody with the database's own key, the program aside.
    triggers.execute(
        connection, triggers.allow(connection.vendor, "journal_entry", acts=("UPDATE",))
    )
    Entry.objects.filter(pk=second.pk).update(note="sửa lén")
    assert list(broken_links()) == [second.pk]
    triggers.execute(
        connection, triggers.forbid(connection.vendor, "journal_entry", acts=("UPDATE",))
    )
