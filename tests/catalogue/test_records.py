"""Registering and describing records."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from archive.accounts.models import User
from archive.catalogue import actions
from archive.catalogue.models import (
    AppearanceRole,
    FormerCode,
    Person,
    PersonName,
    Record,
    RecordKind,
)
from archive.journal.models import Entry
from archive.units.models import Unit
from archive.values.codes import InvalidCode
from archive.values.text import canonical


@pytest.fixture
def record(an: User, office: Unit, now: dt.datetime) -> Record:
    return actions.register_record(
        actor=an,
        code="LĐ.P012/H034/0007",
        kind=RecordKind.DOCUMENT,
        title="Báo cáo về phong trào ở Đức Trọng",
        holder=office,
        at=now,
        date_written="8-1945",
    )


def test_a_registered_record_is_closed_and_journalled(record: Record, an: User) -> None:
    assert record.code == "LD-P012-H034-0007"
    assert record.released_at is None
    assert (record.date_earliest, record.date_latest) == (
        dt.date(1945, 8, 1),
        dt.date(1945, 8, 31),
    )
    entry = Entry.objects.about(record).get()
    assert (entry.act, entry.actor) == ("catalogue.record.registered", an)


def test_a_code_is_given_once_even_after_it_was_given_up(
    record: Record, an: User, office: Unit, now: dt.datetime
) -> None:
    actions.change_code(actor=an, record=record, code="LD-P012-H034-0008", at=now)
    assert FormerCode.objects.get().code == "LD-P012-H034-0007"
    for code in ("LD-P012-H034-0007", "ld p012 h034 0008"):
        with pytest.raises(actions.CodeTaken):
            actions.register_record(
                actor=an, code=code, kind=RecordKind.MAP, title="Bản đồ", holder=office, at=now
            )


def test_a_record_may_take_back_its_own_code(record: Record, an: User, now: dt.datetime) -> None:
    actions.change_code(actor=an, record=record, code="LD-P012-H034-0008", at=now)
    record = actions.change_code(actor=an, record=record, code="LD-P012-H034-0007", at=now)
    assert record.code == "LD-P012-H034-0007"
    assert FormerCode.objects.get().code == "LD-P012-H034-0008"


def test_a_code_no_address_can_carry_is_refused(an: User, office: Unit, now: dt.datetime) -> None:
    with pytest.raises(InvalidCode):
        actions.register_record(
            actor=an, code="???", kind=RecordKind.MAP, title="Bản đồ", holder=office, at=now
        )


def test_the_journal_keeps_what_changed_and_only_that(
    record: Record, an: User, now: dt.datetime
) -> None:
    changed = actions.describe_record(
        actor=an,
        record=record,
        version=record.version,
        at=now,
        title="Báo cáo về phong trào ở huyện Đức Trọng",
        date_written="8-1945",
        places=["Đức Trọng"],
    )
    entry = Entry.objects.about(record).latest("id")
    assert changed.version == 2
    assert entry.before == {"title": "Báo cáo về phong trào ở Đức Trọng", "places": []}
    assert entry.after["places"] == ["Đức Trọng"]


def test_a_stale_form_writes_nothing(record: Record, an: User, now: dt.datetime) -> None:
    actions.describe_record(actor=an, record=record, version=1, at=now, notes="Lần một")
    with pytest.raises(actions.StaleVersion) as stale:
        actions.describe_record(actor=an, record=record, version=1, at=now, notes="Lần hai")
    assert stale.value.current.notes == "Lần một"


def test_a_description_that_changes_nothing_leaves_no_entry(
    record: Record, an: User, now: dt.datetime
) -> None:
    actions.describe_record(actor=an, record=record, version=1, at=now, title=record.title)
    assert Entry.objects.about(record).count() == 1


def test_a_person_is_known_by_every_name(record: Record, an: User, now: dt.datetime) -> None:
    person = Person.objects.create(
        slug="nhan-chung-1", name="Nhân chứng minh hoạ số 1", canonical_name="nhân chứng"
    )
    PersonName.objects.create(person=person, name="Ba Hòa", canonical_name=canonical("Ba Hòa"))
    described = actions.describe_record(
        actor=an,
        record=record,
        version=1,
        at=now,
        people={AppearanceRole.WITNESS: ["BA HOÀ", "Ba Hoa"]},
    )
    names = {appearance.person.name for appearance in described.appearances.all()}
    assert names == {"Nhân chứng minh hoạ số 1", "Ba Hoa"}


def test_the_database_refuses_a_release_without_vetting(make_record: Any) -> None:
    record = make_record()
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(released_at=record.created_at)
