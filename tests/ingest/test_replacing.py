"""A better scan in the place of a page: the address stays, the scan before is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.test import Client

from archive.access.models import Seal
from archive.accounts.models import User
from archive.catalogue import pages as texts
from archive.catalogue.models import AccessLevel, Record, VettingStatus
from archive.files.models import Family, Master
from archive.ingest import arranging, keeping, replacing
from archive.ingest.models import Deposit, DepositedFile, FileState, Secrecy
from archive.ingest.records import NotAllowed
from archive.journal.models import Entry
from archive.units.models import Unit


def brought(name: str, by: User, office: Unit, now: dt.datetime, **fields: Any) -> DepositedFile:
    deposit = Deposit.objects.create(office=office, made_by=by, made_at=now, secrecy=Secrecy.NONE)
    master = Master.objects.create(
        digest=hashlib.sha256(name.encode()).hexdigest(), size=1, family=Family.IMAGE,
        media_type="image/jpeg", original_name=name, stored_at=now, technical={"frames": 1},
    )  # fmt: skip
    return DepositedFile.objects.create(
        deposit=deposit, name=name, sort_key=name, received_at=now, size=1, master=master,
        digest=master.digest, state=FileState.ACCEPTED, finished_at=now, **fields,
    )  # fmt: skip


@pytest.fixture
def record(make_record: Any, an: User, office: Unit, now: dt.datetime) -> Record:
    record: Record = make_record(released=AccessLevel.PUBLIC)
    for number, text in enumerate(("một", "hai mo", "ba"), start=1):
        master: Any = brought(f"{number}.jpg", an, office, now, record=record).master
        record.pages.create(number=number, master=master, text=text, text_quality="machine")
    return record


@pytest.fixture
def better(an: User, office: Unit, now: dt.datetime) -> DepositedFile:
    file = brought("quét lại.jpg", an, office, now)
    assert file.master is not None
    keeping.keep_words(
        master=file.master, frame=0, text="hai rõ",
        words=[[0.1, 0.1, 0.1, 0.1, "hai"], [0.3, 0.1, 0.1, 0.1, "rõ"]],
        quality="machine", at=now,
    )  # fmt: skip
    return file


def test_the_page_shows_the_new_scan_and_the_old_one_is_kept(
    record: Record, better: DepositedFile, an: User, now: dt.datetime
) -> None:
    before = record.pages.get(number=2)
    page = replacing.replace_page(
        actor=an, record=record, number=2, file=better, reason="Bản quét cũ bị mờ", at=now
    )
    assert (page.pk, page.number, page.master_id) == (before.pk, 2, better.master_id)
    page.refresh_from_db()
    assert (page.text, page.text_quality) == ("hai rõ", "machine")
    assert [m.original_name for m, _frame in arranging.taken_out(record)] == ["2.jpg"]
    assert record.page_texts.get(master=before.master_id).text == "hai mo"
    entry = Entry.objects.about(record).get()
    assert (entry.act, entry.note) == ("ingest.page.replaced", "Bản quét cũ bị mờ")
    assert entry.before["digest"] == before.master.digest != entry.after["digest"]


def test_a_text_corrected_by_hand_stays_on_the_new_scan(
    record: Record, better: DepositedFile, an: User, binh: User, now: dt.datetime
) -> None:
    page = texts.correct_text(actor=binh, page=record.pages.get(number=2), text="hai, rõ", at=now)
    replacing.replace_page(actor=an, record=record, number=2, file=better, reason="mờ", at=now)
    page.refresh_from_db()
    assert (page.text, page.text_quality, page.text_by) == ("hai, rõ", "corrected", binh)
    assert [word[4] for word in page.words] == ["hai,", "rõ"]
    assert page.words[1][0] == pytest.approx(0.3)
    old = Master.objects.get(original_name="2.jpg")
    assert record.page_texts.filter(master=old).count() == 2


def test_a_seal_stays_on_the_page(
    client: Client, record: Record, better: DepositedFile, an: User, now: dt.datetime
) -> None:
    Seal.objects.create(record=record, from_page=2, to_page=2, reason="kín")
    replacing.replace_page(actor=an, record=record, number=2, file=better, reason="mờ", at=now)
    assert client.get(f"/records/{record.code}/p/2").status_code == 404
    assert client.get(f"/records/{record.code}/p/1").status_code == 200


def test_what_may_not_take_the_place_does_not(
    record: Record, better: DepositedFile, an: User, dung: User, other_office: Unit,
    now: dt.datetime,
) -> None:  # fmt: skip
    def replaces(file: DepositedFile, actor: User = an, number: int = 2) -> None:
        replacing.replace_page(
            actor=actor, record=record, number=number, file=file, reason="", at=now
        )

    with pytest.raises(NotAllowed):
        replaces(better, dung)
    with pytest.raises(replacing.NoSuchScan):
        replaces(brought("của nơi khác.jpg", dung, other_office, now))
    with pytest.raises(replacing.NoSuchScan):
        replaces(brought("đã dùng.jpg", an, record.holder, now, record=record))
    with pytest.raises(arranging.StaleOrder):
        replaces(better, number=9)
    texts.keep_draft(author=an, page=record.pages.get(number=2), version=0, text="x", at=now)
    with pytest.raises(arranging.BeingWritten):
        replaces(better)
    Record.objects.filter(pk=record.pk).update(
        vetting_status=VettingStatus.UNDER_REVIEW, released_at=None
    )
    with pytest.raises(replacing.UnderVetting):
        replaces(better)
    assert record.pages.get(number=2).master.original_name == "2.jpg"


def test_on_the_screen(
    client: Client, record: Record, better: DepositedFile, an: User, giang: User
) -> None:
    address = f"/desk/records/{record.code}/pages/2/replace/"
    client.force_login(giang, "django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code in (403, 404)
    client.force_login(an, "django.contrib.auth.backends.ModelBackend")
    assert address in client.get(f"/desk/records/{record.code}/pages/").content.decode()
    assert "quét lại.jpg" in client.get(address).content.decode()
    assert client.post(address, {"reason": "mờ"}).status_code == 422
    assert client.post(address, {"file": "99999", "reason": "mờ"}).status_code == 422
    assert client.post(address, {"file": better.pk, "reason": "mờ"}).status_code == 302
    assert record.pages.get(number=2).master_id == better.master_id
    assert client.get(f"/desk/records/{record.code}/pages/99/replace/").status_code == 404
