"""What could not be made of one file is tried again when its keepers ask, and says so meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.files import store
from archive.files.models import Master
from archive.ingest import processing, tasks
from archive.ingest.models import DepositedFile, Retry
from archive.ingest.parsing import standing_parser
from archive.journal.models import Entry
from tests.desk.test_deposits import desk, opened, sent
from tests.ingest.conftest import locked_pdf, pdf

__all__ = ["desk"]

BACKEND = "django.contrib.auth.backends.ModelBackend"


def put(master: Master, body: bytes) -> None:
    """Have other bytes lie where a file was kept: as a disk may, or a backup brought back."""
    store.masters().delete(master.path)
    store.masters().save(master.path, ContentFile(body))


@pytest.fixture
def spoilt(desk: Client, office: Any) -> tuple[str, Master]:
    """Bring a file of which nothing is made, because it was spoilt once it was here."""
    address = opened(desk, office)
    sent(desk, address, ("lời.pdf", pdf("mot")), ("khác.pdf", pdf("hai")))
    master = DepositedFile.objects.get(name="lời.pdf").master
    assert master is not None
    put(master, locked_pdf())
    master.derivatives.all().delete()
    now = timezone.now()
    processing.make_lacking(master=master, parser=standing_parser(), at=now, since=now)
    assert master.unmade.get().reason == "encrypted"
    return address, master


def asked_at(page: str) -> list[str]:
    """Return where the buttons of a page ask for another try."""
    return [word.split('"')[0] for word in page.split('action="')[1:] if "/again/" in word]


def test_its_keepers_have_it_tried_again_from_its_deposit_and_its_record(
    desk: Client, spoilt: tuple[str, Master], django_capture_on_commit_callbacks: Any
) -> None:
    address, master = spoilt
    [again] = asked_at(desk.get(address).content.decode())
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(again)["Location"].startswith(f"{address}#file-")
    assert desk.get(again).status_code == 405
    page = desk.get(f"{address}files/").content.decode()
    assert "hx-get" in page and not asked_at(page) and "Trang 1" in page
    one = Retry.objects.get()
    jobs = DBTaskResult.objects.filter(task_path=tasks.try_again.module_path)
    assert jobs.get().args_kwargs["args"] == [one.pk]
    desk.post(again)
    assert Retry.objects.count() == 1, "it waits already"
    tasks.try_again.call(one.pk)
    page = desk.get(f"{address}files/").content.decode()
    assert asked_at(page) == [again] and "hx-get" not in page, "the file is as bad as before"

    files = list(DepositedFile.objects.values_list("pk", flat=True))
    made = {"code": "LD-9", "kind": "document", "title": "Nghị quyết", "chosen": files}
    desk.post(f"{address}record/", made)
    sheet = "/desk/records/LD-9/"
    [again] = asked_at(desk.get(sheet).content.decode())
    put(master, pdf("mot"))
    desk.post(again)
    part = desk.get(f"{sheet}unmade/")
    assert "hx-get" in part.content.decode() and "HX-Refresh" not in part
    assert not asked_at(part.content.decode())
    tasks.try_again.call(Retry.objects.latest("pk").pk)
    assert desk.get(f"{sheet}unmade/")["HX-Refresh"] == "true"
    assert "unmade" not in desk.get(sheet).content.decode()
    assert master.derivatives.filter(role="pyramid").exists() and not master.unmade.exists()
    desk.post(again)
    assert Retry.objects.count() == 2, "nothing is lacking any more"
    acts = Entry.objects.about(master).values_list("act", flat=True)
    assert list(acts).count("ingest.retry.asked_for") == 2


def test_only_they_may_and_only_of_their_own_files(
    desk: Client, spoilt: tuple[str, Master], dung: User, chi: User, make_record: Any
) -> None:
    address, master = spoilt
    [again] = asked_at(desk.get(address).content.decode())
    other: Record = make_record()
    stranger, collector = Client(), Client()
    stranger.force_login(dung, BACKEND)
    collector.force_login(chi, BACKEND)
    assert stranger.post(again).status_code == 404
    of_record = f"/desk/records/{other.code}/unmade/{master.pk}/again/"
    assert desk.post(of_record).status_code == 404, "it is no file of that record"
    other.pages.create(number=1, master=master)
    assert collector.post(of_record).status_code == 403
    assert not asked_at(collector.get(f"/desk/records/{other.code}/").content.decode())
    assert stranger.post(of_record).status_code in (403, 404)
    assert not Retry.objects.exists()


def test_a_picture_that_is_not_there_is_not_asked_for(
    desk: Client, spoilt: tuple[str, Master]
) -> None:
    address, _master = spoilt
    other = DepositedFile.objects.get(name="khác.pdf")
    for page in (desk.get(address), desk.get(address + "files/")):
        rows = [
            part for part in page.content.decode().split("<img src=")[1:] if "thumbnail" in part
        ]
        assert [row.split('"')[1] for row in rows] == [f"{address}files/{other.pk}/thumbnail"]
