"""What a hostile visitor tries at every door: headers, sessions, forms and hosts from elsewhere."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from archive import settings as written
from archive.accounts.models import User
from archive.catalogue.models import Record

BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "mat-khau-minh-hoa"
pytestmark = pytest.mark.django_db

# One of each kind: a page, an answer for machines, a form, an error, a redirect.
DOORS = [
    "/",
    "/records/",
    "/search/?q=di",
    "/accounts/sign-in/",
    "/khong-co/",
    "/desk/",
    "/healthz",
]


@pytest.mark.parametrize("door", DOORS)
def test_every_answer_tells_the_browser_to_be_careful(client: Client, door: str) -> None:
    answer = client.get(door)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    for directive in ("object-src 'none'", "frame-ancestors 'none'", "base-uri 'self'"):
        assert directive in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_over_https_nothing_is_sent_in_the_clear(
    client: Client, an: User, monkeypatch: Any
) -> None:
    monkeypatch.setenv("SECURE_HTTPS", "1")
    try:
        https = importlib.reload(written)
        names = [name for name in dir(https) if "SECURE" in name]
        strict = {name: getattr(https, name) for name in names}
    finally:
        monkeypatch.delenv("SECURE_HTTPS")
        importlib.reload(written)
    with override_settings(**strict):
        assert client.get("/").status_code == 301
        there = client.get("/accounts/sign-in/", headers={"X-Forwarded-Proto": "https"})
        assert int(there["Strict-Transport-Security"].removeprefix("max-age=")) >= 31_536_000
        words = {"username": "an", "password": PASSWORD}
        client.post("/accounts/sign-in/", words, headers={"X-Forwarded-Proto": "https"})
        client.post("/language/", {"language": "en"}, headers={"X-Forwarded-Proto": "https"})
        assert set(client.cookies) == {"sessionid", "csrftoken", "django_language"}
        assert all(cookie["secure"] and cookie["samesite"] for cookie in client.cookies.values())
        assert client.cookies["sessionid"]["httponly"]


def test_a_session_known_before_signing_in_is_worth_nothing_after(client: Client, an: User) -> None:
    session = client.session
    session["x"] = 1
    session.save()
    known = session.session_key or ""
    client.cookies["sessionid"] = known
    client.post("/accounts/sign-in/", {"username": "an", "password": PASSWORD})
    assert client.cookies["sessionid"].value != known
    thief = Client()
    thief.cookies["sessionid"] = known
    assert thief.get("/desk/").status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old_one(
    client: Client, an: User, hanh: User
) -> None:
    client.force_login(an, BACKEND)
    assert client.get("/desk/").status_code == 200
    administrator = Client()
    administrator.force_login(hanh, BACKEND)
    new = {"password": "Mật khẩu mới rất dài 2026"}
    assert administrator.post(f"/desk/people/{an.pk}/password/", new).status_code == 302
    assert client.get("/desk/").status_code == 302


def test_a_closed_account_is_out_at_once(client: Client, an: User) -> None:
    client.force_login(an, BACKEND)
    User.objects.filter(pk=an.pk).update(is_active=False)
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    "onward", ["https://example.org/", "//example.org/", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(client: Client, an: User, onward: str) -> None:
    words = {"username": "an", "password": PASSWORD, "next": onward}
    assert client.post("/accounts/sign-in/", words)["Location"] == "/desk/"
    there = client.post("/language/", {"language": "en", "next": onward})["Location"]
    assert "example.org" not in there and "javascript" not in there


def test_a_form_from_elsewhere_is_refused(an: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(an, BACKEND)
    for door in ("/accounts/sign-out/", "/my/lists/new/", "/desk/collections/new/"):
        assert client.post(door, {"name": "x"}).status_code == 403
    assert Session.objects.count() == 1


def test_a_method_nobody_knows_is_refused_at_every_door(client: Client, an: User) -> None:
    client.force_login(an, BACKEND)
    for door in (*DOORS, "/desk/collections/new/", "/my/lists/new/"):
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
            answer = client.generic(method, door)
            assert answer.status_code == (404 if door == "/khong-co/" else 405), (method, door)
            assert answer.status_code == 404 or answer["Allow"] == "GET, HEAD, POST"


def test_more_than_a_form_may_hold_is_said_to_be_that(client: Client, an: User) -> None:
    client.force_login(an, BACKEND)
    long = client.post("/desk/collections/new/", {"title": "Lời kể " * 500_000})
    assert long.status_code == 413
    assert "Chưa có gì được lưu" in long.content.decode()
    several = {f"place-{number}": "1" for number in range(3000)}
    assert client.post("/desk/collections/new/", several).status_code == 200
    broken = client.generic(
        "POST", "/desk/collections/new/", b"--x", content_type="multipart/form-data"
    )
    assert broken.status_code == 400


def test_a_host_we_are_not_gets_no_page(client: Client) -> None:
    answer = client.get("/", HTTP_HOST="example.org")
    assert answer.status_code == 400
    assert "example.org" not in answer.content.decode()


def test_an_unknown_name_and_a_wrong_password_are_answered_alike(client: Client, an: User) -> None:
    def page(name: str) -> str:
        words = {"username": name, "password": "mat-khau-doan"}
        answer = client.post("/accounts/sign-in/", words)
        return answer.content.decode().replace(f'value="{name}"', "")

    def without_token(text: str) -> list[str]:
        return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]

    assert without_token(page("an")) == without_token(page("khong-co-ai"))


def test_eight_failures_stop_a_name_and_the_log_does_not_tell_it(
    client: Client, an: User, caplog: pytest.LogCaptureFixture
) -> None:
    words = {"username": "an", "password": "mat-khau-doan"}
    for _attempt in range(8):
        answer = client.post("/accounts/sign-in/", words, REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == 429
    right = {"username": "an", "password": PASSWORD}
    assert client.post("/accounts/sign-in/", right, REMOTE_ADDR="203.0.113.7").status_code == 429
    assert "203.0.113.7" in caplog.text
    assert "mat-khau" not in caplog.text and "username" not in caplog.text
    # Elsewhere the name's owner is not stopped by what a stranger does.
    assert client.post("/accounts/sign-in/", right, REMOTE_ADDR="192.0.2.1").status_code == 302


def test_what_is_made_for_somebody_is_kept_by_nobody(client: Client, an: User) -> None:
    client.force_login(an, BACKEND)
    for door in ("/desk/", "/desk/people/", "/my/", "/"):
        assert "no-store" in client.get(door)["Cache-Control"]


def test_a_nul_in_a_form_is_read_as_a_space(
    client: Client, an: User, make_record: Callable[..., Record]
) -> None:
    record = make_record()
    client.force_login(an, BACKEND)
    address = f"/desk/records/{record.code}/draft/"
    assert client.post(address, {"title": "a\0b", "version": "1\0"}).status_code == 200
    assert record.drafts.get().values["title"] == "a b"
    assert client.post("/desk/records/selection/", {"codes": "a\0b"}).status_code < 500


def test_of_a_form_nothing_is_kept_that_nobody_could_see(client: Client, giang: User) -> None:
    client.force_login(giang, BACKEND)
    for typed in ("Chuong\x00 mot", "\u202eChuong\x07 mot\x85", "\u200b\ufeff "):
        client.post("/my/lists/new/", {"name": typed})
    assert [kept.name for kept in giang.reading_lists.order_by("pk")] == ["Chuong  mot"] * 1


def test_bytes_that_are_no_text_are_refused_and_not_kept(client: Client, giang: User) -> None:
    client.force_login(giang, BACKEND)
    kind = "application/x-www-form-urlencoded"
    for sent in (b"name=%ED%A0%80x", b"name=%FF%FE", b"name=Ch%C6"):
        assert client.post("/my/lists/new/", sent, content_type=kind).status_code == 400
    assert not giang.reading_lists.exists()
    # The sign for what somebody else could not read is a sign like any other.
    client.post("/my/lists/new/", b"name=a%EF%BF%BD", content_type=kind)
    assert giang.reading_lists.get().name == "a\ufffd"
