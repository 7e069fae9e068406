"""Files that lie on the machine already."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.accounts.models import User
from archive.ingest.models import Deposit, DepositedFile


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "Hồ sơ 2").mkdir(parents=True)
    for name in ("Hồ sơ 2/trang 10.txt", "Hồ sơ 2/trang 9.txt", "a.txt"):
        (folder / name).write_text(f"Lời kể {name}", encoding="utf-8")
    (folder / ".DS_Store").write_text("x")
    (folder / "link").symlink_to("/etc/passwd")
    return folder


def test_a_folder_is_deposited_in_a_readers_order(inbox: Path, an: User) -> None:
    call_command("deposit_files", inbox, user="an", secrecy="none", stdout=StringIO())
    assert list(DepositedFile.objects.order_by("pk").values_list("name", flat=True)) == [
        "a.txt",
        "trang 9.txt",
        "trang 10.txt",
    ]
    assert (inbox / "a.txt").exists()
    assert Deposit.objects.get().made_by == an


def test_what_is_entered_is_taken_away_if_wished_and_what_is_refused_stays(
    inbox: Path, an: User
) -> None:
    (inbox / "trống.txt").write_bytes(b"")
    with pytest.raises(CommandError, match="1 files refused"):
        call_command(
            "deposit_files", inbox, user="an", secrecy="none", remove=True, stdout=StringIO()
        )
    left = {path.name for path in inbox.rglob("*") if path.is_file()}
    assert left == {".DS_Store", "link", "trống.txt"}


@pytest.mark.parametrize(
    ("user", "secrecy"), [("an", "secret"), ("an", "declassified"), ("giang", "none")]
)
def test_without_the_right_answer_or_the_right_person_nothing_is_read(
    user: str, secrecy: str, inbox: Path, an: User, giang: User
) -> None:
    with pytest.raises(CommandError):
        call_command("deposit_files", inbox, user=user, secrecy=secrecy, stdout=StringIO())
    assert not DepositedFile.objects.exists()
