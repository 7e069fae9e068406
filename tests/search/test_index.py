"""The index's life: it follows the journal, is rebuilt beside the live one, survives a crash."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.checks import run_checks
from django.core.management import call_command
from django.utils import timezone

from archive.access import actions as access
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Appearance, Person, Record
from archive.search import actions, analysis, index
from archive.search.engines import UnknownEngine
from archive.search.finding import find


def count(viewer: Any, text: str) -> int:
    return find(viewer=viewer, text=text).count


def test_it_follows_the_journal(
    make_record: Any, add_pages: Any, changed: Any, visitor: AnonymousUser
) -> None:
    record = make_record(released=AccessLevel.PUBLIC, title="Sổ tay")
    actions.rebuild_index()
    record.title = "Nhật ký"
    record.save()
    assert count(visitor, "nhật ký") == 0
    changed(record)
    assert (count(visitor, "nhật ký"), count(visitor, "sổ tay")) == (1, 0)
    add_pages(record, "trang mới thêm")
    changed(record.pages.get())
    assert count(visitor, "mới thêm") == 1
    assert actions.follow_journal() == 0


def test_withdrawal_takes_it_out_at_once(
    make_record: Any, binh: User, visitor: AnonymousUser, now: dt.datetime
) -> None:
    record = make_record(released=AccessLevel.PUBLIC, title="Sổ tay")
    actions.rebuild_index()
    access.withdraw_record(actor=binh, record=record, reason="Theo đề nghị", at=now)
    actions.follow_journal()
    assert count(visitor, "sổ tay") == 0
    assert count(binh, "sổ tay") == 1


def test_a_changed_name_reaches_every_record(
    make_record: Any, changed: Any, visitor: AnonymousUser
) -> None:
    person = Person.objects.create(slug="minh-hoa", name="Tên cũ")
    for _ in range(3):
        Appearance.objects.create(record=make_record(released=AccessLevel.PUBLIC), person=person)
    actions.rebuild_index()
    Person.objects.filter(pk=person.pk).update(name="Tên khác")
    changed(person)
    assert (count(visitor, "person:khac"), count(visitor, "person:cu")) == (3, 0)


def test_a_deleted_record_goes(make_record: Any, changed: Any, visitor: AnonymousUser) -> None:
    record = make_record(released=AccessLevel.PUBLIC, title="Sổ tay")
    actions.rebuild_index()
    stays = Record.objects.get(pk=record.pk)
    record.delete()
    changed(stays)
    assert count(visitor, "sổ tay") == 0
    assert index.status()["records"] == 0


def test_what_opens_by_the_clock_is_found_from_then_on(
    make_record: Any, visitor: AnonymousUser, now: dt.datetime
) -> None:
    later = now + dt.timedelta(hours=1)
    record = make_record(released=AccessLevel.PUBLIC, title="Sổ tay")
    Record.objects.filter(pk=record.pk).update(released_at=later)
    actions.rebuild_index()
    assert count(visitor, "sổ tay") == 0
    Record.objects.filter(pk=record.pk).update(released_at=timezone.now())
    actions.follow_journal(at=now + dt.timedelta(minutes=1))
    assert count(visitor, "sổ tay") == 1


def test_pages_are_their_records_whatever_the_codes_order(
    make_record: Any, add_pages: Any, visitor: AnonymousUser
) -> None:
    words = ("một", "hai", "ba")
    for code, word in zip(("C", "A", "B"), words, strict=True):
        add_pages(make_record(code=code, released=AccessLevel.PUBLIC), f"trang thứ {word}")
    actions.rebuild_index()
    for word in words:
        assert len(find(viewer=visitor, text=f'"thứ {word}"').hits[0].passages) == 1


def test_a_rebuild_leaves_the_live_index_serving_until_it_is_whole(
    make_record: Any, changed: Any, visitor: AnonymousUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        make_record(released=AccessLevel.PUBLIC, title=f"Sổ tay {n}")
    first = actions.rebuild_index()
    monkeypatch.setattr(actions, "RECORDS_AT_ONCE", 2)
    monkeypatch.setattr(actions, "PASSAGES_PER_COMMIT", {"whoosh": 1, "tantivy": 1})

    def stop(done: int, total: int) -> None:
        assert total == 5
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.rebuild_index(progress=stop)
    assert index.current() == first
    assert count(visitor, "sổ tay") == 5
    changed(make_record(released=AccessLevel.PUBLIC, title="Sổ tay thêm"))
    assert count(visitor, "sổ tay") == 6

    seen: list[int] = []
    second = actions.rebuild_index(progress=lambda done, total: seen.append(done))
    assert seen[0] > 2, "goes on where it stopped"
    assert index.current() == second
    assert count(visitor, "sổ tay") == 6


def test_only_the_live_index_and_the_one_before_it_are_kept(make_record: Any) -> None:
    make_record()
    for _ in range(4):
        actions.rebuild_index()
    assert len(list(index.root().glob("g*"))) == 2


def test_the_command_says_what_it_made(make_record: Any, capsys: Any) -> None:
    make_record()
    call_command("rebuild_index", "--engine", "whoosh")
    assert "whoosh: 1 records, 0 passages" in capsys.readouterr().out
    call_command("rebuild_index", "--if-needed")
    assert capsys.readouterr().out == "", "what is good is left alone"
    call_command("follow_index", "--once")
    with pytest.raises(UnknownEngine):
        actions.rebuild_index(engine="solr")


def test_an_index_of_another_analyser_is_stale(
    make_record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert index.status() == {"state": "missing"}
    make_record()
    actions.rebuild_index()
    assert index.status()["state"] == "ok"
    monkeypatch.setattr(analysis, "VERSION", 999)
    assert index.status()["state"] == "stale"


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_index_with_other_fields_is_none_until_it_is_made_anew(
    make_record: Any, changed: Any, visitor: AnonymousUser, settings: Any, engine: str
) -> None:
    settings.SEARCH_ENGINE = engine
    record = make_record(released=AccessLevel.PUBLIC, title="Sổ tay")
    old = actions.rebuild_index()
    old.write_manifest(replace(old.manifest(), schema=0))
    for path in old.folder.glob("records/*"):
        path.write_bytes(b"of another time")
    assert count(visitor, "sổ tay") == 0
    changed(record)
    assert index.status()["state"] == "stale"
    actions.rebuild_index()
    assert count(visitor, "sổ tay") == 1


def test_a_stale_index_and_a_wrong_setting_are_told_at_start(
    make_record: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    make_record()
    actions.rebuild_index()
    assert not [m for m in run_checks() if (m.id or "").startswith("search.")]
    monkeypatch.setattr(analysis, "VERSION", 999)
    settings.SEARCH_ENGINE = "solr"
    found = {m.id for m in run_checks() if (m.id or "").startswith("search.")}
    assert found == {"search.E001", "search.W001"}


def test_an_index_of_another_database_is_made_anew(make_record: Any, changed: Any) -> None:
    assert actions.needs_rebuild()
    changed(make_record())
    generation = actions.rebuild_index()
    assert not actions.needs_rebuild()
    ahead = replace(generation.manifest(), applied=10**9)
    generation.write_manifest(ahead)
    assert actions.needs_rebuild()
