"""Whether the archive can tell that a part of it does not answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from archive.accounts.models import User
from archive.jobs.workplace import only_worker
from archive.journal import actions as journal


@pytest.fixture
def media(settings: Any) -> Path:
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True)
    return folder


def test_all_is_well_while_a_worker_is_at_work(client: Client, db: None, media: Path) -> None:
    call_command("rebuild_index", verbosity=0)
    with only_worker():
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert set(answer.json()["parts"].values()) == {"ok"}


def test_a_missing_index_is_named(client: Client, db: None, media: Path) -> None:
    assert "rebuild_index" in client.get("/healthz").json()["parts"]["index"]


def test_an_index_left_behind_is_named(
    client: Client, media: Path, an: User, now: dt.datetime
) -> None:
    call_command("rebuild_index", verbosity=0)
    long_ago = now - dt.timedelta(hours=1)
    journal.record(actor=an, act="access.account.opened", subject=an, at=long_ago)
    assert "follow_index" in client.get("/healthz").json()["parts"]["index"]


def test_a_missing_worker_is_named(client: Client, db: None, media: Path) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["worker"] == "no worker is running"


def test_a_missing_folder_is_named(client: Client, db: None) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "media" in answer.json()["parts"]["storage"]
