"""The report on the wholeness of the files: for whoever answers for them, and only their own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from archive.accounts.models import Role, RoleGrant, User
from archive.files import passes, store, tasks
from archive.files.models import FixityCheck, FixityPass
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
    passes.read_share(at=timezone.now)
    FixityCheck.objects.update(at=timezone.now() - dt.timedelta(days=200))
    assert "tờ lẻ" not in seen_by(an)
    altered.write_bytes(b"x")
    gone.unlink()
    (altered.parent / "lạ.bin").write_bytes(b"x")
    assert "lạ.bin" not in seen_by(hanh)  # a page does not walk the store
    passes.read_share(at=timezone.now)
    page = seen_by(an)
    assert "tờ lẻ 1.txt" in page and "tờ lẻ 2.txt" in page
    assert "lạ.bin" not in page
    assert "lạ.bin" in seen_by(hanh)
    assert "tờ lẻ" not in seen_by(dung)
    assert seen_by(giang) == "403"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
def test_an_administrator_has_all_read_now_follows_it_and_stops_it(hanh: User, binh: User) -> None:
    admin = client_of(hanh)
    assert "Đọc lại tất cả các tệp ngay" in admin.get(ADDRESS).content.decode()
    assert client_of(binh).post(f"{ADDRESS}begin/").status_code == 403
    assert client_of(binh).get(ADDRESS).content.decode().count("begin/") == 0
    assert admin.post(f"{ADDRESS}begin/").status_code == 302
    asked = FixityPass.objects.get()
    FixityPass.objects.update(state="at_work", total=40, done=10)
    page = admin.get(ADDRESS).content.decode()
    assert "10 trên 40" in page and f"{asked.pk}/stop/" in page
    assert admin.post(f"{ADDRESS}begin/", follow=True).content.decode().count("đang được đọc") == 1
    assert client_of(binh).post(f"{ADDRESS}{asked.pk}/stop/").status_code == 403
    admin.post(f"{ADDRESS}{asked.pk}/stop/")
    page = admin.get(ADDRESS).content.decode()
    assert "Đã dừng" in page and "begin/" in page
    assert admin.post(f"{ADDRESS}999/stop/").status_code == 404


@pytest.mark.django_db
def test_what_nobody_asked_for_is_not_theirs_to_stop(hanh: User) -> None:
    for is_share in (True, False):  # the daily share, and what is typed on the server
        FixityPass.objects.create(
            is_share=is_share, state="at_work", total=40, done=10, asked_at=timezone.now()
        )
    page = client_of(hanh).get(ADDRESS).content.decode()
    assert "stop/" not in page and "begin/" in page


@pytest.mark.django_db
def test_the_report_says_when_the_next_reading_is(hanh: User) -> None:
    assert "Chưa định" in client_of(hanh).get(ADDRESS).content.decode()
    tasks.check_fixity.enqueue()
    assert "Chưa định" not in client_of(hanh).get(ADDRESS).content.decode()
