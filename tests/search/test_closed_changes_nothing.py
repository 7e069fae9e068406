"""For whoever may not see it every screen answers alike whether a closed record is there or not.

The leak test asks whether a secret comes out. This one asks whether the secret shows at all: in a
count, in a suggestion that is missing, in what was perhaps meant, in a note about a query.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Appearance, Collection, Person, Place, Subject
from archive.journal import actions as journal
from archive.research.actions import follow_all_searches, open_feed, save_search
from archive.research.models import Often, SavedSearch
from archive.search import actions
from archive.search.results import Filters

# What is looked at stands in the index, which no database keeps.
pytestmark = pytest.mark.once

QUERIES = [
    "kháng chiến", "khang chien", "kháng chiên", "khang*", "chiên~", '"kháng chiến"~3',
    "thuongxuan", "thượng xuan", "Bí mật", "person:nhân", "code:LD-P001", "",
    "kháng KHÔNG chiến", "hoi uc di linh ke ve khang chien thuongxuan", "to*", "tóa*", "toanh~",
    '"khang chiến"', "tohaz", "collection:x", "kin*",
]  # fmt: skip
SCREENS = [
    "/", "/records/", "/people/", "/places/", "/subjects/", "/collections/", "/units/",
    "/records/?q=khang", "/search/help/", "/feeds/records.atom", "/sitemap-records.xml",
    "/people/?name=n", "/records/LD-KIN-1/", "/records/LD-KIN-1/search/?q=khang",
    "/people/nguoi-kin/", "/collections/PHONG-KIN/", "/my/keep/?record=LD-KIN-1",
    "/search/results.csv?q=khang*", "/search/results.csv?q=chiên~", "/my/searches/1/", "/my/",
    "/feeds/records.atom?q=khang",
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
    # More words that begin alike than are searched at once.
    add_pages(
        record, " ".join(f"to{a}{b}z" for a in "aáeghiklmnpu" for b in "bcdeghiklmnopqrstuvx")
    )
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
        many += " ".join(f"to{a}{b} tóa{a}{b} toan{a}" for a in "bcdeghiklmn" for b in "aeiouylmnp")
        add_pages(record, "Thuongxuan thượng xuân " * 40, "Khắng chiễn khảng chiện " * 40, many * 9)
        add_transcript(record, "Kháng chiến thuongxuan", many)
        journal.record(actor=an, act="catalogue.record.registered", subject=record, at=now)
        actions.follow_journal()

    return add


@pytest.fixture
def readers(giang: User, dung: User, telling_kept: None, now: Any) -> dict[str, Client]:
    """Return a visitor, a researcher who follows a search, and another office's archivist."""
    clients = {"visitor": Client(), "researcher": Client(), "archivist": Client()}
    for name, user in (("researcher", giang), ("archivist", dung)):
        clients[name].force_login(user, "django.contrib.auth.backends.ModelBackend")
    for user in (giang, dung):
        search = save_search(owner=user, name="Theo dõi", text="khang* HOẶC to*", filters=Filters(),
                             ignores_marks=False, often=Often.NEVER, at=now)  # fmt: skip
        open_feed(search=search, at=now)
    return clients


def test_a_closed_record_changes_no_screen_and_an_open_one_does(
    open_shelf: None, add_closed: Any, make_record: Any, readers: dict[str, Client], an: User,
    now: Any,
) -> None:  # fmt: skip
    before = _everything(readers, now)
    assert "Có quá nhiều từ".encode() in before["visitor", "/search/?q=to*"][1]
    add_closed()
    after = _everything(readers, now)
    assert [address for address in before if before[address] != after[address]] == []
    # The comparison is alive: of an open one it would tell.
    record = make_record(released=AccessLevel.PUBLIC, title="Mở kháng chiến")
    journal.record(actor=an, act="catalogue.record.registered", subject=record, at=now)
    actions.follow_journal()
    few = ["/records/", "/search/?q=kháng chiến", "/search/results.csv?q=khang*"]
    changed = {at for at, said in _told(readers, few, now).items() if before[at] != said}
    for reader in readers:
        assert {(reader, "/records/"), (reader, "/search/?q=kháng chiến")} <= changed
    assert ("researcher", "feed") in changed
    assert ("researcher", "/search/results.csv?q=khang*") in changed


Told = dict[tuple[str, str], tuple[int, bytes]]


def _everything(readers: dict[str, Client], now: Any) -> Told:
    asked = [
        *SCREENS,
        *(f"/search/?q={query}" for query in QUERIES),
        *(f"/search/?q={query}&marks=ignore&sort=newest" for query in QUERIES[:4]),
        *(f"/search/suggest/?q={query.strip('*~')}" for query in QUERIES),
        *(f"/records/LD-P001-H001-0001/search/?q={query}" for query in QUERIES[:3]),
        *(f"/records/LD-P001-H001-0006/p/2?q={query}" for query in QUERIES[-6:]),
    ]
    return _told(readers, asked, now)


def _told(readers: dict[str, Client], asked: list[str], now: Any) -> Told:
    cache.clear()
    said = {
        (name, address): _said(client, address)
        for name, client in readers.items()
        for address in asked
        if name == "visitor" or "search" in address or address in {"/records/", "/my/"}
    }
    follow_all_searches(at=now)
    for search in SavedSearch.objects.select_related("owner"):
        name = {"giang": "researcher", "dung": "archivist"}[search.owner.username]
        said[name, "feed"] = _said(Client(), f"/my/feeds/{search.feed_key}.atom")
    return said


def _said(client: Client, address: str) -> tuple[int, bytes]:
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    # Every form has a token of its own.
    return answer.status_code, re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)
