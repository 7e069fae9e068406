"""A fonds with an interview in two parts and a scanned report, closed but for the report."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from archive.access import actions as access
from archive.access.models import Scope, Seal
from archive.accounts.models import User
from archive.catalogue import arrangement
from archive.catalogue.authorities import people_named, places_named, subjects_named
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Collection,
    Interview,
    Page,
    Record,
    Recording,
    RecordKind,
    TextQuality,
)
from archive.catalogue.speech.actions import save_transcript
from archive.catalogue.speech.cues import Cue
from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.journal import actions as journal
from archive.units.models import Unit

MakeMaster = Callable[..., Master]


@pytest.fixture
def make_master(now: dt.datetime, an: User) -> MakeMaster:
    """Return a maker of masters with their bytes in the store and their entry in the journal."""

    def make(name: str, body: bytes, family: Family = Family.IMAGE, kind: str = "") -> Master:
        received = store.receive([body], limit=len(body))
        store.keep_master(received.name, received.digest)
        master = Master.objects.create(
            digest=received.digest, size=received.size, family=family,
            media_type=kind or "image/tiff", puid="fmt/353", original_name=name, stored_at=now,
        )  # fmt: skip
        journal.record(actor=an, act="files.master.stored", subject=master, at=now)
        return master

    return make


@pytest.fixture
def fonds(office: Unit, an: User, now: dt.datetime) -> Collection:
    return arrangement.open_collection(
        actor=an, code="LD-P012", title="Phông Tỉnh ủy (minh hoạ)", level="fonds", holder=office,
        at=now, publication="shown", rights="Không dùng vào mục đích thương mại",
    )  # fmt: skip


@pytest.fixture
def file(fonds: Collection, office: Unit, an: User, now: dt.datetime) -> Collection:
    return arrangement.open_collection(
        actor=an, code="LD-P012-H034", title="Hồ sơ chiến dịch", level="file", holder=office,
        at=now, parent=fonds,
    )  # fmt: skip


@pytest.fixture
def report(
    file: Collection, make_record: Callable[..., Record], make_master: MakeMaster, an: User,
    now: dt.datetime,
) -> Record:  # fmt: skip
    """A report of three pages on two scans of one name, released to everybody."""
    record = make_record(
        code="LD-P012-H034-0001", title="Báo cáo tháng 4/1975 & kèm <phụ lục>", collection=file,
        released=AccessLevel.PUBLIC, date_written="tháng 4 năm 1975", date_edtf="1975-04",
        document_type="report", keywords="chiến dịch, dân công", abstract="Tóm tắt \x0b một",
        number_and_symbol="12-BC/TU",
    )  # fmt: skip
    record.places.set(places_named(["Đà Lạt"]))
    record.subjects.set(subjects_named(["Hậu cần"]))
    first = make_master("Trang 1.TIF", b"II*\0 mot")
    second = make_master("trang 1.tif", b"II*\0 hai")
    words = [[0.1, 0.1, 0.2, 0.05, "BÁO", 96], [0.35, 0.1, 0.2, 0.05, "CÁO", 91]]
    for number, (master, frame) in enumerate(((first, 0), (first, 1), (second, 0)), start=1):
        Page.objects.create(
            record=record, number=number, label=f"{number}a", master=master, frame=frame,
            text="BÁO CÁO" if number == 1 else "", words=words if number == 1 else [],
            text_quality=TextQuality.MACHINE if number == 1 else TextQuality.NONE,
        )  # fmt: skip
    journal.record(
        actor=an, act="catalogue.record.registered", subject=record, at=now,
        basis_number="12-QĐ", basis_on=dt.date(2026, 4, 30),
    )  # fmt: skip
    journal.record(actor=an, act="access.grant.given", subject=record, at=now, note="bạn đọc X")
    return record


@pytest.fixture
def interview(
    file: Collection, make_record: Callable[..., Record], make_master: MakeMaster, an: User,
    binh: User, now: dt.datetime,
) -> Record:  # fmt: skip
    """A testimony nobody was let in to yet: sealed in part, its witness to be called otherwise."""
    record = make_record(
        code="LD-P012-H034-0002", kind=RecordKind.INTERVIEW, collection=file,
        title="Lời kể về chiến dịch",
    )  # fmt: skip
    [witness] = people_named(["Nguyễn Thị Minh Hoạ"])
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    Interview.objects.create(record=record, place="Đơn Dương", remarks="Nói chậm")
    tape = make_master("Băng 1: mặt A.wav", b"RIFF mot", Family.AUDIO, "audio/vnd.wave")
    Recording.objects.create(record=record, part=1, master=tape, duration_ms=60_000)
    body = b"ftyp M4A"
    storages["derivatives"].save("ab/tieng.m4a", ContentFile(body))
    Derivative.objects.create(
        master=tape, role=Derivative.Role.WEB_AUDIO, path="ab/tieng.m4a", media_type="audio/mp4",
        digest=hashlib.sha256(body).hexdigest(), size=len(body), recipe="thu", made_at=now,
    )  # fmt: skip
    words = [Cue(0, 4000, "Hồi ấy tôi còn trẻ.", "Nhân chứng"), Cue(4000, 9000, "Rồi đi dân công.")]
    save_transcript(actor=an, record=record, words=words, at=now)
    access.record_consent(
        actor=binh, record=record, witness=witness, given_on=now.date(), pseudonym="Bà M.",
        terms=[access.Terms(Scope.RESEARCH), access.Terms(Scope.NAME, only_after_death=True)],
        conditions="Chỉ để nghiên cứu", at=now,
        form=make_master("phieu.pdf", b"%PDF", Family.PDF, "application/pdf"),
    )  # fmt: skip
    Seal.objects.create(record=record, from_ms=4000, to_ms=9000, reason="theo yêu cầu")
    return record
