"""A flipped bit, a truncated or missing file, an unknown one: found, named, entered."""

from __future__ import annotations

import datetime as dt
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from archive.accounts.models import User
from archive.files import actions, fixity, passes, store, tasks
from archive.files.models import Family, FixityCheck, FixityPass, Master
from archive.jobs.actions import UnderWay
from archive.journal.models import Entry


def stored(name: str, body: bytes, now: dt.datetime) -> Master:
    received = store.receive([body], limit=10_000)
    store.keep_master(received.name, received.digest)
    return Master.objects.create(
        digest=received.digest, size=received.size, family=Family.TEXT,
        media_type="text/plain", original_name=name, stored_at=now,
    )  # fmt: skip


@pytest.fixture
def three(db: None, now: dt.datetime) -> list[Master]:
    return [stored(f"trang {n}.txt", f"Lời kể {n}".encode(), now) for n in (1, 2, 3)]


def on_disk(master: Master) -> Path:
    return Path(store.masters().path(master.path))


def spoil(master: Master, body: bytes) -> None:
    on_disk(master).chmod(0o640)
    on_disk(master).write_bytes(body)


def test_what_is_whole_is_said_to_be(three: list[Master]) -> None:
    done = actions.check_masters(at=timezone.now)
    assert (done.checked, done.faults) == (3, [])
    assert not Entry.objects.filter(act__startswith="files.master.found").exists()


def test_every_kind_of_harm_is_found_and_named(three: list[Master]) -> None:
    flipped, cut, gone = three
    body = bytearray(on_disk(flipped).read_bytes())
    body[3] ^= 1
    spoil(flipped, bytes(body))
    spoil(cut, on_disk(cut).read_bytes()[:-1])
    on_disk(gone).unlink()
    (on_disk(gone).parent / "la.txt").write_text("Không ai biết tệp này")
    said = StringIO()
    with pytest.raises(CommandError, match="4 faults"):
        call_command("check_fixity", stdout=said)
    for words in (f"altered: {flipped.path} (trang 1.txt)", f"altered: {cut.path}",
                  f"missing: {gone.path}", "unknown: "):  # fmt: skip
        assert words in said.getvalue()
    assert set(fixity.faulty()) == set(three)
    assert Entry.objects.filter(act="files.master.found_altered").count() == 2
    entry = Entry.objects.get(act="files.master.found_missing")
    assert entry.subject_id == str(gone.pk)


def test_harm_is_journalled_once_and_so_is_its_mending(three: list[Master]) -> None:
    master = three[0]
    whole = on_disk(master).read_bytes()
    spoil(master, b"x")
    for _ in range(2):
        actions.check_master(master=master, at=timezone.now())
    spoil(master, whole)
    actions.check_master(master=master, at=timezone.now())
    acts = Entry.objects.about(master).values_list("act", flat=True)
    assert list(acts) == ["files.master.found_altered", "files.master.found_intact"]
    assert not fixity.faulty().exists()


def test_the_least_recently_read_comes_first_and_a_stopped_run_goes_on(
    three: list[Master], now: dt.datetime
) -> None:
    size = three[0].size
    for expected in (three[0], three[1], three[2], three[0]):
        done = actions.check_masters(at=timezone.now, most_bytes=size)
        assert done.checked == 1
        latest = FixityCheck.objects.latest("pk")
        assert latest.master == expected
    recent = timezone.now() - dt.timedelta(days=1)
    assert actions.check_masters(at=timezone.now, not_since=recent).checked == 0


