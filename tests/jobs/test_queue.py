"""A job is asked for by an act, and stands on the queue once the act is committed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from archive.jobs.queue import later

JOB = "archive.access.tasks.tell_reader"


def test_a_job_waits_for_the_commit(db: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        later(JOB, 7)
        assert not DBTaskResult.objects.exists()
    [waiting] = DBTaskResult.objects.all()
    assert (waiting.task_path, waiting.args_kwargs["args"]) == (JOB, [7])


def test_a_job_that_is_not_there_is_noticed_in_the_act(db: None) -> None:
    with pytest.raises(ImportError):
        later("archive.access.tasks.tell_nobody", 7)
