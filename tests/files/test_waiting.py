"""What reads the masters waits for a storage that does not answer, and goes on by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from archive.access import sound
from archive.access.tasks import make_quiet_copies
from archive.files.store import Unreachable
from archive.files.waiting import PATIENCE


def test_silenced_copies_are_made_once_the_storage_answers_again(
    make_record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_asked: Any) -> None:
        raise Unreachable("HTTP 503")

    record = make_record()
    monkeypatch.setattr(sound, "make_copies", fail)
    make_quiet_copies.call(record.pk)
    again = DBTaskResult.objects.get(task_path=make_quiet_copies.module_path)
    assert again.status == TaskResultStatus.READY
    assert again.args_kwargs["args"] == [record.pk]
    assert again.run_after is not None
    assert timezone.now() < again.run_after <= timezone.now() + PATIENCE
