"""What stands beside a hit: the piece of the page, and the sound from the second on."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from archive.catalogue.models import AccessLevel, Page, Record, Recording
from archive.files.models import Derivative, Family, Master
from archive.public.search.cutouts import cut
from archive.search import actions

SIZE = (2000, 3000)
WORDS = [[0.1, 0.1, 0.1, 0.02, "Kháng"], [0.21, 0.1, 0.1, 0.02, "chiến"],
         [0.1, 0.8, 0.1, 0.02, "gian"], [0.21, 0.8, 0.1, 0.02, "khổ"]]  # fmt: skip


def derive(master: Master, role: Derivative.Role, now: dt.datetime) -> None:
    Derivative.objects.create(
        master=master, role=role, path="x", media_type="image/tiff", digest="0" * 64, size=1,
        width=SIZE[0], height=SIZE[1], recipe="test", made_at=now,
    )  # fmt: skip


@pytest.fixture
def pictured(make_record: Any, add_pages: Any, now: dt.datetime) -> Record:
    record: Record = make_record(released=AccessLevel.PUBLIC, title="Báo cáo")
    add_pages(record, "Kháng chiến gian khổ")
    page = Page.objects.get()
    # Read by machine, a word also says how surely it was read.
    Page.objects.update(words=[[*word, 91] for word in WORDS])
    derive(page.master, Derivative.Role.PYRAMID, now)
    actions.rebuild_index()
    return record


@pytest.fixture
def spoken(make_record: Any, add_transcript: Any, now: dt.datetime) -> Record:
    record: Record = make_record(released=AccessLevel.PUBLIC, title="Lời kể")
    add_transcript(record, "Mở đầu.", "Hồi ấy kháng chiến gian khổ.")
    master = Master.objects.create(
        digest="a" * 64, size=1, family=Family.AUDIO, media_type="audio/mpeg",
        original_name="bang.mp3", stored_at=now,
    )  # fmt: skip
    derive(master, Derivative.Role.WEB_AUDIO, now)
    for part in (1, 2):
        Recording.objects.create(
            record=record, master=master, part=part, starts_ms=(part - 1) * 8_000, duration_ms=8_000
        )
    actions.rebuild_index()
    return record


def found(client: Client, words: str) -> str:
    return client.get("/search/", {"q": words}).content.decode()


def test_the_piece_of_the_page_shows_the_words_and_marks_them(
    pictured: Record, client: Client
) -> None:
    page = found(client, "khang chien")
    match = re.search(rf"/iiif/image/3/{pictured.code}:1/(\d+),(\d+),(\d+),(\d+)/max/0/", page)
    assert match
    left, top, width, height = map(int, match.groups())
    assert left <= 200 and left + width >= 620
    assert top <= 300 and 360 <= top + height <= 600
    assert page.count("<rect") == 2


def test_a_sealed_page_and_a_page_without_boxes_have_no_piece(
    pictured: Record, client: Client
) -> None:
    Page.objects.update(words=[])
    assert "/iiif/" not in found(client, "khang chien")
    Page.objects.update(words=WORDS)
    assert "/iiif/" in found(client, "khang chien")
    pictured.seals.create(from_page=1, to_page=1, reason="niêm phong")
    assert "/iiif/" not in found(client, "khang chien")


def test_words_far_apart_are_not_forced_into_one_piece() -> None:
    boxes: Any = [tuple(word[:4]) for word in WORDS]
    piece = cut("X:1", SIZE, boxes, boxes)
    assert piece.height_part < 0.25
    assert len(piece.boxes) == 2
    edge = cut("X:1", SIZE, [(0.95, 0.99, 0.05, 0.01)], [])
    assert edge.x + edge.width_part <= 1
    assert edge.y + edge.height_part <= 1


def test_a_moment_is_played_from_its_second_in_its_part(spoken: Record, client: Client) -> None:
    page = found(client, "khang chien")
    assert f'data-play="/records/{spoken.code}/recordings/2/audio" data-from="2.000"' in page


def test_where_the_sound_is_closed_there_is_nothing_to_play(spoken: Record, client: Client) -> None:
    Record.objects.update(kind="interview")  # consent governs now, and there is none
    assert "data-play" not in found(client, "khang chien")
    assert "data-play" not in found(client, "loi ke")


def test_marks_ignored_in_the_search_are_ignored_on_the_page(
    pictured: Record, client: Client
) -> None:
    page = client.get("/search/", {"q": "khắng chiến", "marks": "ignore"}).content.decode()
    link = re.search(rf'href="(/records/{pictured.code}/p/1\?q=[^"]*marks=ignore)"', page)
    assert link
    assert "<mark>Kháng</mark>" in client.get(link[1].replace("&amp;", "&")).content.decode()
