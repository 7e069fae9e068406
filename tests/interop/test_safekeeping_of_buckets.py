"""Backups of masters in a bucket: copied out and laid back, or said to be safe elsewhere."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.files import store
from archive.files.models import Master
from archive.interop import backup_masters
from archive.journal import actions as journal
from tests.files.buckets import KEYS, new_bucket
from tests.interop.test_safekeeping import _manage

TEXT = "Lời kể của nhân chứng minh hoạ số 1".encode()

# A bucket is the same beside any database.
pytestmark = pytest.mark.once


@pytest.fixture
def place(s3: str, settings: Any) -> dict[str, Any]:
    place = new_bucket(s3)
    settings.STORAGES = {**settings.STORAGES, "masters": place}
    return place


@pytest.fixture
def master(
    transactional_db: None, place: Any, an: User, make_record: Callable[..., Record],
    now: dt.datetime,
) -> Master:  # fmt: skip
    received = store.receive([TEXT], limit=1000)
    store.keep_master(received.name, received.digest)
    record = make_record(title="Tư liệu được sao lưu")
    journal.record(
        actor=an, act="catalogue.record.registered", subject=record, at=now,
        after={"code": record.code, "kind": record.kind, "title": record.title},
    )  # fmt: skip
    return Master.objects.create(
        digest=received.digest, size=received.size, family="text", media_type="text/plain",
        original_name="loi-ke.txt", stored_at=now,
    )  # fmt: skip


def backup(parent: Path, *options: str) -> Path:
    call_command("create_backup", str(parent), *options)
    (folder,) = parent.iterdir()
    return folder


def on_its_own(tmp_path: Path, storage: dict[str, Any] | None) -> dict[str, str]:
    """Return the environment of another, empty archive whose masters lie in `storage`."""
    (tmp_path / "elsewhere").mkdir()
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= KEYS | {"DATA_DIR": str(tmp_path / "elsewhere"), "SECRET_KEY": "x" * 50}
    return environment | ({"MASTERS_STORAGE": json.dumps(storage)} if storage else {})


def test_masters_are_copied_out_and_laid_back_into_another_bucket(
    master: Master, s3: str, tmp_path: Path
) -> None:
    folder = backup(tmp_path / "backups")
    assert (folder / "masters" / master.path).read_bytes() == TEXT
    other = new_bucket(s3)
    restored = _manage(on_its_own(tmp_path, other), "restore_backup", str(folder))
    assert restored.returncode == 0, restored.stderr
    assert storages.create_storage(other).open(master.path).read() == TEXT
    assert not (tmp_path / "elsewhere" / "media" / "masters").exists()


def test_masters_out_of_a_bucket_are_laid_onto_a_disk(
    master: Master, settings: Any, tmp_path: Path
) -> None:
    folder = backup(tmp_path / "backups")
    disk = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "disk", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "masters": disk}
    backup_masters.lay_back(folder / "masters" / master.path)
    path = tmp_path / "disk" / master.path
    assert path.read_bytes() == TEXT
    assert stat.S_IMODE(path.stat().st_mode) == 0o440


def test_a_bucket_with_a_backup_of_its_own_is_only_asked(
    master: Master, place: dict[str, Any], s3: str, tmp_path: Path
) -> None:
    folder = backup(tmp_path / "backups", "--masters-elsewhere")
    assert not (folder / "masters").exists()
    environment = on_its_own(tmp_path, place)
    restored = _manage(environment, "restore_backup", str(folder))
    assert restored.returncode == 0, restored.stderr
    assert "1 masters" in restored.stdout
    (tmp_path / "again").mkdir()
    empty = environment | {"MASTERS_STORAGE": json.dumps(new_bucket(s3))}
    empty["DATA_DIR"] = str(tmp_path / "again")
    refused = _manage(empty, "restore_backup", str(folder))
    assert refused.returncode != 0
    assert "not whole in its storage" in refused.stderr


@pytest.mark.parametrize("options", [[], ["--masters-elsewhere"]], ids=["copied", "asked"])
@pytest.mark.parametrize("left", [None, 5], ids=["gone", "cut"])
def test_no_backup_of_what_is_not_whole(
    options: list[str], left: int | None, master: Master, tmp_path: Path
) -> None:
    store.masters().delete(master.path)
    if left is not None:
        store.masters().save(master.path, ContentFile(TEXT[:left]))
    with pytest.raises(CommandError, match=r"missing|altered|not whole"):
        call_command("create_backup", str(tmp_path / "backups"), *options)
    assert not list((tmp_path / "backups").glob("*/manifest.json"))


def test_no_backup_of_a_bucket_that_does_not_answer(
    master: Master, place: dict[str, Any], settings: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    options = place["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:9"}
    settings.STORAGES = {**settings.STORAGES, "masters": place | {"OPTIONS": options}}
    for number, extra in enumerate([[], ["--masters-elsewhere"]]):
        with pytest.raises(CommandError, match="does not answer"):
            call_command("create_backup", str(tmp_path / str(number)), *extra)


@pytest.mark.django_db
def test_masters_on_this_disk_are_not_left_out(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="must be copied"):
        call_command("create_backup", str(tmp_path / "backups"), "--masters-elsewhere")


@pytest.mark.django_db
def test_laying_back_replaces_nothing(place: Any, tmp_path: Path) -> None:
    digest = "ab" * 32
    store.masters().save(store.master_path(digest), ContentFile(b"da co"))
    (tmp_path / digest).write_bytes(b"khac")
    with pytest.raises(backup_masters.BackupFailed, match="already, and not whole"):
        backup_masters.lay_back(tmp_path / digest)
    assert store.masters().open(store.master_path(digest)).read() == b"da co"
