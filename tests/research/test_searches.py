"""Saved searches: what is news, who is told, and how it is stopped."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record
from archive.research import actions as research
from archive.research import asking
from archive.research.models import Often, SavedSearch
from archive.search import actions as index

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def search(make_record: Any, add_pages: Any, client: Client, giang: User) -> SavedSearch:
    """Return a followed search of Giang's that finds one record already."""
    User.objects.filter(pk=giang.pk).update(email="giang@example.org")
    giang.refresh_from_db()
    add_pages(make_record(released=AccessLevel.PUBLIC, title="Cũ"), "Kháng chiến ở Di Linh")
    index.rebuild_index()
    client.force_login(giang, BACKEND)
    answer = client.post("/my/searches/new/?q=khang+chien", {"name": "Kháng chiến", "often": "1"})
    found = SavedSearch.objects.select_related("owner").get()
    assert answer["Location"] == f"/my/searches/{found.pk}/"
    return found


def follow(search: SavedSearch, at: dt.datetime) -> int:
    index.follow_journal()
    found = research.follow_search(search=search, at=at)
    search.refresh_from_db()
    research.write_letters(search=search, at=at)
    search.refresh_from_db()
    return found


@pytest.fixture
def add_found(make_record: Any, add_pages: Any, changed: Any) -> Any:
    def add(level: AccessLevel | None, title: str) -> Record:
        record: Record = make_record(released=level, title=title)
        add_pages(record, "Kháng chiến ở Bảo Lộc")
        changed(record)
        return record

    return add


def test_what_was_there_is_no_news_and_what_comes_is_told_once(
    search: SavedSearch, add_found: Any, client: Client, now: dt.datetime
) -> None:
    assert follow(search, now) == 0
    fresh = add_found(AccessLevel.PUBLIC, "Hồi ký mới")
    assert follow(search, now) == 1
    assert follow(search, now) == 0
    [letter] = mail.outbox
    assert letter.to == ["giang@example.org"]
    assert "Hồi ký mới" in letter.body
    assert f"/records/{fresh.code}/" in letter.body
    assert "Hồi ký mới" in client.get(f"/my/searches/{search.pk}/").content.decode()
    add_found(AccessLevel.PUBLIC, "Hồi ký thứ hai")
    follow(search, now + dt.timedelta(hours=2))
    assert len(mail.outbox) == 1  # at most once a day
    follow(search, now + dt.timedelta(hours=24))
    assert len(mail.outbox) == 2


def test_closed_records_are_no_news_and_mail_names_only_what_is_open_to_all(
    search: SavedSearch, add_found: Any, now: dt.datetime
) -> None:
    closed = add_found(None, "Kín hẳn")
    assert follow(search, now) == 0
    add_found(AccessLevel.REGISTERED, "Chỉ cho người đã đăng nhập")
    assert follow(search, now) == 1
    [letter] = mail.outbox
    assert "Chỉ cho người" not in letter.body
    assert closed.pk not in (search.known or ())


def test_what_was_closed_before_the_letter_is_left_out(
    search: SavedSearch, add_found: Any, now: dt.datetime
) -> None:
    fresh = add_found(AccessLevel.PUBLIC, "Mới rồi đóng")
    index.follow_journal()
    research.follow_search(search=search, at=now)
    Record.objects.filter(pk=fresh.pk).update(access_level=AccessLevel.CLOSED)
    assert not research.write_letters(search=search, at=now)
    assert mail.outbox == []


