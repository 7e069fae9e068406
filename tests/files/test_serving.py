"""Bytes over HTTP: ranges, conditions, and headers that keep a browser from running anything."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import Http404
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from archive.files import store
from archive.files.models import Family, Master
from archive.files.serving import serve_master

BODY = bytes(range(256)) * 8


@pytest.fixture
def master(now: dt.datetime, db: None) -> Master:
    received = store.receive([BODY], limit=10_000)
    store.keep_master(received.name, received.digest)
    return Master.objects.create(
        digest=received.digest,
        size=received.size,
        family=Family.AUDIO,
        media_type="audio/mpeg",
        original_name='băng "một"\r\n.mp3',
        stored_at=now,
    )


def ask(master: Master, method: str = "get", **headers: str) -> HttpResponseBase:
    request = getattr(RequestFactory(), method)("/", headers=headers)
    return serve_master(request, master, download=False)


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=2000-", 2000, 2048),
        ("bytes=-5", 2043, 2048),
        ("bytes=-999999", 0, 2048),
        ("bytes=2040-999999", 2040, 2048),
        (f"bytes=0-{'9' * 99}", 0, 2048),
        (f"bytes=-{'9' * 99}", 0, 2048),
        ("Bytes=0-0", 0, 1),
    ],
)
def test_a_range_is_answered_with_206(master: Master, wanted: str, start: int, end: int) -> None:
    response = ask(master, Range=wanted)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/2048"
    assert response["Content-Length"] == str(end - start)
    assert body(response) == BODY[start:end]


@pytest.mark.parametrize(
    "wanted", ["bytes=2048-", "bytes=9999-10000", "bytes=-0", f"bytes={'9' * 99}-"]
)
def test_a_range_that_cannot_be_met_is_416(master: Master, wanted: str) -> None:
    response = ask(master, Range=wanted)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */2048"
    assert body(response) == b""


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "bytes=-",
        "bytes=9-2",
        "bytes=0-1,5-6",
        "lines=1-2",
        "bytes=a-b",
        f"bytes=0-{'9' * 5000}",
    ],
)
def test_a_range_not_understood_is_ignored(master: Master, wanted: str) -> None:
    response = ask(master, Range=wanted)
    assert response.status_code == 200
    assert body(response) == BODY


def test_head_says_the_same_without_a_body(master: Master) -> None:
    response = ask(master, "head")
    assert (response.status_code, response["Content-Length"]) == (200, "2048")
    assert body(response) == b""
    ranged = ask(master, "head", Range="bytes=0-9")
    assert (ranged.status_code, ranged["Content-Length"]) == (200, "2048")


def test_what_is_known_already_is_not_sent_again(master: Master) -> None:
    tag = ask(master)["ETag"]
    assert ask(master, **{"If-None-Match": f'"other", W/{tag}'}).status_code == 304
    assert ask(master, **{"If-None-Match": '"other"'}).status_code == 200
    # A range of another version would be put together wrongly: the whole is sent.
    assert ask(master, Range="bytes=0-1", **{"If-Range": '"other"'}).status_code == 200
    assert ask(master, Range="bytes=0-1", **{"If-Range": tag}).status_code == 206


def test_nothing_is_served_as_something_a_browser_would_run(master: Master) -> None:
    response = ask(master)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Disposition"].startswith("inline")
    master.media_type = "application/pdf"
    assert ask(master)["Content-Disposition"].startswith("attachment")


def test_a_strange_name_cannot_break_the_header(master: Master) -> None:
    value = ask(master)["Content-Disposition"]
    assert "\r" not in value
    assert "\n" not in value
    assert value.count('"') == 2
    assert "filename*=UTF-8''b%C4%83ng%20" in value


def test_a_front_server_may_send_the_bytes(master: Master, settings: Any) -> None:
    settings.MEDIA_OFFLOAD_HEADER, settings.MEDIA_OFFLOAD_PREFIX = "X-Accel-Redirect", "/kho/"
    response = ask(master)
    assert response["X-Accel-Redirect"] == f"/kho/{master.path}"
    assert body(response) == b""


def test_bytes_that_are_gone_are_missing_not_an_error(master: Master) -> None:
    store.masters().delete(master.path)
    for method in ("get", "head"):
        with pytest.raises(Http404):
            ask(master, method)
