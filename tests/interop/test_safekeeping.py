"""A backup that was never restored is a hope: here it is restored, elsewhere, and compared."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue.models import AccessLevel, Record, RecordKind, Segment
from archive.catalogue.speech import actions as speech
from archive.catalogue.speech.cues import Cue
from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.interop import backups
from archive.journal import actions as journal
from archive.journal import triggers
from archive.units.models import Unit

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def indexed(transactional_db: None) -> None:
    """Verification compares the index too; an empty one is in order."""
    call_command("rebuild_index", verbosity=0)


@pytest.fixture
def master(transactional_db: None, settings: Any, now: dt.datetime) -> Master:
    """Return a master with its bytes on disk and a key beside the media."""
    body = "Lời kể của nhân chứng minh hoạ số 1".encode()
    master = Master.objects.create(
        digest=hashlib.sha256(body).hexdigest(),
        size=len(body),
        family=Family.TEXT,
        media_type="text/plain",
        original_name="loi-ke.txt",
        stored_at=now,
    )
    storages["masters"].save(master.path, ContentFile(body))
    Derivative.objects.create(
        master=master,
        role=Derivative.Role.THUMBNAIL,
        path="ab/nho.jpg",
        media_type="image/jpeg",
        digest=hashlib.sha256(b"nho").hexdigest(),
        size=3,
        recipe="thu",
        made_at=now,
    )
    storages["derivatives"].save("ab/nho.jpg", ContentFile(b"nho"))
    (Path(settings.MEDIA_ROOT) / ".secret_key").write_text("chìa khoá thử")
    return master


@pytest.fixture
def backup(
    master: Master, an: User, make_record: Callable[..., Record], now: dt.datetime, tmp_path: Path
) -> Path:
    record = make_record(title="Tư liệu được sao lưu")
    journal.record(
        actor=an, act="catalogue.record.registered", subject=record, at=now,
        after={"code": record.code, "kind": record.kind, "title": record.title},
    )  # fmt: skip
    call_command("create_backup", str(tmp_path / "backups"))
    (folder,) = (tmp_path / "backups").iterdir()
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the environment of another, empty archive on the same kind of database."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "elsewhere"), "SECRET_KEY": "x" * 50}
    (tmp_path / "elsewhere").mkdir()
    if connection.vendor == "sqlite":
        environment.pop("DATABASE_URL", None)
        yield environment
        return
    name = f"elsewhere_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield {**environment, "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_a_restored_copy_agrees_with_itself_and_holds_what_was_saved(
    backup: Path, elsewhere: dict[str, str], master: Master
) -> None:
    restored = _manage(elsewhere, "restore_backup", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert "1 journal entries, 1 masters" in restored.stdout
    data = Path(elsewhere["DATA_DIR"])
    bytes_ = (data / "media" / "masters" / master.path).read_bytes()
    assert bytes_.decode() == "Lời kể của nhân chứng minh hoạ số 1"
    assert (data / "media" / ".secret_key").read_text() == "chìa khoá thử"
    assert (data / "media" / "derivatives" / "ab" / "nho.jpg").read_bytes() == b"nho"
    question = "from archive.catalogue.models import Record; print(Record.objects.get().title)"
    assert "Tư liệu được sao lưu" in _manage(elsewhere, "shell", "-c", question).stdout
    assert _manage(elsewhere, "rebuild_index").returncode == 0
    verified = _manage(elsewhere, "verify_catalogue")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_damaged_backup_is_not_restored(backup: Path, elsewhere: dict[str, str]) -> None:
    (copy,) = (path for path in (backup / "masters").rglob("*") if path.is_file())
    copy.chmod(0o600)
    copy.write_bytes(b"khac")
    answer = _manage(elsewhere, "restore_backup", str(backup))
    assert answer.returncode != 0
    assert "damaged, nothing was restored" in answer.stderr
    assert not list(Path(elsewhere["DATA_DIR"]).glob("media/masters/*"))


_KILLED_OVER_A_MASTER = """
import os, pathlib, sys, django
django.setup()
from archive.files import store
from archive.interop import backup_masters

def cut(file):
    yield file.read(9)
    os._exit(9)

