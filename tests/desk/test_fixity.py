"""The report on the wholeness of the files: for whoever answers for them, and only their own."""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from django.utils import timezone

from archive.accounts.models import Role, RoleGrant, User
from archive.files import store
from archive.files.actions import check_masters
from archive.ingest import actions, processing
from archive.ingest.models import Deposit, Secrecy
from archive.units.models import Unit

ADDRESS = "/desk/reports/fixity/"


def seen_by(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(ADDRESS)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def brought(deposit: Deposit, name: str) -> Path:
    file = actions.receive_file(
        actor=deposit.made_by, deposit=deposit, name=name, chunks=[name.encode()],
        at=timezone.now(),
    )  # fmt: skip
    processing.process_file(file_id=file.pk, at=timezone.now())
    file.refresh_from_db()
    assert file.master is not None
    path = Path(store.masters().path(file.master.path))
    path.chmod(0o640)
    return path


def test_faults_are_named_to_those_who_answer_for_them(
    an: User, dung: User, hanh: User, giang: User, office: Unit, other_office: Unit
) -> None:
    RoleGrant.objects.get_or_create(user=dung, role=Role.ARCHIVIST)
    own = actions.open_deposit(actor=an, office=office, secrecy=Secrecy.NONE, at=timezone.now())
    altered, gone = brought(own, "tờ lẻ 1.txt"), brought(own, "tờ lẻ 2.txt")
    check_masters(at=timezone.now)
    assert "tờ lẻ" not in seen_by(an)
    altered.write_bytes(b"x")
    gone.unlink()
    (altered.parent / "lạ.bin").write_bytes(b"x")
    check_masters(at=timezone.now)
    page = seen_by(an)
    assert "tờ lẻ 1.txt" in page and "tờ lẻ 2.txt" in page
    assert "lạ.bin" not in page
    assert "lạ.bin" in seen_by(hanh)
    assert "tờ lẻ" not in seen_by(dung)
    assert seen_by(giang) == "403"
