"""There is one worker, and what a killed one had begun is done all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from archive.jobs.workplace import AlreadyAtWork, only_worker, take_up_left_jobs, worker_is_alive


@pytest.fixture
def media(settings: Any) -> Path:
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True)
    return folder


def test_there_is_one_worker(media: Path) -> None:
    with only_worker():
        assert worker_is_alive()
        with pytest.raises(AlreadyAtWork), only_worker():
            pass
    assert not worker_is_alive()


def test_jobs_of_a_killed_worker_are_taken_up(db: None) -> None:
    left = DBTaskResult.objects.create(
        task_path="archive.tests.none",
        args_kwargs={"args": [], "kwargs": {}},
        status="RUNNING",
        started_at=timezone.now(),
        backend_name="default",
        queue_name="default",
        priority=0,
        run_after=timezone.now(),
    )
    assert take_up_left_jobs() == 1
    left.refresh_from_db()
    assert left.status == "READY"
