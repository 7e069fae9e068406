"""A file of many pages is gone through in turns: what waits goes between, and nothing is lost."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from archive.accounts.models import User
from archive.catalogue.models import RecordKind
from archive.files import store
from archive.files.models import Derivative
from archive.ingest import actions, derivation, keeping, ocr, plans, processing, reading, tasks
from archive.ingest.models import Deposit, DepositedFile, FileState
from archive.ingest.parsing import Parser, Refused
from archive.ingest.records import make_record
from archive.jobs import turns
from tests.ingest.conftest import Bring, pdf, tape

Turn = Callable[[], bool]


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """End every turn after what it does at least."""
    monkeypatch.setattr(turns, "SECONDS", -1)
    monkeypatch.setattr(ocr, "is_installed", lambda: False)


@pytest.fixture
def long(deposit: Deposit, an: User) -> DepositedFile:
    return actions.receive_file(
        actor=an,
        deposit=deposit,
        name="dài.pdf",
        chunks=[pdf("mot", "hai", "ba")],
        at=timezone.now(),
    )


@pytest.fixture
def turn(long: DepositedFile, parser: Parser) -> Turn:
    """Return a function that does one turn with the long file, and tells whether more is left."""

    def turn() -> bool:
        return processing.process_file(file_id=long.pk, at=timezone.now(), parser=parser)

    return turn


def pages_of(file: DepositedFile) -> list[int]:
    """Return the frames whose picture and words are there."""
    file.refresh_from_db()
    assert file.master is not None
    there = keeping.held(file.master)
    return [n for n in range(3) if {("pyramid", n), ("words", n)} <= there.keys()]


def test_every_turn_makes_a_page_and_the_last_one_finishes(long: DepositedFile, turn: Turn) -> None:
    assert turn() and pages_of(long) == [0]
    assert long.state == FileState.ACCEPTED and long.finished_at is None and long.steps == 12
    assert turn() and pages_of(long) == [0, 1]
    assert not turn() and pages_of(long) == [0, 1, 2]
    assert long.finished_at and long.steps_done == 12
    assert not turn(), "a finished file is not taken up again"
    assert list(store.workshop().parent.iterdir()) == []


def test_the_rest_waits_behind_what_others_brought(
    long: DepositedFile, django_capture_on_commit_callbacks: Any
) -> None:
    jobs = DBTaskResult.objects.filter(task_path=tasks.process_file.module_path)
    tasks.process_file.call(long.pk)
    rest = jobs.get()
    assert rest.args_kwargs["args"] == [long.pk] and rest.priority < tasks.process_file.priority
    jobs.delete()
    for _page in range(2):
        tasks.process_file.call(long.pk)
    assert jobs.count() == 1, "the last turn asks for no further one"


def test_a_turn_ends_as_soon_as_something_waits_that_goes_first(
    long: DepositedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "SECONDS", 60)
    other = tasks.process_file.enqueue(0)
    tasks.process_file.call(long.pk)
    assert pages_of(long) == [0]
    DBTaskResult.objects.filter(pk=other.id).delete()
    tasks.process_file.call(long.pk)
    assert pages_of(long) == [0, 1, 2] and long.finished_at, "its own rest does not stop it"


def test_a_worker_killed_at_any_page_goes_on_from_there(
    long: DepositedFile, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "SECONDS", 60)
    plain = keeping.keep
    for killed_at in range(1, 5):
        kept = itertools.count(1)

        def keep(**given: Any) -> Any:
            if next(kept) == 2:  # noqa: B023 - called within this round
                raise KeyboardInterrupt
            return plain(**given)

        monkeypatch.setattr(keeping, "keep", keep)
        with pytest.raises(KeyboardInterrupt):
            turn()
        assert Derivative.objects.exclude(role="words").count() == 3 * -(-killed_at // 2)
    monkeypatch.setattr(keeping, "keep", plain)
    made_before = set(Derivative.objects.values_list("pk", "made_at"))
    assert not turn() and pages_of(long) == [0, 1, 2]
    assert made_before <= set(Derivative.objects.values_list("pk", "made_at"))


def test_a_page_that_fails_is_tried_once_in_all_turns(
    long: DepositedFile, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, asked = derivation._keep_answer, []

    def keep_answer(master: Any, batch: plans.Batch, *rest: Any) -> Any:
        asked.append(batch.frame)
        if batch.frame == 0:
            raise Refused("too_heavy", "time")
        return plain(master, batch, *rest)

    monkeypatch.setattr(derivation, "_keep_answer", keep_answer)
    while turn():
        assert len(asked) < 10
    assert asked == [0, 0, 1, 1, 2, 2]
    assert pages_of(long) == [1, 2] and long.finished_at
    assert long.master is not None and long.master.unmade.get().part == "1"


def test_where_several_pages_took_all_the_time_the_others_are_left_in_turns_too(
    deposit: Deposit, an: User, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = actions.receive_file(
        actor=an,
        deposit=deposit,
        name="nặng.pdf",
        chunks=[pdf(*["trang"] * 9)],
        at=timezone.now(),
    )
    asked = []

    def too_heavy(master: Any, batch: plans.Batch, *rest: Any) -> Any:
        asked.append(batch.frame)
        raise Refused("too_heavy", "time")

    monkeypatch.setattr(derivation, "_keep_answer", too_heavy)
    while processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser):
        assert len(asked) < 10
    assert max(asked) < 4
    assert DepositedFile.objects.get(pk=file.pk).finished_at


def test_a_scan_is_read_in_turns_and_its_pages_get_their_words(
    bring: Bring, deposit: Deposit, an: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "SECONDS", 60)
    file = bring("quét.pdf", pdf("", "", ""))
    record = make_record(
        actor=an,
        deposit=deposit,
        files=[file],
        code="LD-9",
        kind=RecordKind.DOCUMENT,
        title="Quét",
        at=timezone.now(),
    )
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(
        reading,
        "best_reading",
        lambda master, path, frame, parser: ocr.Reading(f"tờ {frame}", [[0, 0, 1, 1, "tờ", 90]]),
    )
    monkeypatch.setattr(turns, "SECONDS", -1)
    jobs = DBTaskResult.objects.filter(task_path=tasks.read_frames.module_path)
    asked: list[Any] = [file.master_id]
    read = []
    while asked:
        tasks.read_frames.call(*asked)
        read.append(list(record.pages.exclude(text="").values_list("text", flat=True)))
        asked = jobs.get().args_kwargs["args"] if jobs.exists() else []
        jobs.delete()
    assert read == [["tờ 0"], ["tờ 0", "tờ 1"], ["tờ 0", "tờ 1", "tờ 2"]]


def test_the_sound_of_a_long_recording_waits_behind_what_others_brought(
    deposit: Deposit, an: User, parser: Parser
) -> None:
    file = actions.receive_file(
        actor=an, deposit=deposit, name="dài.wav", chunks=[tape(601, rate=1000)], at=timezone.now()
    )
    assert processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser)
    file.refresh_from_db()
    assert file.state == FileState.ACCEPTED and not Derivative.objects.exists()
    assert not processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser)
    file.refresh_from_db()
    assert file.finished_at
    assert set(Derivative.objects.values_list("role", flat=True)) == {"web_audio", "peaks"}
