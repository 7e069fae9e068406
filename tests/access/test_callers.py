"""Who asks is known by what our own proxies wrote, and may not ask without end."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.test import Client, RequestFactory

from archive.access import callers
from archive.access.callers import Minute, address_of
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel

BACKEND = "django.contrib.auth.backends.ModelBackend"
ELSEWHERE = "203.0.113.7"
_minutes = itertools.count(1_000_000_000, 10)


def _address(header: str | None, asked_from: str = "192.0.2.1") -> str:
    extra = {} if header is None else {"headers": {"X-Forwarded-For": header}}
    return address_of(RequestFactory().get("/", REMOTE_ADDR=asked_from, **extra))  # type: ignore[arg-type]


def test_without_a_proxy_the_header_is_the_callers_invention(settings: Any) -> None:
    settings.PROXIES = 0
    assert _address(ELSEWHERE) == "192.0.2.1"


@pytest.mark.parametrize(
    ("header", "address"),
    [
        (ELSEWHERE, ELSEWHERE),
        (f"10.0.0.9, {ELSEWHERE}", ELSEWHERE),  # what stands before ours is not believed
        (None, "192.0.2.1"),
        ("không phải địa chỉ", ""),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", ELSEWHERE),
    ],
)
def test_behind_a_proxy_its_entry_counts(settings: Any, header: str | None, address: str) -> None:
    settings.PROXIES = 1
    assert _address(header) == address


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still, in a minute of each test's own."""
    now = [60.0 * next(_minutes)]
    monkeypatch.setattr(callers, "monotonic", lambda: now[0])
    return now


def test_a_minute_counts_each_caller_and_begins_anew(clock: list[float]) -> None:
    minute = Minute()
    assert [minute.note("a"), minute.note("a"), minute.note("b")] == [1, 2, 1]
    clock[0] += 61
    assert minute.note("a") == 1


@pytest.fixture
def three_a_minute(settings: Any, clock: list[float]) -> None:
    settings.SEARCHES_PER_MINUTE = settings.SIGN_INS_PER_MINUTE = 3


def _searches(client: Client, address: str) -> list[int]:
    asked = [client.get("/search/", {"q": "di tích"}, REMOTE_ADDR=address) for _ in range(4)]
    return [answer.status_code for answer in asked]


@pytest.mark.usefixtures("db", "three_a_minute")
def test_who_searches_without_end_is_asked_to_wait(client: Client, giang: User) -> None:
    assert _searches(client, ELSEWHERE) == [200, 200, 200, 429]
    answer = client.get("/search/", {"q": "di tích"}, REMOTE_ADDR=ELSEWHERE)
    assert answer["Retry-After"] == "60"
    assert "Đợi một phút" in answer.content.decode()
    # Others are not made to wait: somebody elsewhere, an account in the same office, the machine.
    assert _searches(client, "203.0.113.8")[0] == 200
    assert _searches(client, "127.0.0.1")[-1] == 200
    client.force_login(giang, BACKEND)
    assert _searches(client, ELSEWHERE)[0] == 200


@pytest.mark.usefixtures("db", "three_a_minute")
def test_typing_without_end_ends_what_is_suggested_and_not_the_search(
    client: Client, settings: Any
) -> None:
    settings.SUGGESTIONS_PER_MINUTE = 5
    asked = [client.get("/search/suggest/", {"q": "di"}, REMOTE_ADDR=ELSEWHERE) for _ in range(6)]
    assert [answer.status_code for answer in asked] == [200] * 5 + [429]
    assert (asked[-1].content, asked[-1]["Retry-After"]) == (b"", "60")
    assert _searches(client, ELSEWHERE)[0] == 200


@pytest.mark.usefixtures("db", "three_a_minute")
def test_other_sites_viewers_wait_as_well_and_can_read_why(
    client: Client, make_record: Any
) -> None:
    code = make_record(released=AccessLevel.PUBLIC).code
    asked = [client.get(f"/iiif/search/2/{code}?q=di", REMOTE_ADDR=ELSEWHERE) for _ in range(4)]
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429]
    assert asked[-1]["Access-Control-Allow-Origin"] == "*"


@pytest.mark.usefixtures("db", "three_a_minute")
def test_one_password_is_not_tried_on_every_name(client: Client, an: User) -> None:
    def attempt(name: str) -> int:
        words = {"username": name, "password": "mat-khau-doan"}
        return client.post("/accounts/sign-in/", words, REMOTE_ADDR=ELSEWHERE).status_code

    assert [attempt(f"nguoi{n}") for n in range(4)] == [200, 200, 200, 429]
    right = {"username": "an", "password": "mat-khau-minh-hoa"}
    assert client.post("/accounts/sign-in/", right, REMOTE_ADDR=ELSEWHERE).status_code == 429
    assert client.get("/accounts/sign-in/", REMOTE_ADDR=ELSEWHERE).status_code == 200
