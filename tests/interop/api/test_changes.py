"""What has changed since a moment: all of it, once, in order, whatever happens meanwhile."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from archive.accounts.models import User
from archive.catalogue import actions
from archive.catalogue.models import AccessLevel, Record
from tests.interop.api.conftest import said_at

MakeRecord = Callable[..., Record]
API = "http://localhost:8000/api/v1"


def _all(path: str, user: User | None = None) -> list[str]:
    seen: list[str] = []
    address = path
    while address:
        said = said_at(address.removeprefix(API), user)
        seen += [each["code"] for each in said["items"]]
        address = said["next"]
    return seen


def test_every_change_comes_once_and_in_order(make_record: MakeRecord, now: dt.datetime) -> None:
    for number in range(7):  # three of them at one moment, as an import makes them
        make_record(
            released=AccessLevel.PUBLIC, code=f"LD-{number}",
            changed_at=now - dt.timedelta(days=7 - min(number, 4)),
        )  # fmt: skip
    make_record(code="LD-KIN")
    everything = [f"LD-{number}" for number in range(7)]
    assert _all("/records/?changed_since=1990-01-01&per_page=2") == everything
    since = (now - dt.timedelta(days=5)).astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    assert _all(f"/records/?changed_since={since}&per_page=2") == everything[2:]
    assert _all("/records/?changed_since=2999-01-01") == []


def test_what_changes_meanwhile_comes_again(
    make_record: MakeRecord, an: User, now: dt.datetime
) -> None:
    first = make_record(released=AccessLevel.PUBLIC, changed_at=now - dt.timedelta(days=2))
    make_record(released=AccessLevel.PUBLIC, changed_at=now - dt.timedelta(days=1))
    page = said_at("/records/?changed_since=1990-01-01&per_page=1")
    assert [each["code"] for each in page["items"]] == [first.code]
    actions.describe_record(actor=an, record=first, version=1, title="Sửa", at=now)
    assert _all(page["next"])[-1] == first.code


def test_a_cursor_does_not_count_what_is_closed(make_record: MakeRecord) -> None:
    """Keys of rows in it would: of all records, open and closed, that were entered in between."""
    address = "/records/?changed_since=1990-01-01&per_page=1"
    for code in ("LD-1", "KIN-1", "LD-2"):
        make_record(code=code, released=AccessLevel.PUBLIC if code != "KIN-1" else None)
    first, again = said_at(address), said_at(address)
    cursor = parse_qs(urlsplit(first["next"]).query)["cursor"][0]
    plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert not re.search(rb"[0-9]{6}", plain)
    assert first == again  # an unchanged page costs no bytes
    other = "B" if cursor.startswith("A") else "A"
    said_at(f"{address}&cursor={other}{cursor[1:]}", status=400)


def test_changes_are_narrowed_like_the_list(make_record: MakeRecord) -> None:
    make_record(released=AccessLevel.PUBLIC, kind="map", code="LD-MAP")
    make_record(released=AccessLevel.PUBLIC)
    assert _all("/records/?changed_since=1990-01-01&kind=map&per_page=1") == ["LD-MAP"]


def test_what_does_not_go_together_is_said(make_record: MakeRecord) -> None:
    said = said_at("/records/?changed_since=1990-01-01&page=2&sort=code", status=400)
    assert {fault["name"] for fault in said["faults"]} == {"page", "sort"}
    said = said_at("/records/?cursor=MC4w", status=400)
    assert [fault["name"] for fault in said["faults"]] == ["cursor"]
    for wrong in (
        "hôm qua", "2026-13-01", "2026-01-01T99:00", "0001-01-01", "9999-12-31T23:59:59-23:59", "1",
    ):  # fmt: skip
        path = f"/records/?changed_since={wrong}"
        said_at(path, status=400)
    for wrong in (
        "!!",
        "MC4w" * 3000,
        "YWJj",
        "MC4x",
        "A" * 22,
        "A" * 43,
        "LTEuLTE",
        "OTk5OTk5OTk5OTk5OTk5OTk5LjE",
    ):
        said_at(f"/records/?changed_since=1990-01-01&cursor={wrong}", status=400)
