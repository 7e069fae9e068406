"""Whoever may set a limit may lift it: a move out from under one is the head's at every door."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from archive.access import gate
from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue import arrangement, lifting, restoring, selection
from archive.catalogue.inheriting import InEffect
from archive.catalogue.lifting import LiftsCeiling
from archive.catalogue.models import AccessLevel, Collection, Publication, Record
from archive.catalogue.selection import Edit, Operation
from archive.ingest.sheets import actions as sheets
from archive.ingest.sheets import tasks
from archive.ingest.sheets.models import Outcome, Sheet, SheetState
from archive.journal.models import Entry
from archive.units.models import Unit


@pytest.fixture
def limited(office: Unit, now: dt.datetime) -> Collection:
    fonds = _open("P1", "Phông gia đình gửi có điều kiện", "fonds", office, now)
    return arrangement.limit_access(
        actor=None, collection=fonds, ceiling=AccessLevel.REGISTERED, at=now, basis_number="7-BB"
    )


@pytest.fixture
def file(limited: Collection, now: dt.datetime) -> Collection:
    return _open("P1-H1", "Hồ sơ nhật ký", "file", limited.holder, now, parent=limited)


@pytest.fixture
def wide(office: Unit, now: dt.datetime) -> Collection:
    return _open("P2", "Phông mở", "fonds", office, now)


@pytest.fixture
def record(make_record: Any, file: Collection) -> Record:
    return make_record(released=AccessLevel.PUBLIC, collection=file, title="Nhật ký 1968")


def _open(
    code: str, title: str, level: str, office: Unit, now: dt.datetime, **more: Any
) -> Collection:
    return arrangement.open_collection(
        actor=None, code=code, title=title, level=level, holder=office, at=now, **more
    )


def test_the_act_is_closed_unless_somebody_may(
    file: Collection, wide: Collection, record: Record, an: User, now: dt.datetime
) -> None:
    with pytest.raises(LiftsCeiling):
        arrangement.move_collection(actor=an, collection=file, parent=wide, at=now)
    with pytest.raises(LiftsCeiling):
        arrangement.move_collection(actor=an, collection=file, parent=None, at=now)
    with pytest.raises(LiftsCeiling):
        catalogue.describe_record(actor=an, record=record, version=1, at=now, collection=None)
    file.refresh_from_db()
    record.refresh_from_db()
    assert (file.ceiling, record.collection_id, record.version) == ("registered", file.pk, 1)


def test_a_move_that_opens_nothing_stays_the_archivists(
    file: Collection, limited: Collection, record: Record, an: User, now: dt.datetime
) -> None:
    other = _open("P1-H2", "Hồ sơ thư từ", "file", limited.holder, now, parent=limited)
    moved = arrangement.move_collection(actor=an, collection=other, parent=file, at=now)
    assert moved.parent == file
    described = catalogue.describe_record(
        actor=an, record=record, version=1, at=now, collection=other
    )
    assert described.collection == other


def test_a_level_nobody_saw_is_not_shown_by_moving_it(
    wide: Collection, office: Unit, an: User, now: dt.datetime
) -> None:
    arrangement.describe_collection(
        actor=an, collection=wide, at=now, publication=Publication.SHOWN
    )
    hidden = _open("P3", "Phông đang chỉnh lý", "fonds", office, now)
    with pytest.raises(LiftsCeiling):
        arrangement.move_collection(actor=an, collection=hidden, parent=wide, at=now)


def test_what_would_open_is_said_before_and_only_the_head_goes_on(
    client: Client,
    file: Collection,
    wide: Collection,
    record: Record,
    make_record: Any,
    an: User,
    binh: User,
    visitor: AnonymousUser,
) -> None:
    make_record(released=AccessLevel.REGISTERED, collection=file, title="Thư chỉ cho người đọc")
    address = reverse("desk:collection_move", args=[file.code])
    client.force_login(an)
    refused = client.post(address, {"parent": wide.code, "open": "1"})
    page = refused.content.decode()
    assert refused.status_code == 403
    assert "Nhật ký 1968" in page and "Thư chỉ cho người đọc" not in page
    assert 'name="open"' not in page
    assert not gate.may_see(visitor, record)
    client.force_login(binh)
    assert 'name="open"' in client.post(address, {"parent": wide.code}).content.decode()
    assert not gate.may_see(visitor, record)
    assert client.post(address, {"parent": wide.code, "open": "1"}).status_code == 302
    assert gate.may_see(visitor, record)


def test_the_head_of_another_office_is_told_nothing(
    client: Client, file: Collection, record: Record, dung: User
) -> None:
    client.force_login(dung)
    address = reverse("desk:collection_move", args=[file.code])
    assert client.post(address, {"parent": "", "open": "1"}).status_code == 404
    file.refresh_from_db()
    assert file.parent is not None


def test_moving_many_says_which_would_open(
    client: Client, wide: Collection, record: Record, make_record: Any, an: User, binh: User
) -> None:
    kept = make_record(collection=record.collection)
    asked = {
        "codes": [record.code, kept.code],
        "operation": "move",
        "collection": wide.code,
    }
    address = reverse("desk:selection")
    client.force_login(an)
    page = client.post(address, asked).content.decode()
    assert page.count("<strong>mở rộng hơn</strong>") == 1
    assert page.count("<strong>hết giới hạn</strong>") == 1
    assert 'name="do"' not in page
    refused = client.post(address, asked | {"do": "1"})
    assert refused.status_code == 200
    assert not wide.records.exists()
    client.force_login(binh)
    assert 'name="do"' in client.post(address, asked).content.decode()
    client.post(address, asked | {"do": "1"})
    assert wide.records.count() == 2


def test_the_form_and_the_earlier_state_refuse_too(
    client: Client, wide: Collection, record: Record, an: User, binh: User, now: dt.datetime
) -> None:
    file = record.collection
    edit = Edit(operation=Operation.MOVE, collection=wide)
    selection.edit_records(actor=binh, records=[record], edit=edit, at=now, may_lift=True)
    record.refresh_from_db()
    catalogue.describe_record(actor=an, record=record, version=2, at=now, collection=file)
    entry = Entry.objects.about(record).order_by("-id")[0]
    address = reverse("desk:record_restore", args=[record.code, entry.pk])
    client.force_login(an)
    page = client.get(address).content.decode()
    assert "giới hạn" in page
    assert 'class="button button--primary" type="submit">Khôi phục' not in page
    client.post(address, {"version": 3})
    form = client.get(reverse("desk:record_describe", args=[record.code])).context["form"]
    said = {field.name: field.value() or "" for field in form} | {"collection": wide.code}
    answer = client.post(reverse("desk:record_describe", args=[record.code]), said)
    assert answer.status_code == 403
    record.refresh_from_db()
    assert record.collection == file
    client.force_login(binh)
    client.post(address, {"version": 3})
    record.refresh_from_db()
    assert record.collection == wide


def test_going_back_asks_what_is_stored(
    wide: Collection, record: Record, an: User, now: dt.datetime
) -> None:
    assert restoring.lifts(record, {"collection": wide.pk})
    assert not restoring.lifts(record, {"title": "Khác"})
    assert lifting.opens(record, wide)


HEADING = "code,level,title,collection\n"


def _sheet(text: str, by: User | None, office: Unit, now: dt.datetime) -> Sheet:
    content = (HEADING + text).encode()
    sheet = sheets.receive_sheet(
        actor=by, office=office, name="chuyển.csv", chunks=[content], at=now
    )
    return sheets.check_sheet(sheet=sheet)


@pytest.mark.parametrize("row", ["P1-H1,Hồ sơ,,P2\n", "LD-P001-H001-0001,,,P2\n"])
def test_a_spreadsheet_moves_out_only_what_the_head_brings(
    row: str, record: Record, wide: Collection, an: User, binh: User, now: dt.datetime
) -> None:
    office = record.holder
    sheet = _sheet(row, an, office, now)
    problem = sheet.rows.get().shown_problems[-1]
    assert problem["is_error"] and problem["value"] == "P2" and "giới hạn" in problem["reason"]
    assert _sheet(row, None, office, now).rows.get().errors == 1
    # Checked for the head, but set going by somebody who may not: the row says why.
    sheet = _sheet(row, binh, office, now)
    assert sheet.rows.get().errors == 0
    sheets.import_sheet(actor=an, sheet=sheet, at=now)
    failed = sheet.rows.get()
    assert failed.outcome == Outcome.FAULTY and "giới hạn" in failed.shown_problems[-1]["reason"]
    assert failed.record is None and failed.collection is None, "nor are its files given to it"
    assert not wide.records.exists() and not wide.children.exists()
    sheet = _sheet(row, binh, office, now)
    sheets.import_sheet(actor=binh, sheet=sheet, at=now)
    assert sheet.rows.get().outcome == Outcome.UPDATED


def test_a_level_that_comes_in_the_same_file_counts_as_where_it_will_stand(
    record: Record, wide: Collection, an: User, now: dt.datetime
) -> None:
    rows = "P2-H9,Hồ sơ,Hồ sơ mới,P2\nLD-P001-H001-0001,,,P2-H9\nP1-H1,Hồ sơ,,P2-H9\n"
    sheet = _sheet(rows, an, record.holder, now)
    assert list(sheet.rows.order_by("number").values_list("errors", flat=True)) == [0, 1, 1]
    inside = "P1-H9,Hồ sơ,Hồ sơ mới,P1\nLD-P001-H001-0001,,,P1-H9\n"
    sheet = _sheet(inside, an, record.holder, now)
    assert list(sheet.rows.values_list("errors", flat=True)) == [0, 0]


def test_undoing_an_import_does_not_lift_a_limit_either(
    make_record: Any, file: Collection, wide: Collection, an: User, binh: User, now: dt.datetime
) -> None:
    record = make_record(collection=wide)
    sheet = _sheet(f"{record.code},,,P1-H1\n", an, record.holder, now)
    sheets.import_sheet(actor=an, sheet=sheet, at=now)
    sheets.set_going(sheet=sheet, what=SheetState.UNDOING)
    tasks.undo_import.call(sheet.pk, an.pk)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.DONE and record.code in str(sheet.reason)
    record.refresh_from_db()
    assert record.collection == file
    sheets.set_going(sheet=sheet, what=SheetState.UNDOING)
    tasks.undo_import.call(sheet.pk, binh.pk)
    record.refresh_from_db()
    assert record.collection == wide


@pytest.mark.django_db
def test_a_fonds_of_a_thousand_levels_can_be_asked_about() -> None:
    closed = [Collection(pk=n, ceiling=AccessLevel.REGISTERED) for n in range(1, 1201)]
    widened = [InEffect(level, True, AccessLevel.PUBLIC) for level in closed]
    assert not lifting.opened_in(widened).exists()
