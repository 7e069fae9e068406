"""Records for the public door, put in place as rows."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from archive.access.actions.consents import Terms, record_consent
from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Person,
    Record,
    Segment,
    Transcript,
)
from archive.files.models import Derivative, Family, Master
from archive.units.models import Unit

MakeRecord = Callable[..., Record]


@pytest.fixture
def master(now: dt.datetime) -> Master:
    return Master.objects.create(
        digest=hashlib.sha256(b"x").hexdigest(), size=1, family=Family.IMAGE,
        media_type="image/jpeg", original_name="trang.jpg", stored_at=now,
    )  # fmt: skip


@pytest.fixture
def report(make_record: MakeRecord, master: Master) -> Record:
    """A released report of three pages."""
    record = make_record(
        released=AccessLevel.PUBLIC,
        code="LD-P012-H034-0007",
        title="Báo cáo sơ kết 5 năm thực hiện Chỉ thị số 20-CT/TW",
        issuing_body="Huyện uỷ Di Linh (minh hoạ)",
        number_and_symbol="12-BC/HU",
        date_written="20-7-1954",
        date_earliest=dt.date(1954, 7, 20),
        date_latest=dt.date(1954, 7, 20),
        languages="vi, kpm",
        scope_and_content="Kết quả <b>sưu tầm</b> tư liệu",
    )
    for number, text in enumerate(("Trang một", "Trang hai: kháng chiến", "Trang ba"), start=1):
        record.pages.create(number=number, master=master, text=text)
    return record


@pytest.fixture
def interview(
    make_record: MakeRecord, master: Master, an: User, now: dt.datetime, allow_all: Any
) -> Record:
    """A released interview of a minute with three lines, all of it consented to."""
    record = make_record(
        released=AccessLevel.PUBLIC, code="LD-NC-0001", kind="interview",
        title="Phỏng vấn Nhân chứng minh hoạ số 1",
    )  # fmt: skip
    record.recordings.create(part=1, master=master, duration_ms=60_000)
    Derivative.objects.create(
        master=master, role=Derivative.Role.WEB_AUDIO, path="x.m4a", media_type="audio/mp4",
        digest="1" * 64, size=1, recipe="audio/1", made_at=now,
    )  # fmt: skip
    transcript = Transcript.objects.create(record=record, made_at=now)
    for position, text in enumerate(("Thưa bác", "Tôi đi giao liên", "Cảm ơn bác")):
        Segment.objects.create(
            transcript=transcript, position=position, start_ms=position * 10_000,
            end_ms=position * 10_000 + 9_000, speaker="Người phỏng vấn", text=text,
        )  # fmt: skip
    allow_all(record)
    return record


@pytest.fixture
def witness(db: None) -> Person:
    return Person.objects.create(slug="nhan-chung-1", name="Nhân chứng minh hoạ số 1")


@pytest.fixture
def allow_all(an: User, witness: Person, now: dt.datetime) -> Callable[[Record], None]:

    def allow(record: Record) -> None:
        Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
        record_consent(
            actor=an, record=record, witness=witness, terms=[Terms(s) for s in Scope],
            given_on=now.date() - dt.timedelta(days=2), at=now,
        )  # fmt: skip

    return allow


@pytest.fixture
def old_lam_dong(db: None) -> Unit:
    return Unit.objects.create(
        code="vn-68", name="Lâm Đồng", level="province", valid_to=dt.date(2025, 6, 30)
    )
