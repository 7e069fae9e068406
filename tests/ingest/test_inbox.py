"""Files that lie on the machine already."""

from __future__ import annotations

import datetime as dt
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from archive.accounts.models import User
from archive.ingest import actions, watching
from archive.ingest.models import Deposit, DepositedFile, Secrecy
from archive.units.models import Unit


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


@pytest.fixture
def share(office: Unit, settings: Any) -> Path:
    """Return a folder of the inbox that a scanner fills, with two files that lie still."""
    settings.INBOX_STILL_SECONDS = 0
    folder = watching.inbox_root() / office.code / "Hồ sơ 3"
    (folder / "thư mục con").mkdir(parents=True)
    (folder / "trang 2.txt").write_text("Lời kể 2", encoding="utf-8")
    (folder / "thư mục con/trang 1.txt").write_text("Lời kể 1", encoding="utf-8")
    return folder


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def soon() -> dt.datetime:
    return timezone.now() + dt.timedelta(seconds=1)


def test_nothing_is_opened_before_somebody_of_the_office_answers(
    share: Path, client: Client, an: User, dung: User, office: Unit
) -> None:
    watching.take_in_folders(at=soon())
    assert left_in(share) == {"trang 1.txt", "trang 2.txt"}
    for person, sees in ((dung, False), (an, True)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert ("Hồ sơ 3" in client.get("/desk/deposits/").content.decode()) is sees
        assert ("Hồ sơ 3" in client.get("/desk/deposits/new/").content.decode()) is sees
    answer = {"secrecy": "none", "office": office.pk, "folder": f"{office.code}/Hồ sơ 3"}
    assert client.post("/desk/deposits/new/", answer).status_code == 302
    assert watching.take_in_folders(at=soon()) == 2
    deposit = Deposit.objects.get()
    assert set(deposit.files.values_list("name", flat=True)) == {"trang 1.txt", "trang 2.txt"}
    assert left_in(share) == set()
    assert "Hồ sơ 3" not in client.get("/desk/deposits/new/").content.decode()


@pytest.mark.parametrize("folder", ["../../etc", "vp-tinh-khac/x", "vp-lam-dong/không có"])
def test_no_other_folder_can_be_named(folder: str, share: Path, client: Client, an: User) -> None:
    client.force_login(an, backend="django.contrib.auth.backends.ModelBackend")
    answer = {"secrecy": "none", "office": an.office_id, "folder": folder}
    assert client.post("/desk/deposits/new/", answer).status_code == 200
    assert not Deposit.objects.exists()


def test_a_mark_leaves_the_folder_unread(share: Path, client: Client, an: User) -> None:
    client.force_login(an, backend="django.contrib.auth.backends.ModelBackend")
    answer = {"secrecy": "secret", "office": an.office_id, "folder": "vp-lam-dong/Hồ sơ 3"}
    client.post("/desk/deposits/new/", answer)
    watching.take_in_folders(at=soon())
    assert left_in(share) == {"trang 1.txt", "trang 2.txt"}
    assert Deposit.objects.get().folder == ""
    assert not DepositedFile.objects.exists()


def test_what_is_still_being_written_waits_and_what_was_entered_is_not_entered_twice(
    share: Path, an: User, office: Unit, settings: Any
) -> None:
    deposit = actions.open_deposit(
        actor=an, office=office, secrecy=Secrecy.NONE, folder=f"{office.code}/Hồ sơ 3",
        at=timezone.now(),
    )  # fmt: skip
    settings.INBOX_STILL_SECONDS = 60
    assert watching.take_in_folders(at=soon()) == 0
    settings.INBOX_STILL_SECONDS = 0
    assert watching.take_in_folders(at=soon()) == 2
    # The machine stopped between entering a file and taking it away; and a file came later.
    (share / "trang 2.txt").write_text("Lời kể 2", encoding="utf-8")
    (share / "trống.txt").write_bytes(b"")
    assert watching.take_in_folders(at=soon()) == 1
    assert watching.take_in_folders(at=soon()) == 0
    assert deposit.files.count() == 3
    assert left_in(share) == {"trống.txt"}
    assert (share / ".refused" / "trống.txt").exists()
    (share / ".refused" / "trống.txt").unlink()
    watching.take_in_folders(at=timezone.now() + dt.timedelta(hours=2))
    deposit.refresh_from_db()
    assert (deposit.folder, share.exists()) == ("", False)


def test_a_folder_whose_name_cannot_be_written_down_is_shown_and_to_be_named_anew(
    share: Path, client: Client, an: User
) -> None:
    for name in (b"h\xf5 s\xac", "hai\ndòng".encode(), "ngược\u202eftp".encode()):
        odd = Path(os.fsdecode(os.fsencode(share.parent) + b"/" + name))
        odd.mkdir()
        (odd / "trang 1.txt").write_text("Lời kể")
    client.force_login(an, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/desk/deposits/").content.decode()
    assert all(shown in page for shown in ("h\ufffd s\ufffd", "hai\ufffddòng", "ngược\ufffdftp"))
    assert page.count("đặt tên khác") == 3 and page.count("?folder=") == 1
    assert "\ufffd" not in client.get("/desk/deposits/new/").content.decode()


def test_files_with_odd_names_come_in_and_one_that_cannot_be_read_keeps_none_waiting(
    share: Path, an: User, office: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    deposit = actions.open_deposit(
        actor=an, office=office, secrecy=Secrecy.NONE, folder=f"{office.code}/Hồ sơ 3",
        at=timezone.now(),
    )  # fmt: skip
    Path(os.fsdecode(os.fsencode(share) + b"/l\xe1 1.txt")).write_text("Lời kể 3")
    (share / "hai\ndòng.txt").write_text("Lời kể 4")
    for folder in ("a", "b"):
        (share / folder).mkdir()
        (share / folder / "trống.txt").touch()
    plain = Path.open

    def opened(self: Path, *args: Any, **options: Any) -> Any:
        if self.name == "trang 1.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return plain(self, *args, **options)

    monkeypatch.setattr(Path, "open", opened)
    assert watching.take_in_folders(at=soon()) == 5
    assert watching.take_in_folders(at=soon()) == 0
    assert set(deposit.files.filter(reason="").values_list("name", flat=True)) == {
        "trang 2.txt", "l 1.txt", "haidòng.txt",
    }  # fmt: skip
    assert left_in(share) == {"trang 1.txt", "trống.txt"}
    assert len(list((share / ".refused").rglob("trống.txt"))) == 2, "none over the other"
