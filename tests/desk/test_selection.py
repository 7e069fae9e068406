"""Changing one thing on many records: seen first, then done, only one's own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue import selection
from archive.catalogue.models import Record
from archive.catalogue.selection import Edit, Operation
from archive.journal.models import Entry


@pytest.fixture
def records(make_record: Any) -> list[Record]:
    return [make_record(rights=text) for text in ("Sao chụp có phép", "", "Công khai")]


def test_it_is_seen_before_it_is_done(client: Client, an: User, records: list[Record]) -> None:
    client.force_login(an)
    address = reverse("desk:selection")
    asked = {
        "codes": [record.code for record in records],
        "operation": "replace",
        "field": "rights",
        "find": "Sao chụp",
        "text": "Chụp lại",
    }
    page = client.post(address, asked).content.decode()
    assert "Chụp lại có phép" in page
    records[0].refresh_from_db()
    assert records[0].rights == "Sao chụp có phép"
    assert client.post(address, asked | {"do": "1"}).status_code == 302
    records[0].refresh_from_db()
    assert records[0].rights == "Chụp lại có phép"
    # One entry for the record that changed, none for those that did not.
    assert [Entry.objects.about(record).count() for record in records] == [1, 0, 0]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(operation=Operation.APPEND, field="rights", text="X"), {"X", "Công khai X"}),
        (Edit(operation=Operation.CLEAR, field="rights"), {""}),
        (Edit(operation=Operation.REPLACE, field="rights", text="Mới"), {"Mới"}),
    ],
)
def test_text_operations(
    edit: Edit, expected: set[str], records: list[Record], an: User, now: dt.datetime
) -> None:
    selection.edit_records(actor=an, records=records, edit=edit, at=now)
    assert expected <= set(Record.objects.values_list("rights", flat=True))


def test_subjects_are_added_once_and_taken_off(
    records: list[Record], an: User, now: dt.datetime
) -> None:
    add = Edit(operation=Operation.ADD_SUBJECT, subject="Du kích")
    assert selection.edit_records(actor=an, records=records, edit=add, at=now) == 3
    again = list(Record.objects.prefetch_related("subjects"))
    assert selection.edit_records(actor=an, records=again, edit=add, at=now) == 0
    remove = Edit(operation=Operation.REMOVE_SUBJECT, subject="Du kích")
    assert selection.edit_records(actor=an, records=again, edit=remove, at=now) == 3


def test_a_text_that_does_not_fit_changes_nothing(
    records: list[Record], an: User, now: dt.datetime
) -> None:
    long = Edit(operation=Operation.APPEND, field="rights", text="x" * 495)
    with pytest.raises(selection.TooLong):
        selection.edit_records(actor=an, records=records, edit=long, at=now)
    assert not Entry.objects.exists()


def test_another_offices_records_are_not_touched(
    client: Client, dung: User, records: list[Record]
) -> None:
    client.force_login(dung)
    asked = {"codes": [records[0].code], "operation": "clear", "field": "rights", "do": "1"}
    assert client.post(reverse("desk:selection"), asked).status_code == 302
    records[0].refresh_from_db()
    assert records[0].rights == "Sao chụp có phép"


def test_a_text_too_long_is_said_beside_its_field(
    client: Client, an: User, records: list[Record]
) -> None:
    client.force_login(an)
    asked = {
        "codes": [records[2].code],
        "operation": "append",
        "field": "rights",
        "text": "dài " * 200,
        "do": "1",
    }
    page = client.post(reverse("desk:selection"), asked)
    assert page.status_code == 200
    assert "quá dài" in page.content.decode() or "dài quá" in page.content.decode()
    records[2].refresh_from_db()
    assert records[2].rights == "Công khai"
