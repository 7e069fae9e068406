"""A small archive with real files, for pages looked at in a browser.

The document is the one the demonstration ships, painted as scans; the interview is the one read
by a machine. Nobody in it exists.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from archive.access.actions.consents import Terms, record_consent
from archive.access.models import Scope, Seal
from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Collection,
    Person,
    Place,
    Record,
    RecordKind,
    Segment,
    Subject,
    Transcript,
    VettingStatus,
)
from archive.desk.demonstration.paper import landscape, scan
from archive.desk.demonstration.setting import HEIGHT, MATERIAL, WIDTH, Sheet, font, set_text
from archive.files.models import Derivative, Family, Master
from archive.units.models import Level, Succession, Unit
from archive.works.models import Citation, Work, WorkKind, WorkStage


@dataclass
class Holdings:
    """What was put in, by what it is for."""

    document: Record
    photograph: Record
    interview: Record
    unvetted: Record
    collection: Collection
    person: Person
    place: Place
    subject: Subject
    unit: Unit
    work: Work
    withdrawn: Record


def fill(*, an: User, office: Unit, now: dt.datetime) -> Holdings:
    """Put a document of scans, a photograph, an interview and what belongs to them in place."""
    old, unit = _units()
    collection = _collections(office)
    make = _Maker(office, collection, now)
    document = make.record(
        "LD-P012-H034-0007",
        RecordKind.DOCUMENT,
        "Kế hoạch sơ kết 5 năm thực hiện Chỉ thị số 20-CT/TW về nghiên cứu, biên soạn lịch sử Đảng",
        abstract="Kế hoạch của Tỉnh uỷ Lâm Đồng: mục đích, yêu cầu, đề cương báo cáo và thời hạn "
        "gửi báo cáo của các ban, sở, ngành và các huyện uỷ, thành uỷ.",
        unit=old,
        number_and_symbol="49-KH/TU",
        issuing_body="Tỉnh uỷ Lâm Đồng",
        document_type="ke-hoach",
        date_written="12-7-2022",
        date_earliest=dt.date(2022, 7, 12),
        date_latest=dt.date(2022, 7, 12),
        extent="6 trang",
        scope_and_content="Căn cứ ban hành, mục đích, yêu cầu, nội dung sơ kết, tổ chức thực hiện.",
        originality="copy",
        rights="Văn bản công khai; bản dựng lại để minh hoạ.",
    )
    make.pages(document, (MATERIAL / "sources" / "ke-hoach-49-kh-tu-2022.txt").read_text())
    Seal.objects.create(record=document, from_page=3, to_page=3, reason="Đang xác minh")
    photograph = make.record(
        "LD-A003-0042",
        RecordKind.PHOTOGRAPH,
        "Rừng thông ven hồ (ảnh minh hoạ)",
        unit=old,
        date_written="khoảng 1978",
        date_earliest=dt.date(1976, 1, 1),
        date_latest=dt.date(1980, 12, 31),
        condition="damaged",
    )
    make.picture(photograph, _landscape(seed=3))
    interview, person = make.interview(an, old)
    unvetted = make.record(
        "LD-P012-H034-0011",
        RecordKind.MEMOIR,
        "Hồi ký chưa thẩm định của một cán bộ giao liên (minh hoạ)",
        released=False,
    )
    withdrawn = make.record(
        "LD-P012-H034-0012",
        RecordKind.MAP,
        "Sơ đồ đã thu hồi",
        released=False,
        withdrawn_at=now,
        withdrawn_reason="Gia đình người tặng đề nghị thu hồi để bổ sung.",
    )
    place, subject = _names([document, photograph, interview])
    work = _work(office, old, document, interview)
    return Holdings(
        document, photograph, interview, unvetted, collection, person, place, subject, unit,
        work, withdrawn,
    )  # fmt: skip


@dataclass
class _Maker:
    office: Unit
    collection: Collection
    now: dt.datetime

    def record(
        self, code: str, kind: RecordKind, title: str, *, released: bool = True, **fields: Any
    ) -> Record:
        if released:
            fields |= {
                "vetting_status": VettingStatus.VETTED,
                "access_level": AccessLevel.PUBLIC,
                "released_at": self.now - dt.timedelta(hours=1),
            }
        return Record.objects.create(
            code=code, kind=kind, title=title, holder=self.office, collection=self.collection,
            is_demonstration=True, created_at=self.now, changed_at=self.now, **fields,
        )  # fmt: skip

    def pages(self, record: Record, source: str) -> None:
        for number, (sheet, body) in enumerate(_scans(source), start=1):
            master = self.picture(record, body, number=number)
            record.pages.filter(master=master).update(
                text=sheet.text, text_quality="text_layer", words=_words(sheet)
            )

    def picture(self, record: Record, body: bytes, *, number: int = 1) -> Master:
        master = self.master(body, Family.IMAGE, "image/jpeg", f"{record.code}-{number}.jpg")
        for role, side in ((Derivative.Role.THUMBNAIL, 320), (Derivative.Role.PAGE_IMAGE, 1600)):
            self.derivative(master, role, *_smaller(body, side))
        record.pages.create(number=number, master=master)
        return master

    def interview(self, an: User, unit: Unit) -> tuple[Record, Person]:
        folder = MATERIAL / "interview"
        record = self.record(
            "LD-NC-0001",
            RecordKind.INTERVIEW,
            "Phỏng vấn Nhân chứng minh hoạ số 1 về đường dây giao liên",
            abstract="Lời kể minh hoạ, giọng đọc do máy tạo ra: đường dây giao liên qua rừng "
            "thông, cách giấu tài liệu, những đêm qua suối.",
            unit=unit,
            date_written="15/3/2019",
            date_earliest=dt.date(2019, 3, 15),
            date_latest=dt.date(2019, 3, 15),
        )
        lines = json.loads((folder / "interview.json").read_text())
        body = (folder / "interview.mp3").read_bytes()
        master = self.master(body, Family.AUDIO, "audio/mpeg", "interview.mp3")
        record.recordings.create(part=1, master=master, duration_ms=lines[-1]["end_ms"])
        self.derivative(master, Derivative.Role.WEB_AUDIO, body, (0, 0), "audio/mpeg")
        transcript = Transcript.objects.create(record=record, made_at=self.now)
        Segment.objects.bulk_create(
            Segment(transcript=transcript, position=n, **line) for n, line in enumerate(lines)
        )
        person = Person.objects.create(
            slug="nhan-chung-minh-hoa-so-1",
            name="Nhân chứng minh hoạ số 1",
            canonical_name="nhân chứng minh họa số 1",
            sort_key="nhan chung minh hoa so 1",
            born_written="khoảng 1945",
            is_demonstration=True,
        )
        Appearance.objects.create(record=record, person=person, role=AppearanceRole.WITNESS)
        allowed = (Scope.AUDIO, Scope.TRANSCRIPT, Scope.NAME, Scope.IMAGE)
        record_consent(
            actor=an, record=record, witness=person, terms=[Terms(scope) for scope in allowed],
            given_on=dt.date(2019, 3, 15), at=self.now,
        )  # fmt: skip
        return record, person

    def master(self, body: bytes, family: Family, media_type: str, name: str) -> Master:
        digest = hashlib.sha256(body).hexdigest()
        master = Master.objects.create(
            digest=digest, size=len(body), family=family, media_type=media_type,
            original_name=name, stored_at=self.now,
        )  # fmt: skip
        storages["masters"].save(master.path, ContentFile(body))
        return master

    def derivative(
        self, master: Master, role: str, body: bytes, size: tuple[int, int],
        media_type: str = "image/jpeg",
    ) -> None:  # fmt: skip
        digest = hashlib.sha256(body).hexdigest()
        path = storages["derivatives"].save(f"{digest[:2]}/{digest}-{role}", ContentFile(body))
        Derivative.objects.create(
            master=master, role=role, path=path, media_type=media_type, digest=digest,
            size=len(body), width=size[0], height=size[1], recipe="test", made_at=self.now,
        )  # fmt: skip


# Painted once: each test that looks at the holdings puts the same bytes in place.
@functools.cache
def _scans(source: str) -> list[tuple[Sheet, bytes]]:
    return [(sheet, scan(sheet, seed=n)) for n, sheet in enumerate(set_text(source), start=1)]


@functools.cache
def _smaller(body: bytes, side: int) -> tuple[bytes, tuple[int, int]]:
    image = Image.open(BytesIO(body))
    image.thumbnail((side, side))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue(), image.size


_landscape = functools.cache(landscape)


def _words(sheet: Sheet) -> list[list[float | str]]:
    """Return where each word stands, in fractions of the page, as the type was set."""
    words: list[list[float | str]] = []
    for line in sheet.lines[:-1]:
        type_ = font(line.bold, line.size)
        x = line.x
        for word in line.text.split():
            width = type_.getlength(word)
            words.append(
                [x / WIDTH, (line.y - line.size) / HEIGHT, width / WIDTH,
                 1.35 * line.size / HEIGHT, word]
            )  # fmt: skip
            x += width + type_.getlength(" ")
    return words


def _units() -> tuple[Unit, Unit]:
    day = dt.date(2025, 7, 1)
    new = Unit.objects.get_or_create(
        code="vn-68-2025", defaults={"name": "Lâm Đồng", "level": Level.PROVINCE, "valid_from": day}
    )[0]
    old = Unit.objects.create(
        code="ld-cu", name="Lâm Đồng", level=Level.PROVINCE, valid_to=dt.date(2025, 6, 30)
    )
    Succession.objects.create(
        predecessor=old, successor=new, on=day, basis="Nghị quyết 202/2025/QH15"
    )
    return old, new


def _collections(office: Unit) -> Collection:
    top = Collection.objects.create(
        code="LD-P012", title="Phông minh hoạ: Tỉnh uỷ Lâm Đồng", level="fonds", holder=office,
        publication="shown", is_public=True, is_demonstration=True,
    )  # fmt: skip
    top.path = f"{top.pk}/"
    top.save()
    return top


def _names(records: list[Record]) -> tuple[Place, Subject]:
    place = Place.objects.create(
        slug="da-lat", name="Đà Lạt", canonical_name="đà lạt", sort_key="d~a", is_demonstration=True
    )
    subject = Subject.objects.create(
        slug="bien-soan-lich-su-dang", name="Biên soạn lịch sử Đảng", sort_key="bien",
        canonical_name="biên soạn lịch sử đảng", is_demonstration=True,
    )  # fmt: skip
    for record in records:
        record.places.add(place)
        record.subjects.add(subject)
    return place, subject


def _work(office: Unit, unit: Unit, document: Record, interview: Record) -> Work:
    work = Work.objects.create(
        code="CT-LD-01", title="Lịch sử Đảng bộ tỉnh Lâm Đồng, giai đoạn 2005–2020 (minh hoạ)",
        kind=WorkKind.COMMITTEE_HISTORY, unit=unit, owner=office, period_from=2005,
        period_to=2020, stage=WorkStage.UNDER_REVIEW, is_public=True, is_demonstration=True,
        summary="Bản thảo minh hoạ để trình bày màn hình.",
    )  # fmt: skip
    Citation.objects.create(work=work, record=document, page=2, place_in_work="Chương 3, tr. 112")
    Citation.objects.create(work=work, record=interview, at_ms=11400, place_in_work="Chương 1")
    return work
