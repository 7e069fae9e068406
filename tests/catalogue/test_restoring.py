"""Going back to an earlier description without losing the way there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue import actions, restoring
from archive.catalogue.models import AppearanceRole, Record
from archive.journal.actions import record as record_entry
from archive.journal.models import Entry
from archive.units.models import Unit


@pytest.fixture
def thrice_described(make_record: Any, an: User, lam_dong: Unit, now: dt.datetime) -> Record:
    record = make_record(title="Bản thứ nhất")
    told: list[dict[str, Any]] = [
        {"title": "Bản thứ hai", "received_on": dt.date(2020, 5, 1), "unit": lam_dong},
        {"title": "Bản thứ ba", "people": {AppearanceRole.WITNESS: ["Ba Hòa"]}},
        {"notes": "Ghi chú sau cùng", "unit": None},
    ]
    for version, changes in enumerate(told, start=1):
        actions.describe_record(actor=an, record=record, version=version, at=now, **changes)
    record.refresh_from_db()
    return record


def test_everything_since_then_goes_back_and_the_history_grows(
    thrice_described: Record, an: User, lam_dong: Unit, now: dt.datetime
) -> None:
    record = thrice_described
    second = Entry.objects.about(record)[1]
    restoring.restore_description(
        actor=an, record=record, entry=second, version=record.version, at=now
    )
    record.refresh_from_db()
    assert (record.title, record.notes, record.unit) == ("Bản thứ hai", "", lam_dong)
    assert record.received_on == dt.date(2020, 5, 1)
    assert not record.people.exists()
    assert Entry.objects.about(record).count() == 4


def test_another_records_entry_restores_nothing(
    thrice_described: Record, make_record: Any, an: User, now: dt.datetime
) -> None:
    entry = Entry.objects.about(thrice_described)[1]
    with pytest.raises(restoring.NotRestorable):
        restoring.state_before(make_record(), entry)


def test_it_is_done_at_the_desk_with_both_states_in_view(
    client: Client, thrice_described: Record, an: User, dung: User
) -> None:
    record = thrice_described
    entry = Entry.objects.about(record)[1]
    address = reverse("desk:record_restore", args=[record.code, entry.pk])
    client.force_login(dung)
    assert client.get(address).status_code == 404
    client.force_login(an)
    page = client.get(address).content.decode()
    assert "Bản thứ hai" in page
    assert "Bản thứ ba" in page
    assert client.post(address, {"version": "1"}).headers["Location"] == address
    client.post(address, {"version": str(record.version)})
    record.refresh_from_db()
    assert record.title == "Bản thứ hai"


def test_history_and_both_states_are_in_words(
    client: Client, thrice_described: Record, an: User, lam_dong: Unit
) -> None:
    """Neither keys of rows nor names of fields: whoever decides must be able to read them."""
    client.force_login(an)
    entry = Entry.objects.about(thrice_described)[1]
    for address in (
        reverse("desk:record_history", args=[thrice_described.code]),
        reverse("desk:record_restore", args=[thrice_described.code, entry.pk]),
    ):
        page = client.get(address).content.decode()
        cells = [cell.partition("<")[0] for cell in page.split("<td>")]
        assert {lam_dong.name, "Ba Hòa", "–"} <= set(cells)
        assert str(lam_dong.pk) not in cells
        assert ">Nhân chứng</th>" in page


def test_what_is_no_field_of_the_record_is_in_words_too(
    client: Client, thrice_described: Record, an: User, giang: User, now: dt.datetime
) -> None:
    said = {"from_ms": 37_000, "reader": giang.pk, "given_on": "2026-11-27", "master": None}
    record_entry(
        actor=an,
        act="access.record.sealed",
        subject=thrice_described,
        at=now,
        after=said | {"pages": 3},
    )
    client.force_login(an)
    address = reverse("desk:record_history", args=[thrice_described.code])
    page = client.get(address).content.decode()
    for label, value in (("Từ lúc", "00:37"), ("Bạn đọc", str(giang)), ("Trang", "3")):
        assert f'<th scope="row">{label}</th><td>–</td><td>{value}</td>' in page
    assert "<td>27/11/2026</td>" in page