store.read_chunks = cut
backup_masters.lay_back(pathlib.Path(sys.argv[1]))
"""


def test_a_restoration_that_was_killed_over_a_master_is_begun_anew(
    backup: Path, elsewhere: dict[str, str], master: Master
) -> None:
    copy = backup / "masters" / master.path
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED_OVER_A_MASTER, str(copy)],
        cwd=ROOT, env=elsewhere | {"DJANGO_SETTINGS_MODULE": "archive.settings"},
    )  # fmt: skip
    assert killed.returncode == 9
    restored = _manage(elsewhere, "restore_backup", str(backup))
    assert restored.returncode == 0, restored.stderr
    laid = Path(elsewhere["DATA_DIR"]) / "media" / "masters" / master.path
    assert laid.read_bytes() == copy.read_bytes()


def test_a_backup_is_of_one_moment_whatever_comes_meanwhile(
    master: Master, an: User, make_record: Callable[..., Record], now: dt.datetime,
    elsewhere: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    record = make_record()
    journal.record(
        actor=an, act="catalogue.record.registered", subject=record, at=now,
        after={"code": record.code, "kind": record.kind, "title": record.title},
    )  # fmt: skip
    dump = backups._dump_database

    def while_somebody_deposits(folder: Path, moment: str) -> str:
        name = dump(folder, moment)
        with ThreadPoolExecutor(1) as others:  # a thread has a connection of its own
            others.submit(deposit).result()
        return name

    def deposit() -> None:
        received = store.receive([b"den sau"], limit=100)
        store.keep_master(received.name, received.digest)
        Master.objects.create(
            digest=received.digest, size=received.size, family=Family.TEXT,
            media_type="text/plain", original_name="den-sau.txt", stored_at=now,
        )  # fmt: skip
        journal.record(actor=an, act="catalogue.record.changed", subject=record, at=now)
        connection.close()

    monkeypatch.setattr(backups, "_dump_database", while_somebody_deposits)
    call_command("create_backup", str(tmp_path / "backups"))
    (folder,) = (tmp_path / "backups").iterdir()
    restored = _manage(elsewhere, "restore_backup", str(folder))
    assert "1 journal entries, 1 masters" in restored.stdout, restored.stderr
    _manage(elsewhere, "rebuild_index")
    verified = _manage(elsewhere, "verify_catalogue")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_backup_is_not_restored_over_an_archive(backup: Path) -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore_backup", str(backup))


def test_a_folder_that_is_no_backup_is_said_to_be_none(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match="no backup"):
        call_command("restore_backup", str(tmp_path))


def test_no_half_backup_looks_like_a_whole_one(master: Master, tmp_path: Path) -> None:
    Path(storages["masters"].path(master.path)).unlink()
    with pytest.raises(CommandError, match="missing in the storage"):
        call_command("create_backup", str(tmp_path / "backups"))
    assert not list((tmp_path / "backups").iterdir())


def test_what_a_killed_backup_left_is_named(
    master: Master, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nhan-chung-20200101-020000.unfinished").mkdir()
    call_command("create_backup", str(tmp_path))
    assert "nhan-chung-20200101-020000.unfinished was cut off" in capsys.readouterr().out


@pytest.mark.usefixtures("indexed")
def test_an_altered_master_is_found(master: Master, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(storages["masters"].path(master.path))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[::-1])
    with pytest.raises(CommandError):
        call_command("verify_catalogue")
    assert "is altered" in capsys.readouterr().out
    call_command("verify_catalogue", "--fast")  # the size is what it was


@pytest.mark.usefixtures("indexed")
def test_a_stray_file_and_a_missing_one_are_found(
    master: Master, capsys: pytest.CaptureFixture[str]
) -> None:
    storages["masters"].save("ab/cd/lac", ContentFile(b"x"))
    Path(storages["masters"].path(master.path)).unlink()
    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify_catalogue")
    said = capsys.readouterr().out
    assert "ab/cd/lac is in no record" in said
    assert "is missing" in said


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    ("altered", "said"), [(b"nha", "is altered"), (b"nh", "has 2 bytes, not 3")]
)
def test_an_altered_derivative_is_found(
    altered: bytes, said: str, master: Master, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(storages["derivatives"].path("ab/nho.jpg")).write_bytes(altered)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_catalogue")
    assert f"derivatives: ab/nho.jpg {said}" in capsys.readouterr().out


def test_a_row_edited_behind_the_journal_is_found(
    transactional_db: None, make_record: Callable[..., Record], office: Unit, an: User,
    now: dt.datetime, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    make_record(access_level=AccessLevel.RESTRICTED)  # no entry says anything of it
    for code in ("MH-1", "MH-2"):
        record = catalogue.register_record(
            actor=an, code=code, kind=RecordKind.DOCUMENT, title="Công văn", holder=office, at=now
        )
    catalogue.describe_record(actor=an, record=record, version=1, at=now, title="Tờ trình")
    catalogue.change_code(actor=an, record=record, code="MH-3", at=now)
    said_nfd = unicodedata.normalize("NFD", "Tôi đi từ sớm.")
    speech.save_transcript(actor=an, record=record, words=[Cue(0, 900, said_nfd)], at=now)
    call_command("rebuild_index", verbosity=0)
    call_command("verify_catalogue")
    Record.objects.filter(code="MH-1").update(access_level=AccessLevel.PUBLIC)
    Record.objects.filter(code="MH-3").update(title="Công văn", notes="Thêm vào")
    Segment.objects.update(text="Tôi không đi.")
    with pytest.raises(CommandError, match="4 faults"):
        call_command("verify_catalogue")
    said = capsys.readouterr().out
    assert "MH-1 has another access_level than the journal says" in said
    assert "MH-3 has another title than the journal says" in said
    assert "MH-3 has another notes than the journal says" in said
    assert "version 1 of MH-3 has other words than were entered" in said


def test_a_journal_without_its_end_is_found(
    backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("rebuild_index", verbosity=0)
    with connection.cursor() as cursor:
        for statement in triggers.allow(connection.vendor, "journal_entry", acts=("DELETE",)):
            cursor.execute(statement)
        cursor.execute("DELETE FROM journal_entry")
        for statement in triggers.forbid(connection.vendor, "journal_entry", acts=("DELETE",)):
            cursor.execute(statement)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_catalogue")
    assert "journal: ends before entry" in capsys.readouterr().out
