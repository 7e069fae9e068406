"""The demonstration loads into an empty archive through real acts, and only there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parent.parent.parent

COUNTS = """
import json
from archive.catalogue.models import Record, Page, Segment
from archive.journal.models import Entry
from archive.vetting.models import Round
from archive.works.models import Work
from django_tasks_db.models import DBTaskResult
print(json.dumps({
    "records": Record.objects.count(),
    "invented_unmarked": Record.objects.filter(is_demonstration=False).count(),
    "released": Record.objects.filter(released_at__isnull=False).count(),
    "withdrawn": Record.objects.filter(withdrawn_at__isnull=False).count(),
    "stages": sorted(set(Round.objects.values_list("stage", flat=True))),
    "rounds_of_a_work": list(
        Round.objects.filter(work__code="MH-CT-06").order_by("id").values_list("stage", flat=True)
    ),
    "works_unmarked": Work.objects.filter(is_demonstration=False).count(),
    "answered": Round.objects.get(code="TDCT-MH-CT-06-2").answers.count(),
    "failed": DBTaskResult.objects.failed().count(),
    "unread": Page.objects.filter(record__code__startswith="MH-P01", text="").count(),
}))
"""


@pytest.fixture(scope="module")
def environment(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of an archive of its own with the demonstration in it."""
    folder = tmp_path_factory.mktemp("demonstration")
    environment = {**os.environ, "DATA_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    shutil.copy(migrated, folder / "archive.sqlite3")
    loaded = _manage(environment, "load_demo")
    assert loaded.returncode == 0, loaded.stderr
    return environment


def _manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture(autouse=True)
def _once() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the demonstration is loaded once, on SQLite")


def test_something_stands_on_every_shelf(environment: dict[str, str]) -> None:
    told = _manage(environment, "shell", "--verbosity", "0", "-c", COUNTS)
    found = json.loads(told.stdout)
    assert found["records"] == 11
    assert found["invented_unmarked"] == 0
    assert (found["released"], found["withdrawn"]) == (5, 1)
    assert {"submitted", "returned", "under_review", "vetted"} <= set(found["stages"])
    assert found["rounds_of_a_work"] == ["not_passed", "vetted"]
    assert (found["answered"], found["works_unmarked"]) == (3, 0)
    assert found["failed"] == 0
    assert found["unread"] == 0


def test_disk_database_journal_and_index_agree(environment: dict[str, str]) -> None:
    verified = _manage(environment, "verify_catalogue")
    assert verified.returncode == 0, verified.stdout


def test_its_accounts_are_told(environment: dict[str, str]) -> None:
    assert "luutru" in _manage(environment, "load_demo", "--accounts").stdout


def test_it_is_not_mixed_into_what_is_there(environment: dict[str, str]) -> None:
    again = _manage(environment, "load_demo")
    assert again.returncode != 0
    assert "not empty" in again.stderr
