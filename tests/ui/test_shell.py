"""The shell around every screen, and the pages that say what went wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils import timezone, translation

from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Collection
from archive.journal.actions import record
from archive.journal.models import Entry
from archive.units.models import Unit


@pytest.mark.django_db
def test_visitors_get_no_cookie(client: Client) -> None:
    for address in ("/", "/records/", "/works/", "/accounts/sign-in/"):
        response = client.get(address)
        assert response.status_code == 200
        assert set(response.cookies) <= ({"csrftoken"} if "sign-in" in address else set()), address


@pytest.mark.django_db
def test_language_is_vietnamese_unless_english_is_asked_for(client: Client) -> None:
    assert '<html lang="vi">' in client.get("/").content.decode()
    client.post("/language/", {"language": "en", "next": "/works/"})
    assert '<html lang="en">' in client.get("/").content.decode()


@pytest.mark.django_db
def test_language_is_chosen_without_a_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/language/", {"language": "en", "next": "/works/"})
    assert (response.status_code, response["Location"]) == (302, "/works/")


@pytest.mark.django_db
def test_demonstration_data_is_announced_only_where_there_is_some(
    client: Client, office: Unit
) -> None:
    assert "strip--demo" not in client.get("/").content.decode()
    Collection.objects.create(
        code="MH-01", title="Minh hoạ", level="collection", holder=office, is_demonstration=True
    )
    assert "strip--demo" in client.get("/").content.decode()


@pytest.mark.django_db
@override_settings(DEBUG=False)
def test_a_missing_page_says_so_in_vietnamese(client: Client) -> None:
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Không có gì để đọc ở địa chỉ này" in response.content.decode()


@pytest.mark.django_db
def test_the_wrong_role_is_told(client: Client, giang: User, settings: object) -> None:
    page = render_to_string("403.html", {})
    assert "Tài khoản của bạn không có vai trò" in page


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_of_the_worst_case_need_nothing(name: str) -> None:
    """No request, no database: what broke may be either."""
    with translation.override("vi"):
        assert "Về trang chủ" in render_to_string(name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_flush_empties_the_journal_and_leaves_it_locked(time: int) -> None:
    assert Entry.objects.count() == 0
    user = User.objects.create_user(username=f"an{time}", password="mat-khau-minh-hoa")
    record(actor=user, act="test.flush", subject=user, at=timezone.now())
    with connection.cursor() as cursor, pytest.raises(Exception, match="append-only"):
        cursor.execute("UPDATE journal_entry SET note = 'x'")


def test_head_has_the_headers_of_get_and_no_body(client: Client, db: None) -> None:
    got, asked = client.get("/robots.txt"), client.head("/robots.txt")
    assert asked.status_code == got.status_code
    assert asked.headers["Content-Type"] == got.headers["Content-Type"]
    assert asked.headers["Content-Length"] == str(len(got.content))


def test_whoever_has_no_mouse_gets_past_the_choices(client: Client, make_record: Any) -> None:
    make_record(released=AccessLevel.PUBLIC)
    page = client.get("/records/").content.decode()
    past = re.findall(r'<a class="skip" href="#(\w+)">', page)
    assert past == ["main", "found"]
    assert all(f'id="{place}" tabindex="-1"' in page for place in past)
    assert page.index('class="facets"') < page.index('id="found"') < page.index('class="cards"')
