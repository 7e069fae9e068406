"""Work somebody asks for: once at a time, in turns, stopped, failed with a reason, gone on with."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from archive.accounts.models import User
from archive.files.models import FixityPass
from archive.jobs import actions as jobs
from archive.jobs.models import State
from archive.jobs.said import Said


@pytest.fixture
def asked(hanh: User) -> FixityPass:
    one = FixityPass(asked_by=hanh, asked_at=timezone.now())
    jobs.ask(one)
    return one


def state(one: FixityPass) -> State:
    one.refresh_from_db()
    return State(one.state)


def test_one_at_a_time_and_the_next_when_it_has_ended(asked: FixityPass, hanh: User) -> None:
    again = FixityPass(asked_by=hanh, asked_at=timezone.now())
    with pytest.raises(jobs.UnderWay):
        jobs.ask(again)
    assert not jobs.carry_out(asked, lambda: None, at=timezone.now)
    assert state(asked) == State.DONE and asked.finished_at
    jobs.ask(again)
    assert FixityPass.objects.under_way().get() == again


def test_it_is_done_in_turns_and_once(asked: FixityPass) -> None:
    left = [True, False]
    turns = [jobs.carry_out(asked, lambda: left.pop(0), at=timezone.now) for _ in range(3)]
    assert turns == [True, False, False] and left == []


def test_who_is_stopped_does_no_more_and_ends_as_stopped(asked: FixityPass) -> None:
    reached = []

    def body() -> None:
        for number in range(3):
            jobs.advance(asked, done=number)
            reached.append(number)
            assert jobs.stop(asked, at=timezone.now())
            assert not jobs.is_wanted(asked)

    jobs.carry_out(asked, body, at=timezone.now)
    assert (reached, state(asked)) == ([0], State.STOPPED)
    assert not jobs.stop(asked, at=timezone.now())


@pytest.mark.parametrize(
    ("fault", "is_raised", "ends", "reason"),
    [
        (jobs.CannotBeDone(Said("Không có băng")), False, State.FAILED, "Không có băng"),
        (
            OSError(28, "No space left", "/srv/a/secret"),
            True,
            State.FAILED,
            "Chương trình gặp lỗi ở đây (OSError: No space left); "
            "chi tiết có trong nhật ký của chương trình.",
        ),
        (
            ValueError("/srv/a/secret"),
            True,
            State.FAILED,
            "Chương trình gặp lỗi ở đây (ValueError); chi tiết có trong nhật ký của chương trình.",
        ),
        (jobs.NotNow(), True, State.AT_WORK, ""),
        (KeyboardInterrupt(), True, State.AT_WORK, ""),
    ],
)
def test_what_goes_wrong_is_told_but_no_names_of_folders(
    asked: FixityPass, fault: BaseException, is_raised: bool, ends: State, reason: str
) -> None:
    def body() -> None:
        raise fault

    if is_raised:
        with pytest.raises(type(fault)):
            jobs.carry_out(asked, body, at=timezone.now)
    else:
        jobs.carry_out(asked, body, at=timezone.now)
    assert (state(asked), str(asked.reason)) == (ends, reason)


def test_one_that_failed_goes_on(
    asked: FixityPass, django_capture_on_commit_callbacks: Any
) -> None:
    jobs.advance(asked, done=7, state=State.FAILED, reason="x")
    with django_capture_on_commit_callbacks(execute=True):
        jobs.go_on(asked)
    assert (state(asked), str(asked.reason), asked.done) == (State.WAITING, "", 7)
    assert DBTaskResult.objects.filter(task_path=asked.task).count() == 1
