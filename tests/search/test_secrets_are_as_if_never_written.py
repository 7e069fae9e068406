"""Whoever may not have a word is answered as if nobody had ever written it, however they ask.

The leak test asks whether a secret comes out; here somebody already knows or guesses it (the name
of a witness who asked for another, a word of a sealed stretch) and asks whether it is there.
Every screen must say of it what it says of a word that stands nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from archive.access import actions as access
from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue import arrangement
from archive.catalogue.models import AccessLevel, Collection, Person, PersonName, RecordKind
from archive.research.actions import follow_all_searches, open_feed, save_search
from archive.research.models import Often, SavedSearch
from archive.search.actions import follow_journal, rebuild_index
from archive.search.finding import find
from archive.search.results import Filters

# What is looked at stands in the index, which no database keeps.
pytestmark = pytest.mark.once

NOWHERE = "vykzofhiep"
SECRETS = {
    "the name of who consents under another": "qoamxutran",
    "a further name of theirs": "jeruwadang",
    "the name of who withdrew": "wepsofling",
    "what was said by who withdrew": "zugmarthoi",
    "what a sealed stretch says": "fowkinbach",
    "what a sealed page says": "powjecmung",
    "what a record in a closed fonds says": "xigduphwan",
    "the name of a closed fonds": "dwagzojuoc",
}
WAYS = ["{}", '"{}"', "{}*", "{}~", "{} hồi ức", "hồi ức KHÔNG {}", "person:{}", "title:{}",
        '"{} kể"~4', "hồi HOẶC {}"]  # fmt: skip
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(params=["whoosh", "tantivy"])
def interview(
    request: Any, settings: Any, make_record: Any, add_pages: Any, add_transcript: Any, an: User,
    office: Any, now: dt.datetime,
) -> Any:  # fmt: skip
    """An index in which every secret stands; the last acts it has yet to follow."""
    settings.SEARCH_ENGINE = request.param
    words = list(SECRETS.values())
    record = make_record(
        kind=RecordKind.INTERVIEW, title="Hồi ức vùng căn cứ", released=AccessLevel.PUBLIC
    )
    witness = Person.objects.create(slug="nhan-chung-a", name=words[0].title())
    PersonName.objects.create(person=witness, name=words[1].title())
    transcript = add_transcript(
        record, f"Tôi là {words[0].title()}, kể hồi ức.", f"Kể chuyện {words[4]}.", "Rồi thôi."
    )
    transcript.segments.update(speaker=words[0].title())
    record.chapters.create(start_ms=10_000, title=f"Chương {words[4]}")
    add_pages(record, "Hồi ức chép tay.", f"Hồi ức {words[5]}.")
    _consent(an, record, witness, now, *set(Scope) - {Scope.NAME}, pseudonym="Bà B.")
    access.seal_pages(actor=an, record=record, from_page=2, to_page=2, reason="Kín", at=now)

    other = make_record(kind=RecordKind.INTERVIEW, title="Lời kể", released=AccessLevel.PUBLIC)
    gone = Person.objects.create(slug="nhan-chung-b", name=words[2].title())
    add_transcript(other, f"Hồi ức {words[3]}.")
    consent = _consent(an, other, gone, now, *Scope)

    fonds = Collection.objects.create(
        code="PHONG-K", title=f"Phông {words[7]}", level="fonds", holder=office, path="PHONG-K/"
    )
    kept = make_record(title=f"Hồi ức {words[6]}", collection=fonds, released=AccessLevel.PUBLIC)
    add_pages(kept, f"Hồi ức {words[6]} kể.")
    rebuild_index()
    access.withdraw_consent(actor=an, consent=consent, reason="Đổi ý", at=now)
    access.seal_stretch(actor=an, record=record, from_ms=10_000, to_ms=20_000, reason="Kín", at=now)
    arrangement.limit_access(actor=an, collection=fonds, ceiling=AccessLevel.CLOSED, at=now)
    return record


def _consent(an: User, record: Any, witness: Person, now: Any, *scopes: Scope, **more: Any) -> Any:
    return access.record_consent(
        actor=an, record=record, witness=witness, given_on=timezone.localdate(now), at=now,
        terms=[access.Terms(scope) for scope in scopes], **more,
    )  # fmt: skip


@pytest.fixture
def outsiders(interview: Any, telling_kept: None, giang: User, dung: User) -> dict[str, Client]:
    """A visitor, a researcher and another office's archivist."""
    clients = {"visitor": Client(), "researcher": Client(), "archivist": Client()}
    for name, user in (("researcher", giang), ("archivist", dung)):
        clients[name].force_login(user, BACKEND)
    return clients


@pytest.mark.parametrize("has_followed", [False, True])
def test_a_secret_is_answered_like_a_word_nobody_wrote(
    interview: Any, outsiders: dict[str, Client], an: User, now: Any, has_followed: bool
) -> None:
    for what, word in SECRETS.items():
        if "fonds" not in what or "record" in what:
            assert find(viewer=an, text=word).count == 1, f"{what} is not in the index"
    if has_followed:
        follow_journal(at=now)
    cache.clear()
    told = []
    for name, client in outsiders.items():
        for way, length in _ways(interview, is_all=has_followed and name == "visitor"):
            stem = NOWHERE[:length]
            nothing = _said(client, way.format(stem))
            for what, word in SECRETS.items():
                secret = word[:length]
                if _said(client, way.format(secret)).replace(secret, stem) != nothing:
                    told.append(f"{name}: {way.format(secret)} tells {what}")
    assert told == []


def _ways(interview: Any, *, is_all: bool) -> Iterator[tuple[str, int]]:
    """Yield ways to ask for a word, with how many of its letters; some, or all there are."""
    code, length = interview.code, len(NOWHERE)
    yield "/search/suggest/?q={}", 4
    yield "/search/?q={}", length - 1
    yield "/search/?q={}*", 4
    yield "/search/?q=person:{}", length
    yield "/search/results.csv?q=hồi HOẶC {}", length
    yield f"/records/{code}/search/?q=hồi HOẶC {{}}", length
    if not is_all:
        return
    for way in WAYS:
        yield f"/search/?q={way}", length
    yield "/search/suggest/?q=hồi {}", length
    yield "/search/?q={}&marks=ignore&sort=newest&kind=interview", length
    yield f"/records/{code}/p/1?q={{}}", length
    yield f"/records/{code}/t/0?q={{}}", length
    yield f"/iiif/search/2/{code}?q={{}}", length
    yield "/records/?q={}", length
    yield "/people/?name={}", length
    yield "/feeds/records.atom?q={}", length


def test_nor_does_a_search_that_is_followed_find_it(
    interview: Any, giang: User, dung: User, now: Any
) -> None:
    text = " HOẶC ".join(f"{word}*" for word in SECRETS.values())
    for user in (giang, dung):
        search = save_search(owner=user, name="Dò", text=text, filters=Filters(),
                             ignores_marks=False, often=Often.NEVER, at=now)  # fmt: skip
        open_feed(search=search, at=now)
    for _ in range(2):
        follow_all_searches(at=now)
        for search in SavedSearch.objects.all():
            feed = Client().get(f"/my/feeds/{search.feed_key}.atom").content
            assert b"<entry" not in feed
        follow_journal(at=now)


def _said(client: Client, address: str) -> str:
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    said = f"{answer.status_code} {body.decode()}"
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", said)
