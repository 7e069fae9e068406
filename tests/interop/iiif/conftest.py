"""Pages whose every pixel says where it is (red grows to the right, green downwards), and more."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import pyvips
from django.test import Client
from django.utils import timezone

from archive.access.actions.consents import Terms, record_consent
from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Page,
    Person,
    Record,
    Segment,
    Transcript,
)
from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.ingest.readers import pictures

WIDTH, HEIGHT = 1500, 1100
WORDS = [[0.1, 0.1, 0.2, 0.05, "Hội", 90], [0.32, 0.1, 0.2, 0.05, "nghị", 80]]


def gradient(width: int = WIDTH, height: int = HEIGHT) -> Any:
    place = pyvips.Image.xyz(width, height)
    red, green = place[0] * 255 / (width - 1), place[1] * 255 / (height - 1)
    return red.bandjoin([green, 40]).cast("uchar").copy(interpretation="srgb")


def pyramid_of(image: Any, record: Record, number: int = 1) -> Page:
    out = store.workshop()
    facts = pictures.make(image, {"pyramid": Path(out)})["pyramid"]
    master = Master.objects.create(
        digest=f"{number:064x}", size=1, family=Family.IMAGE, media_type="image/png",
        original_name="trang.png", stored_at=timezone.now(),
    )  # fmt: skip
    digest, size = store.keep_derivative(Path(out), f"{number}.tif")
    Derivative.objects.create(
        master=master, role=Derivative.Role.PYRAMID, path=f"{number}.tif", digest=digest,
        size=size, recipe="pyramid/1", made_at=timezone.now(), **facts,
    )  # fmt: skip
    return Page.objects.create(record=record, number=number, master=master)


@pytest.fixture
def page(make_record: Any) -> Page:
    return pyramid_of(gradient(), make_record(code="LD-1", released=AccessLevel.PUBLIC))


def said_at(path: str, user: User | None = None, status: int = 200) -> Any:
    client = Client()
    if user is not None:
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(path)
    assert answer.status_code == status, answer.content[:500]
    return json.loads(answer.content) if status == 200 else answer


@pytest.fixture
def document(page: Page) -> Record:
    """A released document of two pages, one of them read."""
    Page.objects.filter(pk=page.pk).update(
        text="Hội nghị\nTỉnh uỷ", words=WORDS, text_quality="machine"
    )
    pyramid_of(gradient(400, 600), page.record, number=2)
    page.record.title = "Báo cáo sơ kết của Huyện uỷ Di Linh (minh hoạ)"
    page.record.date_written = "20-7-1954"
    page.record.date_earliest = page.record.date_latest = dt.date(1954, 7, 20)
    page.record.rights = "Xem https://rightsstatements.org/vocab/InC/1.0/."
    page.record.save()
    return page.record


@pytest.fixture
def interview(make_record: Any, an: User, now: dt.datetime) -> Record:
    """A released interview on two tapes of a minute, with three stretches; all consented to."""
    record = make_record(
        released=AccessLevel.PUBLIC, code="LD-NC-1", kind="interview",
        title="Phỏng vấn nhân chứng minh hoạ",
    )  # fmt: skip
    for part in (1, 2):
        master = Master.objects.create(
            digest=f"a{part:063d}", size=1, family=Family.AUDIO, media_type="audio/wav",
            original_name="bang.wav", stored_at=now,
        )  # fmt: skip
        record.recordings.create(
            part=part, master=master, starts_ms=(part - 1) * 60_000, duration_ms=60_000
        )
    transcript = Transcript.objects.create(record=record, made_at=now)
    for position, text in enumerate(("Thưa bác", "Tôi đi giao liên", "Cảm ơn bác")):
        Segment.objects.create(
            transcript=transcript, position=position, start_ms=position * 10_000,
            end_ms=position * 10_000 + 9_000, speaker="Người phỏng vấn", text=text,
        )  # fmt: skip
    witness = Person.objects.create(slug="nc-1", name="Nguyễn Văn Minh Hoạ")
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    return record


def consented(record: Record, actor: User, now: dt.datetime, *scopes: Scope) -> None:
    record_consent(
        actor=actor, record=record, witness=Person.objects.get(),
        terms=[Terms(scope) for scope in scopes], given_on=now.date(), at=now,
    )  # fmt: skip
