"""Searching by the API: the same language and gate as the page, in names addresses have."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.models import Collection, Record
from archive.search import actions as index_actions
from tests.interop.api.conftest import answer_at, consented, said_at

SITE = "http://localhost:8000"


@pytest.fixture
def searched(catalogue: Record, interview: Record, an: User, now: dt.datetime) -> Record:
    consented(interview, an, now, *Scope)
    index_actions.rebuild_index()
    return catalogue


def test_a_page_is_found_with_its_words_marked(searched: Record) -> None:
    said = said_at("/search/?q=hoi%20nghi")
    [hit] = said["items"]
    assert (said["count"], hit["record"]["code"]) == (1, "LD-1")
    [place] = hit["passages"]
    assert (place["page"], place["start"]) == (1, None)
    assert place["html_url"] == f"{SITE}/records/LD-1/p/1"
    text = place["text"]["text"]
    marked = [text[mark["start"] : mark["end"]] for mark in place["text"]["marks"]]
    assert marked == ["Hội", "nghị"]


def test_a_moment_is_found_with_its_second(searched: Record) -> None:
    [hit] = said_at("/search/?q=giao%20li%C3%AAn")["items"]
    [place] = hit["passages"]
    assert (place["page"], place["start"], place["end"]) == (None, 10, 19)
    assert place["speaker"] == "Người phỏng vấn"
    assert place["html_url"] == f"{SITE}/records/LD-NC-1/t/10"


def test_facets_are_counted_and_taken_by_their_addresses(searched: Record) -> None:
    facets = {each["name"]: each["values"] for each in said_at("/search/")["facets"]}
    assert {
        "value": "document",
        "label": "Văn bản, tài liệu",
        "count": 1,
        "is_chosen": False,
    } in facets["kind"]
    for name, value in (
        ("collection", "LD-P012-H034"), ("person", "nguoi-ke"), ("place", "di-linh"),
        ("subject", "khang-chien"), ("unit", "vn-68"), ("kind", "document"),
    ):  # fmt: skip
        assert value in {each["value"] for each in facets[name]}, name
        said = said_at(f"/search/?{name}={value}")
        assert [each["record"]["code"] for each in said["items"]] == ["LD-1"], name
        assert said_at(f"/search/?{name}=khong-co", status=400 if name == "kind" else 200)
    assert said_at("/search/?person=khong-co")["count"] == 0


def test_a_closed_collection_narrows_like_none(searched: Record) -> None:
    Collection.objects.update(is_public=False)
    closed, never = (said_at(f"/search/?collection={code}") for code in ("LD-P012", "LD-P999"))
    assert closed == never
    assert closed["count"] == 0


def test_nothing_sealed_is_found(
    catalogue: Record, interview: Record, an: User, now: dt.datetime
) -> None:
    consented(interview, an, now, *Scope)
    interview.seals.create(from_ms=9_500, to_ms=20_000, reason="x")
    index_actions.rebuild_index()
    assert said_at("/search/?q=giao%20li%C3%AAn")["count"] == 0
    assert said_at("/search/?q=giao%20li%C3%AAn", an)["count"] == 1


def test_what_was_done_to_the_query_is_told(searched: Record) -> None:
    said = said_at("/search/?q=kh*ng&marks=ignore&sort=oldest")
    assert (said["sort"], said["notes"]) == ("oldest", ["star_inside"])
    assert said_at("/search/?q=hoj%20nghi")["suggestions"] is not None


def test_pages_go_on_to_the_hundredth(searched: Record) -> None:
    said = said_at("/search/?page=100")
    assert (said["items"], said["next"]) == ([], None)
    said_at("/search/?page=101", status=400)


def test_too_often_is_said_as_a_problem(searched: Record, settings: Any) -> None:
    settings.SEARCHES_PER_MINUTE = 2
    answers = [answer_at("/search/?q=x", REMOTE_ADDR="203.0.113.7") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
