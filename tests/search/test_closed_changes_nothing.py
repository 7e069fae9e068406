"""For a visitor every screen answers alike whether a closed record is there or not.

The leak test asks whether a secret comes out. This one asks whether the secret shows at all: in a
count, in a suggestion that is missing, in what was perhaps meant, in a note about a query.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Appearance, Collection, Person, Place, Subject
from archive.journal import actions as journal
from archive.search import actions

QUERIES = [
    "kháng chiến", "khang chien", "kháng chiên", "khang*", "chiên~", '"kháng chiến"~3',
    "thuongxuan", "thượng xuan", "Bí mật", "person:nhân", "code:LD-P001", "",
    "kháng KHÔNG chiến", "hoi uc di linh ke ve khang chien thuongxuan",
]  # fmt: skip
SCREENS = [
    "/", "/records/", "/people/", "/places/", "/subjects/", "/collections/", "/units/",
    "/records/?q=khang", "/search/help/", "/feeds/records.atom", "/sitemap-records.xml",
    "/people/?name=n", "/records/LD-KIN-1/", "/records/LD-KIN-1/search/?q=khang",
    "/people/nguoi-kin/", "/collections/PHONG-KIN/", "/my/keep/?record=LD-KIN-1",
]  # fmt: skip


@pytest.fixture(params=["whoosh", "tantivy"])
def open_shelf(
    request: Any, settings: Any, make_record: Any, add_pages: Any, add_transcript: Any
) -> None:
    settings.SEARCH_ENGINE = request.param
    person = Person.objects.create(slug="nhan-chung", name="Nhân chứng minh hoạ")
    for number in range(6):
        record = make_record(released=AccessLevel.PUBLIC, title=f"Hồi ức Di Linh số {number}")
        Appearance.objects.create(record=record, person=person)
        add_pages(record, f"Kháng chiến lần {number} ở Di Linh, năm 195{number}.")
        add_transcript(record, "Tôi kể về chiến khu, về khang trang và chiên trống.")
    actions.rebuild_index()


@pytest.fixture
def add_closed(make_record: Any, add_pages: Any, add_transcript: Any, an: User, office: Any,
               now: Any) -> Callable[[], None]:  # fmt: skip
    """Return an act that enters one closed record with everything a record can have."""

    def add() -> None:
        fonds = Collection.objects.create(
            code="PHONG-KIN", title="Kháng chiến kín", level="fonds", holder=office,
            path="PHONG-KIN/",
        )  # fmt: skip
        record = make_record(
            code="LD-KIN-1", title="Bí mật kháng chiến", collection=fonds, keywords="thuongxuan"
        )
        person = Person.objects.create(slug="nguoi-kin", name="Nhân vật kín")
        Appearance.objects.create(record=record, person=person)
        Appearance.objects.create(record=record, person=Person.objects.get(slug="nhan-chung"))
        record.places.add(Place.objects.create(slug="noi-kin", name="Nơi kín"))
        record.subjects.add(Subject.objects.create(slug="de-tai", name="Kháng chiến kín"))
        many = " ".join(f"ch{a}{b} chiến{a} kháng{b}" for a in "abcdeghik" for b in "aeiouylmnp")
        add_pages(record, "Thuongxuan thượng xuân " * 40, "Khắng chiễn khảng chiện " * 40, many * 9)
        add_transcript(record, "Kháng chiến thuongxuan", many)
        journal.record(actor=an, act="catalogue.record.registered", subject=record, at=now)
        actions.follow_journal()

    return add


def test_a_closed_record_changes_no_screen(open_shelf: None, add_closed: Any) -> None:
    before = _everything()
    add_closed()
    after = _everything()
    assert [address for address in before if before[address] != after[address]] == []


def test_the_comparison_sees_an_open_one(
    open_shelf: None, make_record: Any, an: User, now: Any
) -> None:
    before = _everything()
    record = make_record(released=AccessLevel.PUBLIC, title="Mở kháng chiến")
    journal.record(actor=an, act="catalogue.record.registered", subject=record, at=now)
    actions.follow_journal()
    changed = [address for address, said in _everything().items() if before[address] != said]
    assert {"/", "/records/", "/search/?q=kháng chiến"} <= set(changed)


def _everything() -> dict[str, tuple[int, bytes]]:
    cache.clear()
    client = Client()
    asked = [
        *SCREENS,
        *(f"/search/?q={query}" for query in QUERIES),
        *(f"/search/suggest/?q={query}" for query in QUERIES[:10]),
        *(f"/records/LD-P001-H001-0001/search/?q={query}" for query in QUERIES[:3]),
    ]
    return {address: _said(client, address) for address in asked}


def _said(client: Client, address: str) -> tuple[int, bytes]:
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[call-overload]
    return answer.status_code, body
