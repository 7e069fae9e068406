"""IIIF Presentation 3: manifests and collections, judged by the published schema, and by the gate.

The schema is IIIF's own (presentation-validator, CC BY 4.0), kept beside as it was published.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.access.actions import withdraw_record
from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Collection,
    Page,
    Record,
)
from archive.files.models import Derivative, Family, Master
from tests.interop.iiif.conftest import consented, gradient, pyramid_of, said_at

SITE = "http://localhost:8000"


@functools.cache
def schema() -> Any:
    text = (Path(__file__).parent / "iiif_presentation_3.json").read_text()
    return jsonschema.Draft7Validator(json.loads(text))


def valid(said: Any) -> Any:
    faults = [f"{list(e.absolute_path)}: {e.message[:300]}" for e in schema().iter_errors(said)]
    assert faults == []
    return said


def manifest(code: str = "LD-1", **asked: Any) -> Any:
    return valid(said_at(f"/iiif/presentation/3/{code}/manifest", **asked))


def test_a_document_is_a_manifest_of_its_pages(document: Record) -> None:
    said = manifest()
    assert said["id"] == f"{SITE}/iiif/presentation/3/LD-1/manifest"
    assert said["label"] == {"vi": ["Báo cáo sơ kết của Huyện uỷ Di Linh (minh hoạ)"]}
    first, second = said["items"]
    assert (first["width"], first["height"]) == (1500, 1100)
    assert second["label"] == {"vi": ["Trang 2"], "en": ["Page 2"]}
    body = first["items"][0]["items"][0]["body"]
    assert body["service"][0]["id"] == f"{SITE}/iiif/image/3/LD-1:1"
    path = body["service"][0]["id"].removeprefix(SITE)
    information = Client().get(f"{path}/info.json").json()
    assert (information["width"], information["height"]) == (1500, 1100)
    assert Client().get(body["id"].removeprefix(SITE)).status_code == 200
    assert Client().get(said["thumbnail"][0]["id"].removeprefix(SITE)).status_code == 200


def test_what_is_known_of_it_is_said_in_both_languages(document: Record) -> None:
    said = manifest()
    facts = {fact["label"]["vi"][0]: fact["value"] for fact in said["metadata"]}
    assert facts["Mã tra cứu"] == {"none": ["LD-1"]}
    english = {fact["label"]["en"][0] for fact in said["metadata"]}
    assert {"Reference code", "Date", "Kind"} <= english
    assert said["rights"] == "http://rightsstatements.org/vocab/InC/1.0/"
    assert document.holder.name in said["requiredStatement"]["value"]["none"][0]
    assert said["provider"][0]["label"] == {"vi": [document.holder.name]}
    assert said["navDate"] == "1954-07-20T00:00:00Z"
    assert said["homepage"][0]["id"] == f"{SITE}/records/LD-1/"


def test_every_address_in_it_that_is_a_door_answers(document: Record) -> None:
    said = manifest()
    doors = [*said["seeAlso"], *said["homepage"], *said["items"][0]["annotations"],
             *said["items"][0]["seeAlso"], said["provider"][0]["homepage"][0]]  # fmt: skip
    for door in doors:
        answer = Client().get(door["id"].removeprefix(SITE))
        assert answer.status_code == 200, door["id"]


def test_the_text_of_a_page_stands_line_by_line_where_it_is(document: Record) -> None:
    said = said_at("/iiif/presentation/3/LD-1/p/1/text")
    first, second = said["items"]
    canvas = f"{SITE}/iiif/presentation/3/LD-1/canvas/p1"
    assert first["body"]["value"] == "Hội nghị"
    assert (first["target"], first["textGranularity"]) == (f"{canvas}#xywh=150,110,630,55", "line")
    assert (second["target"], second["textGranularity"]) == (canvas, "page")
    assert "annotations" not in manifest()["items"][1]
    said_at("/iiif/presentation/3/LD-1/p/2/text", status=404)


def test_an_interview_is_one_canvas_of_all_its_tapes(
    interview: Record, an: User, now: dt.datetime
) -> None:
    consented(interview, an, now, *Scope)
    [canvas] = manifest("LD-NC-1")["items"]
    assert canvas["duration"] == 120
    targets = [each["target"].partition("#")[2] for each in canvas["items"][0]["items"]]
    assert targets == ["t=0,60", "t=60,120"]
    subtitles, stretches = canvas["annotations"]
    [vtt] = subtitles["items"]
    answer = Client().get(vtt["body"]["id"].removeprefix(SITE))
    assert "Tôi đi giao liên" in answer.content.decode()
    said = said_at(stretches["id"].removeprefix(SITE))
    assert said["items"][1]["target"].endswith("/canvas/sound#t=10,19")
    assert said["items"][1]["body"]["value"] == "Người phỏng vấn: Tôi đi giao liên"


def test_what_is_sealed_is_in_none_of_it(interview: Record, an: User, now: dt.datetime) -> None:
    consented(interview, an, now, *Scope)
    interview.seals.create(from_ms=9_500, to_ms=20_000, reason="x")
    for start_ms, title in ((0, "Tuổi nhỏ"), (10_000, "Đi giao liên"), (20_000, "Về quê")):
        interview.chapters.create(start_ms=start_ms, title=title)
    [canvas] = manifest("LD-NC-1")["items"]
    # The first tape has no silenced copy yet, so there is none of it.
    assert [each["target"].partition("#")[2] for each in canvas["items"][0]["items"]] == [
        "t=60,120"
    ]
    said = said_at("/iiif/presentation/3/LD-NC-1/transcripts/verbatim-vi")
    assert [each["body"]["value"].rpartition(": ")[2] for each in said["items"]] == [
        "Thưa bác",
        "Cảm ơn bác",
    ]
    [contents] = manifest("LD-NC-1")["structures"]
    assert [each["label"]["vi"][0] for each in contents["items"]] == ["Về quê"]
    everything = manifest("LD-NC-1", user=an)
    assert len(everything["items"][0]["items"][0]["items"]) == 2
    assert len(everything["structures"][0]["items"]) == 3


def test_without_consent_there_is_no_manifest_or_only_what_it_covers(
    interview: Record, an: User, dung: User, now: dt.datetime
) -> None:
    address = "/iiif/presentation/3/LD-NC-1/manifest"
    said_at(address, status=404)
    said_at(address, user=dung, status=404)
    said_at("/iiif/presentation/3/LD-NC-1/transcripts/verbatim-vi", status=404)
    consented(interview, an, now, Scope.AUDIO)
    [canvas] = manifest("LD-NC-1")["items"]
    assert "annotations" not in canvas
    assert "Nguyễn Văn Minh Hoạ" not in json.dumps(manifest("LD-NC-1"), ensure_ascii=False)
    said_at("/iiif/presentation/3/LD-NC-1/transcripts/verbatim-vi", status=404)
    manifest("LD-NC-1", user=an)


def test_closed_sealed_withdrawn_and_moved_as_everywhere(
    document: Record, make_record: Any, an: User, binh: User, dung: User, now: Any
) -> None:
    make_record(code="LD-2")
    for user in (None, dung):
        for code in ("LD-2", "LD-9"):
            said_at(f"/iiif/presentation/3/{code}/manifest", user=user, status=404)
            said_at(f"/iiif/search/2/{code}?q=a", user=user, status=404)
    document.seals.create(from_page=1, to_page=1, reason="x")
    assert [each["label"]["en"] for each in manifest()["items"]] == [["Page 2"]]
    said_at("/iiif/presentation/3/LD-1/p/1/text", status=404)
    assert len(manifest(user=an)["items"]) == 2
    document.former_codes.create(code="LD-CU")
    moved = Client().get("/iiif/presentation/3/LD-CU/manifest")
    assert (moved.status_code, moved["Location"]) == (301, "/iiif/presentation/3/LD-1/manifest")
    withdraw_record(actor=binh, record=document, reason="Theo đề nghị", at=now)
    said_at("/iiif/presentation/3/LD-1/manifest", status=410)


def test_other_sites_read_what_a_visitor_reads_and_no_more(document: Record, an: User) -> None:
    for path in ("/iiif/presentation/3/LD-1/manifest", "/iiif/presentation/3/LD-1/p/1/text",
                 "/iiif/image/3/LD-1:1/info.json", "/iiif/search/2/LD-1?q=x"):  # fmt: skip
        public = Client().get(path, headers={"Origin": "https://xem.example.vn"})
        assert public["Access-Control-Allow-Origin"] == "*"
        assert public["Cache-Control"] == "private, no-cache"
        assert "Cookie" in public["Vary"]
        again = Client().get(path, headers={"If-None-Match": public["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        signed_in = Client()
        signed_in.force_login(an, "django.contrib.auth.backends.ModelBackend")
        assert "Access-Control-Allow-Origin" not in signed_in.get(path)
    linked = Client().get(
        "/iiif/presentation/3/LD-1/manifest", headers={"Accept": "application/ld+json"}
    )
    assert linked["Content-Type"].startswith("application/ld+json;profile=")


def test_a_browser_may_ask_whether_it_may_and_learns_nothing(document: Record) -> None:
    """An `Accept` with a profile in it is not sent to another site before this is answered."""
    asked = {"Origin": "https://xem.example.vn", "Access-Control-Request-Method": "GET",
             "Access-Control-Request-Headers": "accept"}  # fmt: skip
    doors = ("presentation/3/{}/manifest", "presentation/3/collections/{}", "search/2/{}",
             "presentation/3/{}/p/1/text", "image/3/{}:1/info.json", "image/3/{}:1")  # fmt: skip
    for door in doors:
        answers = [Client().options(f"/iiif/{door.format(code)}", headers=asked)
                   for code in ("LD-1", "KHONG-CO")]  # fmt: skip
        assert [answer.status_code for answer in answers] == [204, 204]
        assert answers[0].headers == answers[1].headers
        assert answers[0]["Access-Control-Allow-Origin"] == "*"
        assert "Accept" in answers[0]["Access-Control-Allow-Headers"]


def test_a_record_page_leads_to_its_manifest_where_there_is_one(
    document: Record, interview: Record
) -> None:
    link = 'href="/iiif/presentation/3/LD-1/manifest"'
    for path in ("", "p/1"):
        page = Client().get(f"/records/LD-1/{path}").content.decode()
        assert page.count(link) == 2
    assert "/iiif/presentation/3/" not in Client().get("/records/LD-NC-1/").content.decode()


def test_sound_and_subtitles_are_let_into_other_sites_viewers(
    interview: Record, an: User, now: dt.datetime
) -> None:
    consented(interview, an, now, *Scope)
    answer = Client().get("/records/LD-NC-1/transcript.vtt")
    assert answer["Access-Control-Allow-Origin"] == "*"
    insider = Client()
    insider.force_login(an, "django.contrib.auth.backends.ModelBackend")
    assert "Access-Control-Allow-Origin" not in insider.get("/records/LD-NC-1/transcript.vtt")


def test_a_collection_names_what_is_right_below_it_and_may_be_seen(
    document: Record, make_record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = document.holder
    fonds = Collection.objects.create(
        code="LD-P012", title="Phông Huyện uỷ Di Linh", level="fonds", holder=office,
        is_public=True, publication="shown",
    )  # fmt: skip
    shown, hidden = (
        Collection.objects.create(
            code=f"LD-P012-{n}", title=title, level="file", holder=office, parent=fonds,
            is_public=public,
        )
        for n, title, public in ((1, "Hồ sơ mở", True), (2, "Hồ sơ kín", False))
    )  # fmt: skip
    document.collection = fonds
    document.save()
    make_record(code="LD-1-KIN", collection=fonds)
    make_record(code="LD-1-CHU", collection=fonds, released=AccessLevel.PUBLIC)
    said = valid(said_at("/iiif/presentation/3/collections/LD-P012"))
    ids = [item["id"].rpartition("/3/")[2] for item in said["items"]]
    assert ids == [f"collections/{shown.code}", "LD-1/manifest"]
    assert hidden.title not in json.dumps(said, ensure_ascii=False)
    assert manifest()["partOf"][0]["id"] == said["id"]
    monkeypatch.setattr("archive.interop.iiif.manifests.PER_PAGE", 1)
    second = make_record(code="LD-1-HAI", collection=fonds, released=AccessLevel.PUBLIC)
    pyramid_of(gradient(40, 60), second, number=7)
    first = valid(said_at("/iiif/presentation/3/collections/LD-P012"))
    assert first["items"][-1]["id"] == f"{said['id']}?page=2"
    valid(said_at("/iiif/presentation/3/collections/LD-P012?page=2"))
    for path in ("LD-P012-2", "LD-P012?page=3", "LD-P012?page=0", "X"):
        said_at(f"/iiif/presentation/3/collections/{path}", status=404)


def test_hundreds_of_pages_cost_no_more_queries(document: Record, now: dt.datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            said_at("/iiif/presentation/3/LD-1/manifest")
        return len(asked)

    before = queries()
    master = Master.objects.create(
        digest="9" * 64, size=1, family=Family.PDF, media_type="application/pdf",
        original_name="x.pdf", stored_at=now, technical={"frames": 200},
    )  # fmt: skip
    Derivative.objects.bulk_create(
        Derivative(master=master, role="pyramid", frame=n, path=f"x{n}", media_type="image/tiff",
                   digest="1" * 64, size=1, width=1000, height=1400, recipe="x", made_at=now)
        for n in range(200)
    )  # fmt: skip
    Page.objects.bulk_create(
        Page(record=document, number=n + 10, master=master, frame=n, text="chữ") for n in range(200)
    )
    assert queries() <= before + 1
    assert len(manifest()["items"]) == 202