def test_a_letter_that_fails_is_shown_and_tried_again(
    search: SavedSearch, add_found: Any, client: Client, now: dt.datetime, settings: Any
) -> None:
    add_found(AccessLevel.PUBLIC, "Hồi ký mới")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    follow(search, now)
    assert search.mail_failed_at == now
    assert "không gửi được" in client.get(f"/my/searches/{search.pk}/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    follow(search, now + dt.timedelta(hours=1))
    assert len(mail.outbox) == 1
    assert search.mail_failed_at is None


def test_letters_are_stopped_by_their_own_link_and_not_by_looking(
    search: SavedSearch, add_found: Any, now: dt.datetime
) -> None:
    add_found(AccessLevel.PUBLIC, "Hồi ký mới")
    follow(search, now)
    [letter] = mail.outbox
    found = re.search(r"/my/letters/stop/\S+/", str(letter.body))
    assert found
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(found[0]).status_code == 200
    search.refresh_from_db()
    assert search.often == Often.DAILY
    assert stranger.post(found[0], {"List-Unsubscribe": "One-Click"}).status_code == 200
    search.refresh_from_db()
    assert search.often == Often.NEVER
    assert stranger.post("/my/letters/stop/1:abc/").status_code == 404


def test_the_feed_answers_as_its_owner_until_its_address_is_changed(
    search: SavedSearch, add_found: Any, client: Client, giang: User, now: dt.datetime
) -> None:
    client.post(f"/my/searches/{search.pk}/feed/", {"open": "1"})
    search.refresh_from_db()
    address = f"/my/feeds/{search.feed_key}.atom"
    registered = add_found(AccessLevel.REGISTERED, "Cho người đã đăng nhập")
    add_found(None, "Kín hẳn")
    follow(search, now)
    stranger = Client()
    feed = stranger.get(address).content.decode()
    assert feed.index("Cho người đã đăng nhập") < feed.index("<title>Cũ</title>")
    assert "Kín hẳn" not in feed
    Record.objects.filter(pk=registered.pk).update(access_level=AccessLevel.CLOSED)
    assert "Cho người đã đăng nhập" not in stranger.get(address).content.decode()
    client.post(f"/my/searches/{search.pk}/feed/", {"open": "1"})
    assert stranger.get(address).status_code == 404
    search.refresh_from_db()
    again = f"/my/feeds/{search.feed_key}.atom"
    assert stranger.get(again).status_code == 200
    User.objects.filter(pk=giang.pk).update(is_active=False)
    assert stranger.get(again).status_code == 404


def test_a_search_that_finds_too_much_is_not_followed(
    search: SavedSearch, client: Client, add_found: Any, now: dt.datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(asking, "MOST_FOLLOWED", 1)
    add_found(AccessLevel.PUBLIC, "Hồi ký mới")
    assert follow(search, now) == 0
    assert search.is_too_wide
    answer = client.post("/my/searches/new/?q=khang", {"name": "b", "often": "7"})
    assert answer.status_code == 200
    assert SavedSearch.objects.count() == 1
    # Without letters it may be kept all the same.
    client.post("/my/searches/new/?q=khang", {"name": "b", "often": "0"})
    assert SavedSearch.objects.count() == 2


def test_choices_and_switches_are_kept(search: SavedSearch, client: Client) -> None:
    query = "q=di+linh&kind=document&kind=map&from=1945&to=1954&marks=ignore"
    client.post(f"/my/searches/new/?{query}", {"name": "c", "often": "0"})
    kept = SavedSearch.objects.get(name="c")
    page = client.get(f"/my/searches/{kept.pk}/").content.decode()
    assert f'href="/search/?{query}"'.replace("&", "&amp;") in page


def test_a_saved_search_is_its_owners_alone(search: SavedSearch, an: User, hanh: User) -> None:
    for outsider in (an, hanh):
        other = Client()
        other.force_login(outsider, BACKEND)
        assert other.get(f"/my/searches/{search.pk}/").status_code == 404
        for act in ("drop", "feed"):
            assert other.post(f"/my/searches/{search.pk}/{act}/").status_code == 404
    assert SavedSearch.objects.filter(feed_key=None).count() == 1


def test_the_hourly_look_takes_every_followed_search(search: SavedSearch, add_found: Any) -> None:
    from django.core.management import call_command

    add_found(AccessLevel.PUBLIC, "Hồi ký mới")
    call_command("follow_searches")
    assert len(mail.outbox) == 1
