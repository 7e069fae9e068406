"""What machines are told: only what a visitor who never signs in may see."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client

from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record

ADDRESSES = ["/sitemap-records.xml", "/feeds/records.atom"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_what_is_public_is_told(
    client: Client, an: User, make_record: Callable[..., Record], address: str
) -> None:
    open_ = make_record(released=AccessLevel.PUBLIC, title="Hồi ký mở")
    shut = make_record(title="Tư liệu kín")
    for_readers = make_record(released=AccessLevel.REGISTERED)
    client.force_login(an)  # whoever asks: a feed is for everybody alike
    text = client.get(address).content.decode()
    ElementTree.fromstring(text)
    assert f"/records/{open_.code}/" in text
    assert shut.code not in text and shut.title not in text
    assert for_readers.code not in text


def test_the_feed_names_its_author_and_an_abstract_is_no_html(
    client: Client, make_record: Callable[..., Record]
) -> None:
    make_record(
        released=AccessLevel.PUBLIC, title="Đơn & <thư>", abstract="Thư <b>không</b> đề ngày"
    )
    assert 'href="/feeds/records.atom"' in client.get("/records/").content.decode()
    feed = ElementTree.fromstring(client.get("/feeds/records.atom").content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.findtext("a:author/a:name", namespaces=atom)
    assert feed.findtext("a:entry/a:title", namespaces=atom) == "Đơn & <thư>"
    # A reader takes it for HTML, in which it must read as it was written.
    assert feed.findtext("a:entry/a:summary", namespaces=atom) == (
        "Thư &lt;b&gt;không&lt;/b&gt; đề ngày"
    )


def test_an_unchanged_feed_is_not_sent_again(
    client: Client, make_record: Callable[..., Record]
) -> None:
    make_record(released=AccessLevel.PUBLIC)
    tag = {"If-None-Match": client.get("/feeds/records.atom")["ETag"]}
    assert client.get("/feeds/records.atom", headers=tag).status_code == 304
    make_record(released=AccessLevel.PUBLIC)
    assert client.get("/feeds/records.atom", headers=tag).status_code == 200


def test_the_sitemap_leads_to_its_sections(client: Client, db: None) -> None:
    text = client.get("/sitemap.xml").content.decode()
    assert "/sitemap-records.xml" in text
    assert "/sitemap-works.xml" in text


def test_the_feed_asks_the_database_a_constant_number_of_times(
    client: Client,
    make_record: Callable[..., Record],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(12):
        make_record(released=AccessLevel.PUBLIC)
    with django_assert_max_num_queries(2):  # type: ignore[attr-defined]
        client.get("/feeds/records.atom")


def test_crawlers_are_kept_from_the_desk(client: Client, db: None) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /desk/" in answer.content.decode()
    assert "Disallow: /oai" in answer.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in answer.content.decode()