def test_the_rate_is_kept(three: list[Master], monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    actions.check_masters(at=timezone.now, bytes_per_second=10)
    assert sum(slept) == pytest.approx(sum(m.size for m in three) / 10, rel=0.2)


def test_the_report_counts(three: list[Master], now: dt.datetime) -> None:
    actions.check_master(master=three[0], at=now - dt.timedelta(days=200))
    actions.check_master(master=three[1], at=now)
    found = fixity.summary(now=now, period=dt.timedelta(days=90))
    assert (found.masters, found.never, found.overdue, found.faulty) == (3, 1, 2, 0)
    assert found.size == sum(master.size for master in three)


def test_the_worker_reads_every_master_by_itself(three: list[Master]) -> None:
    with override_settings(FIXITY_BYTES_PER_SECOND=10**9):
        assert tasks.check_fixity.call() == 0
    assert FixityCheck.objects.count() == 3


def cut_off_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the process end when it has read and entered so many."""
    plain = actions.check_master
    read: list[dict[str, Any]] = []

    def check(**asked: Any) -> FixityCheck:
        if len(read) == count:
            raise KeyboardInterrupt
        read.append(asked)
        return plain(**asked)

    monkeypatch.setattr(actions, "check_master", check)


def test_a_share_cut_off_is_taken_up_where_it_was(
    three: list[Master], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        cut_off_after(2, patch)
        with pytest.raises(KeyboardInterrupt):
            passes.read_share(at=timezone.now)
    assert FixityPass.objects.get().done == 2
    share = passes.read_share(at=timezone.now)
    assert FixityPass.objects.get() == share
    assert (share.state, share.total, share.done) == ("done", 3, 3)
    assert share.size == sum(master.size for master in three)
    assert FixityCheck.objects.count() == 3
    nothing_due = passes.read_share(at=timezone.now)
    assert (nothing_due.done, nothing_due.unknown_count) == (0, 0)


def test_what_somebody_typed_is_never_taken_for_the_daily_share(
    three: list[Master], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        cut_off_after(1, patch)
        with pytest.raises(KeyboardInterrupt):
            call_command("check_fixity", stdout=StringIO())
    typed = FixityPass.objects.get()
    assert (typed.state, typed.done, typed.is_share) == ("stopped", 1, False)
    FixityPass.objects.update(state="at_work", finished_at=None)  # it was killed outright
    assert passes.read_share(at=timezone.now) != typed
    typed.refresh_from_db()
    assert typed.done == 1


def test_all_are_read_when_somebody_asks_and_a_cut_off_reading_reads_none_twice(
    three: list[Master], hanh: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes.read_share(at=timezone.now)
    asked = passes.ask_for_pass(actor=hanh, at=timezone.now())
    with monkeypatch.context() as patch:
        cut_off_after(1, patch)
        with pytest.raises(KeyboardInterrupt):
            passes.read_all(pass_id=asked.pk, at=timezone.now)
    (on_disk(three[0]).parent / "la.txt").write_text("Không ai biết tệp này")
    passes.read_all(pass_id=asked.pk, at=timezone.now)
    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.unknown_count) == ("done", 3, 1)
    assert asked.unknown[0].endswith("/la.txt")
    assert FixityCheck.objects.count() == 6
    passes.read_all(pass_id=asked.pk, at=timezone.now)  # a job that is run twice
    assert FixityCheck.objects.count() == 6
    assert Entry.objects.about(asked).get().actor == hanh


def test_a_reading_that_is_stopped_reads_no_further_and_says_so(
    three: list[Master], hanh: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = passes.ask_for_pass(actor=hanh, at=timezone.now())
    with pytest.raises(UnderWay):
        passes.ask_for_pass(actor=hanh, at=timezone.now())
    plain = actions.check_master

    def check(**given: Any) -> FixityCheck:
        passes.stop_pass(actor=hanh, asked=asked, at=timezone.now())
        return plain(**given)

    monkeypatch.setattr(actions, "check_master", check)
    passes.read_all(pass_id=asked.pk, at=timezone.now)
    asked.refresh_from_db()
    assert (asked.state, asked.unknown_count) == ("stopped", None)
    assert FixityCheck.objects.count() == 1
    assert not passes.stop_pass(actor=hanh, asked=asked, at=timezone.now())
    assert [entry.act for entry in Entry.objects.about(asked)] == [
        "files.fixity.asked_for",
        "files.fixity.stopped",
    ]


def test_a_storage_that_does_not_answer_ends_it_without_a_fault(
    three: list[Master], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_answer(*given: Any) -> None:
        raise store.Unreachable("HTTP 503")

    monkeypatch.setattr(actions, "_digest", no_answer)
    share = passes.read_share(at=timezone.now)
    assert (share.state, str(share.reason)) == ("failed", "Kho không trả lời")
    assert (share.faults, FixityCheck.objects.count()) == (0, 0)
    with pytest.raises(CommandError, match="does not answer"):
        call_command("check_fixity", stdout=StringIO())
