"""Content Search 2: words with their boxes on canvases, stretches with their times, no secret."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.models import Page, Record
from archive.search import actions as index_actions
from tests.interop.iiif.conftest import consented, said_at

CANVAS = "http://localhost:8000/iiif/presentation/3/LD-1/canvas/p1"


def found(path: str, **asked: Any) -> Any:
    return said_at(f"/iiif/search/2/{path}", **asked)


def test_a_word_on_a_page_is_found_with_its_box(document: Record) -> None:
    index_actions.rebuild_index()
    said = found("LD-1?q=hoi+nghi&motivation=painting")
    assert said["@context"][-1] == "http://iiif.io/api/search/2/context.json"
    assert (said["type"], said["ignored"]) == ("AnnotationPage", ["motivation"])
    assert [each["target"] for each in said["items"]] == [
        f"{CANVAS}#xywh=150,110,300,55",
        f"{CANVAS}#xywh=480,110,300,55",
    ]
    assert [each["body"]["value"] for each in said["items"]] == ["Hội", "nghị"]
    assert {each["textGranularity"] for each in said["items"]} == {"word"}
    [quoted] = said["annotations"][0]["items"]
    assert quoted["motivation"] == "contextualizing"
    assert quoted["target"]["source"] == said["items"][0]["id"]
    selector = quoted["target"]["selector"][0]
    assert "Tỉnh uỷ" in selector["exact"] + selector["suffix"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=khongcotrongdo", "?q=%00", "?q=%22%28",
                                   "?q=hoi&page=999999999999", "?q=hoi&page=-1"])  # fmt: skip
def test_whatever_is_asked_there_is_an_answer(query: str, document: Record) -> None:
    index_actions.rebuild_index()
    answer = Client().get(f"/iiif/search/2/LD-1{query}")
    assert answer.status_code in (200, 400, 404)
    if answer.status_code == 200:
        assert answer.json()["type"] == "AnnotationPage"


def test_a_page_without_boxes_is_found_whole(document: Record) -> None:
    Page.objects.update(words=[])
    index_actions.rebuild_index()
    [item] = found("LD-1?q=hội+nghị")["items"]
    assert (item["target"], item["textGranularity"]) == (CANVAS, "page")


def test_what_is_found_goes_over_several_answers(
    document: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = document.pages.get(number=2)
    page.text, page.words = "Hội nghị nữa", []
    page.save()
    index_actions.rebuild_index()
    monkeypatch.setattr("archive.interop.iiif.searching.PER_PAGE", 1)
    first = found("LD-1?q=nghi")
    assert first["partOf"]["type"] == "AnnotationCollection"
    second = said_at(first["next"]["id"].removeprefix("http://localhost:8000"))
    assert second["prev"]["id"] == first["id"]
    assert "next" not in second
    assert {each["id"] for each in first["items"]}.isdisjoint(
        each["id"] for each in second["items"]
    )


def test_what_is_said_is_found_with_its_time_but_not_what_is_sealed(
    interview: Record, an: User, now: dt.datetime
) -> None:
    index_actions.rebuild_index()
    assert found("LD-NC-1?q=giao+lien")["items"] == []
    consented(interview, an, now, *Scope)
    index_actions.rebuild_index()
    [item] = found("LD-NC-1?q=giao+lien")["items"]
    assert item["target"].endswith("/LD-NC-1/canvas/sound#t=10,19")
    interview.seals.create(from_ms=9_500, to_ms=20_000, reason="x")
    said = found("LD-NC-1?q=giao+lien")
    assert said["items"] == []
    assert "giao liên" not in json.dumps(said, ensure_ascii=False)


def test_a_sealed_page_is_not_found(document: Record) -> None:
    index_actions.rebuild_index()
    document.seals.create(from_page=1, to_page=1, reason="x")
    assert found("LD-1?q=nghi")["items"] == []
