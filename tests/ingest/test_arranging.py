"""The order of pages by hand: turned round, taken out, put back; and when it must not be."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.test import Client

from archive.access.models import Seal
from archive.accounts.models import User
from archive.catalogue import pages as texts
from archive.catalogue.models import Record, VettingStatus
from archive.files.models import Family, Master
from archive.ingest import arranging
from archive.ingest.models import Deposit, DepositedFile, FileState, Secrecy
from archive.ingest.records import NotAllowed
from archive.journal.models import Entry


@pytest.fixture
def record(make_record: Any, an: User, office: Any, now: dt.datetime) -> Record:
    record: Record = make_record()
    deposit = Deposit.objects.create(
        office=office, made_by=an, made_at=now, secrecy=Secrecy.NONE,
    )  # fmt: skip
    for number, text in enumerate(("một", "hai", "ba", "bốn"), start=1):
        master = Master.objects.create(
            digest=hashlib.sha256(text.encode()).hexdigest(), size=1, family=Family.IMAGE,
            media_type="image/jpeg", original_name=f"{number}.jpg", stored_at=now,
            technical={"frames": 1},
        )  # fmt: skip
        DepositedFile.objects.create(
            deposit=deposit, name=f"{number}.jpg", sort_key=f"{number}", received_at=now, size=1,
            digest=master.digest, master=master, record=record, state=FileState.ACCEPTED,
            finished_at=now,
        )  # fmt: skip
        record.pages.create(number=number, master=master, text=text, text_quality="machine")
    return record


def order_of(record: Record) -> list[str]:
    return [f"{page.number} {page.text}" for page in record.pages.order_by("number")]


def test_pages_are_put_in_another_order(record: Record, an: User, now: dt.datetime) -> None:
    arranging.arrange_pages(actor=an, record=record, order=[4, 1, 3, 2], at=now)
    assert order_of(record) == ["1 bốn", "2 một", "3 ba", "4 hai"]
    entry = Entry.objects.about(record).get()
    assert (entry.act, entry.after) == ("ingest.pages.arranged", {"order": [4, 1, 3, 2]})


@pytest.mark.parametrize("order", [[1, 2, 3], [1, 2, 3, 4, 5], [1, 1, 2, 3], []])
def test_an_order_of_other_pages_changes_nothing(
    order: list[int], record: Record, an: User, now: dt.datetime
) -> None:
    with pytest.raises(arranging.StaleOrder):
        arranging.arrange_pages(actor=an, record=record, order=order, at=now)
    assert order_of(record) == ["1 một", "2 hai", "3 ba", "4 bốn"]


def test_a_page_taken_out_comes_back_with_all_that_was_written(
    record: Record, an: User, now: dt.datetime
) -> None:
    page = record.pages.get(number=2)
    master = page.master
    texts.correct_text(actor=an, page=page, text="hai, đã sửa", at=now)
    arranging.take_out_page(actor=an, record=record, number=2, at=now)
    assert order_of(record) == ["1 một", "2 ba", "3 bốn"]
    assert arranging.taken_out(record) == [(master, 0)]
    page = arranging.put_back_page(actor=an, record=record, master=master, frame=0, at=now)
    assert order_of(record)[-1] == "4 hai, đã sửa"
    assert (page.text_quality, page.text_by) == ("corrected", an)
    assert texts.versions_of(page).count() == 2
    with pytest.raises(arranging.StaleOrder):
        arranging.put_back_page(actor=an, record=record, master=master, frame=0, at=now)


def test_a_machine_s_text_comes_back_too(record: Record, an: User, now: dt.datetime) -> None:
    master = record.pages.get(number=1).master
    arranging.take_out_page(actor=an, record=record, number=1, at=now)
    arranging.put_back_page(actor=an, record=record, master=master, frame=0, at=now)
    assert order_of(record)[-1] == "4 một"


def test_unsaved_text_is_not_lost(record: Record, an: User, chi: User, now: dt.datetime) -> None:
    page = record.pages.get(number=2)
    texts.keep_draft(author=chi, page=page, version=0, text="Đang gõ", at=now)
    with pytest.raises(arranging.BeingWritten):
        arranging.take_out_page(actor=an, record=record, number=2, at=now)


@pytest.mark.parametrize("held", ["sealed", "vetted now"])
def test_numbers_that_others_rest_on_stay(
    held: str, record: Record, an: User, now: dt.datetime
) -> None:
    """A seal lies on numbers: moving pages would open what is sealed."""
    if held == "sealed":
        Seal.objects.create(record=record, from_page=2, to_page=2, reason="Kín")
    else:
        record.vetting_status = VettingStatus.UNDER_REVIEW
        record.save()
    with pytest.raises(arranging.NumbersAreFixed):
        arranging.arrange_pages(actor=an, record=record, order=[4, 1, 3, 2], at=now)
    with pytest.raises(arranging.NumbersAreFixed):
        arranging.take_out_page(actor=an, record=record, number=1, at=now)


def test_outsiders_arrange_nothing(
    record: Record, dung: User, chi: User, giang: User, now: dt.datetime
) -> None:
    for outsider in (dung, chi, giang):
        with pytest.raises(NotAllowed):
            arranging.arrange_pages(actor=outsider, record=record, order=[4, 1, 3, 2], at=now)
        with pytest.raises(NotAllowed):
            arranging.take_out_page(actor=outsider, record=record, number=1, at=now)


def test_the_screen_without_scripts(
    record: Record, client: Client, an: User, dung: User, chi: User
) -> None:
    sheet = f"/desk/records/{record.code}/pages/"
    for outsider, status in ((None, 302), (dung, 404), (chi, 403)):
        if outsider:
            client.force_login(outsider)
        for address in (sheet, f"{sheet}take-out/", f"{sheet}put-back/"):
            assert client.post(address, {"number": 1}).status_code == status
    client.force_login(an)
    assert client.get(sheet).status_code == 200
    places = {f"place-{n}": n for n in range(1, 5)} | {"count": 4}
    client.post(sheet, places | {"place-4": 2})
    assert order_of(record) == ["1 một", "2 bốn", "3 hai", "4 ba"]
    client.post(sheet, places | {"count": 3, "place-1": 4})
    assert order_of(record)[0] == "1 một"
    for typed in ("hai", "-1", "0", "1.5", "9" * 20):
        said = client.post(sheet, places | {"place-1": 4, "place-3": typed}, follow=True)
        assert "Trang 3: hãy ghi vị trí" in said.content.decode()
        assert order_of(record)[0] == "1 một"
    client.post(f"{sheet}take-out/", {"number": 1})
    assert order_of(record)[0] == "1 bốn"
    out = client.get(sheet).context["taken_out"]
    client.post(f"{sheet}put-back/", {"master": out[0][0].pk, "frame": 0})
    assert order_of(record)[-1] == "4 một"
