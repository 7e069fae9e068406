"""What a work notes on its sources tells nothing that the sources themselves keep back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.access.cited import told_sources
from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Person,
    Record,
    RecordKind,
)
from archive.units.models import Unit
from archive.works.models import Citation, Work

NAME = "Nguyễn Văn Minh Hoạ"


@pytest.fixture
def work(office: Unit) -> Work:
    return Work.objects.create(
        code="LD-LS", title="Lịch sử Đảng bộ (minh hoạ)", kind="committee_history", unit=office,
        owner=office, is_public=True,
    )  # fmt: skip


def told(work: Work, viewer: User | AnonymousUser) -> list[tuple[int | None, int | None, str, str]]:
    cited = list(work.citations.select_related("record").order_by("id"))
    return [
        (each.page, each.at_ms, each.place_in_work, each.note)
        for each in told_sources(viewer, cited)
    ]


def test_of_a_sealed_page_neither_the_place_nor_the_note_is_told(
    work: Work, make_record: Callable[..., Record], an: User, giang: User
) -> None:
    record = make_record(released=AccessLevel.PUBLIC)
    record.seals.create(from_page=2, to_page=2, reason="x")
    for page in (1, 2, None):
        Citation.objects.create(
            work=work, record=record, page=page, place_in_work="tr. 12", note=f"Ghi {page}"
        )
    for viewer in (AnonymousUser(), giang):
        assert told(work, viewer) == [
            (1, None, "tr. 12", "Ghi 1"),
            (None, None, "tr. 12", ""),
            (None, None, "tr. 12", "Ghi None"),
        ]
    assert told(work, an)[1] == (2, None, "tr. 12", "Ghi 2")
    assert Citation.objects.filter(page=2, note="Ghi 2").exists()


def test_a_withheld_witness_is_named_neither_in_the_place_nor_in_the_note(
    work: Work, make_record: Callable[..., Record], an: User, now: dt.datetime
) -> None:
    record = make_record(released=AccessLevel.PUBLIC, kind=RecordKind.INTERVIEW)
    witness = Person.objects.create(slug="nc-1", name=NAME)
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    Citation.objects.create(
        work=work, record=record, place_in_work=f"Lời kể của {NAME}", note=f"Theo {NAME.upper()}"
    )
    Citation.objects.create(work=work, record=record, at_ms=5_000, note="Nhắc lại trận đánh")
    [whole, second] = told(work, AnonymousUser())
    assert NAME not in whole[2] and whole[2].startswith("Lời kể của ")
    assert "minh ho" not in whole[3].lower()
    assert second == (None, None, "", "")  # nothing of what is said was consented to
    assert told(work, an)[0][2:] == (f"Lời kể của {NAME}", f"Theo {NAME.upper()}")
