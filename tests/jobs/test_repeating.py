"""Jobs that repeat: started once, never ended by a run that fails, never doubled for long."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from archive.access import tasks
from archive.access.tasks import watch_dates
from archive.jobs import repeating
from archive.jobs.repeating import start_repeating
from archive.jobs.workplace import take_up_left_jobs

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


class Fault(Exception):
    pass


def _runs(status: str = "READY") -> list[DBTaskResult]:
    runs = DBTaskResult.objects.filter(task_path=watch_dates.module_path, status=status)
    return list(runs.order_by("run_after"))


def _claim(run: DBTaskResult) -> None:
    """Begin a run as the worker does."""
    run.claim("worker")


def _begin() -> DBTaskResult:
    start_repeating()
    [run] = _runs()
    _claim(run)
    return run


def test_a_start_sets_every_job_going_once_however_often() -> None:
    start_repeating()
    start_repeating()
    waiting = list(DBTaskResult.objects.values_list("task_path", flat=True))
    assert sorted(path.removeprefix("archive.") for path in waiting) == [
        "access.tasks.watch_dates",
        "accounts.tasks.forget_visits",
        "files.tasks.check_fixity",
        "ingest.tasks.look_for_new_means",
        "ingest.tasks.watch_inbox",
        "interop.tasks.follow_for_harvesters",
        "interop.tasks.learn_sizes",
        "research.tasks.follow_searches",
        "vetting.tasks.clear_packed",
        "vetting.tasks.remind",
    ]


def test_a_run_that_raises_has_its_successor(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*, at: dt.datetime) -> int:
        raise Fault

    monkeypatch.setattr(tasks, "note_passed_dates", fail)
    run = _begin()
    with pytest.raises(Fault) as raised:
        watch_dates.call()
    run.set_failed(raised.value)
    [following] = _runs()
    assert abs(following.run_after - timezone.now() - HOUR) < dt.timedelta(minutes=1)
    start_repeating()
    assert _runs() == [following]


def test_a_run_that_was_killed_is_done_and_does_not_double(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _begin()
    watch_dates.call()
    # The machine stops before the run is noted as done; the next worker takes it up.
    take_up_left_jobs()
    start_repeating()
    again, following = _runs()
    _claim(again)
    watch_dates.call()
    assert _runs() == [following]


def test_runs_that_went_well_are_not_kept_and_failures_for_a_while() -> None:
    done, lately, long_ago = _begin(), _begin(), _begin()
    done.set_successful(0)
    for failed in (lately, long_ago):
        failed.set_failed(Fault())
    DBTaskResult.objects.filter(pk=long_ago.pk).update(
        finished_at=timezone.now() - repeating._FAILURES_KEPT - HOUR
    )
    watch_dates.call()
    assert _runs("SUCCESSFUL") == []
    assert _runs("FAILED") == [lately]
