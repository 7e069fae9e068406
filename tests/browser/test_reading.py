"""The viewer and the player in a browser, and what is left of them without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import pyvips
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from playwright.sync_api import expect

from archive.accounts.models import User
from archive.files.models import Derivative, Family, Master
from archive.ingest.readers import pictures
from tests.browser.conftest import keep_picture
from tests.browser.holdings import Holdings
from tests.ingest.films import film
from tests.patience import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_word_without_marks_to_the_word_on_the_page(
    open_page: Any, holdings: Holdings
) -> None:
    page = open_page()
    page.goto("/")
    page.fill("main input[name=q]", "khao sat thuc tien bao cao")
    page.press("main input[name=q]", "Enter")
    page.locator(".passage__place", has_text="Trang 2").first.click()
    expect(page.locator(".pagetext__body mark").first).to_be_visible()
    expect(page.locator(".viewer__mark").first).to_be_visible()


def test_the_viewer_turns_zooms_and_obeys_keys(open_page: Any, holdings: Holdings) -> None:
    page = open_page()
    page.goto(f"/records/{holdings.document.code}/p/1")
    expect(page.locator(".openseadragon-canvas canvas").first).to_be_visible()
    expect(page.locator("[data-sheet]")).to_be_hidden()
    page.keyboard.press("r")
    page.keyboard.press("+")
    page.locator(".tools__light summary").first.click()
    page.locator("[data-light=brightness]").fill("150")
    assert "brightness(150%)" in page.evaluate(
        "document.querySelector('.openseadragon-canvas canvas').style.filter"
    )
    page.locator(".tools__light summary").first.click()
    page.locator("h1").click(position={"x": 1, "y": 1}, trial=True)
    page.keyboard.press("]")
    page.wait_for_url("**/p/2")


@pytest.fixture
def tiled(holdings: Holdings, tmp_path: Path, now: Any) -> str:
    """Give the first page of the document its tiles; return the page's address."""
    page = holdings.document.pages.get(number=1)
    with storages["masters"].open(page.master.path) as file:
        (tmp_path / "scan.jpg").write_bytes(file.read())
    image = pyvips.Image.new_from_file(str(tmp_path / "scan.jpg"))
    facts = pictures.make(image, {"pyramid": tmp_path / "tiles.tif"})["pyramid"]
    body = (tmp_path / "tiles.tif").read_bytes()
    Derivative.objects.create(
        master=page.master, role=Derivative.Role.PYRAMID, recipe="pyramid/1", made_at=now,
        path=storages["derivatives"].save("tiles.tif", ContentFile(body)), digest="e" * 64,
        size=len(body), **facts,
    )  # fmt: skip
    return f"/records/{holdings.document.code}/p/1"


def test_only_what_is_shown_is_fetched(open_page: Any, tiled: str) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(tiled, wait_until="networkidle")
    expect(page.locator("[data-viewer]")).to_have_class(re.compile("is-drawn"))
    ours = [url for url in asked if f"{tiled}/" in url or ":1/" in url]
    assert sum(url.endswith("/p/1/thumbnail") for url in ours) == 1
    tiles = [url for url in ours if url.endswith("/default.jpg")]
    assert 1 <= len(tiles) <= 6 and len(ours) == len(tiles) + 1
    # On paper the whole image stands, whatever part of it is on the screen.
    with page.expect_request(re.compile("/p/1/image$")):
        page.pdf()


def test_by_finger_the_page_scrolls_until_it_is_brought_closer(open_page: Any, tiled: str) -> None:
    page = open_page(phone=True, touch=True)
    page.goto(f"{tiled}?q=bao+cao")
    canvas = page.locator(".openseadragon-canvas")
    expect(canvas).to_have_css("touch-action", "pan-x pan-y")
    page.locator("summary", has_text="Độ sáng và tương phản").tap()
    expect(page.get_by_label("Độ sáng", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.keyboard.press("Escape")
    expect(page.get_by_label("Độ sáng", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Phóng to").tap()
    expect(canvas).to_have_css("touch-action", "none")
    page.get_by_role("button", name="Cả trang").tap()
    expect(canvas).to_have_css("touch-action", "pan-x pan-y")


def test_where_there_is_no_full_screen_the_page_gives_its_own(open_page: Any, tiled: str) -> None:
    page = open_page(phone=True, touch=True)
    page.add_init_script("delete Element.prototype.requestFullscreen")
    page.goto(tiled)
    page.get_by_role("button", name="Toàn màn hình").tap()
    box = page.locator("[data-viewer]").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
    expect(page.locator(".openseadragon-canvas")).to_have_css("touch-action", "none")
    keep_picture(page, "full-screen-of-our-own")
    page.keyboard.press("Escape")
    assert page.locator("[data-viewer]").bounding_box()["height"] < 740


def test_without_scripts_the_page_is_an_image_with_its_text(
    open_page: Any, holdings: Holdings
) -> None:
    page = open_page(script=False)
    page.goto(f"/records/{holdings.document.code}/p/2?q=bao+cao")
    expect(page.locator("[data-sheet] .sheet__whole")).to_be_visible()
    assert page.locator(".sheet__marks rect").count() > 0
    page.get_by_role("link", name="Trang sau").click()
    page.wait_for_url("**/p/4?q=bao+cao")  # page 3 is sealed


def test_the_transcript_follows_the_sound(open_page: Any, holdings: Holdings) -> None:
    page = open_page()
    page.goto(f"/records/{holdings.interview.code}/t/12")
    expect(page.locator("#now")).to_contain_text("Đường dây của chúng tôi")
    page.locator(".transcript__time", has_text="00:30").click()
    expect(page.locator("#now")).to_contain_text("Ba ngày sau")
    assert page.url.endswith("/t/30")
    page.locator("[data-audio]").evaluate("audio => audio.pause()")
    page.keyboard.press("j")
    expect(page.locator("#now")).to_contain_text("Có một lần nước suối")
    page.select_option("[data-speed]", "1.5")
    assert page.locator("[data-audio]").evaluate("audio => audio.playbackRate") == 1.5


# Waited for in the page itself: the policy of our pages lets nothing be evaluated from outside.
NEAR_ITS_END = """async audio => {
  if (!(audio.duration > 0))
    await new Promise(known => audio.addEventListener("loadedmetadata", known, {once: true}));
  audio.currentTime = audio.duration - 0.2;
  audio.play();
}"""


# Seen is what was decoded: the size of the picture, at the second that was asked for.
SHOWN = """async film => {
  if (film.readyState < 2 || film.seeking)
    await new Promise(shown => film.addEventListener("canplay", shown, {once: true}));
  return [film.tagName, film.videoWidth, Math.floor(film.currentTime)];
}"""


def test_a_film_is_seen_where_it_is_read(open_page: Any, holdings: Holdings, now: Any) -> None:
    recording = holdings.interview.recordings.get()
    body = film("webm", "libvpx-vp9", "libopus", seconds=20)
    path = storages["derivatives"].save("film", ContentFile(body))
    Master.objects.filter(pk=recording.master_id).update(family=Family.VIDEO)
    Derivative.objects.create(
        master_id=recording.master_id, role=Derivative.Role.FILM, path=path, size=len(body),
        media_type="video/webm", digest="f" * 64, recipe="film/1", made_at=now,
    )  # fmt: skip
    page = open_page()
    page.goto(f"/records/{holdings.interview.code}/t/12")
    shown = page.locator("video[data-audio]")
    assert shown.evaluate(SHOWN) == ["VIDEO", 320, 12]
    expect(page.locator("#now")).to_contain_text("Đường dây của chúng tôi")
    page.keyboard.press("j")
    wait_for(lambda: shown.evaluate(SHOWN)[2] == 7)
    keep_picture(page, "film")
    bare = open_page(script=False)
    bare.goto(f"/records/{holdings.interview.code}/t/12")
    expect(bare.locator("video[controls]")).to_have_attribute("src", re.compile(r"/film#t=\d"))


def test_two_tapes_are_one_interview(open_page: Any, holdings: Holdings, an: User) -> None:
    first = holdings.interview.recordings.get()
    second = holdings.interview.recordings.create(
        part=2, master=first.master, starts_ms=first.duration_ms, duration_ms=first.duration_ms,
        label="Mặt B",
    )  # fmt: skip
    transcript = holdings.interview.transcripts.get()
    begins = second.starts_ms + 5_000
    transcript.segments.create(
        position=99, start_ms=begins, end_ms=begins + 4_000, text="Lời ở mặt B"
    )
    page = open_page(an)
    page.goto(f"/records/{holdings.interview.code}/t/12")
    sound = page.locator("[data-audio]")
    expect(page.locator("[data-part-title]")).to_contain_text("Phần 1 trên 2")
    # A press on what is said on the second tape goes on to it, without another page.
    page.locator("li", has_text="Lời ở mặt B").locator("a").click()
    expect(page.locator("[data-part-title]")).to_contain_text("Phần 2 trên 2 · Mặt B")
    expect(page.locator("#now")).to_contain_text("Lời ở mặt B")
    assert "/recordings/2/audio" in sound.get_attribute("src")
    # And back: where the first tape ends, the second begins by itself.
    page.locator(".transcript__time", has_text="00:30").click()
    expect(page.locator("[data-part-title]")).to_contain_text("Phần 1 trên 2")
    sound.evaluate(NEAR_ITS_END)
    expect(page.locator("[data-part-title]")).to_contain_text("Phần 2 trên 2")
    # An address of the second tape opens it at that second.
    page.goto(f"/records/{holdings.interview.code}/t/{begins // 1000}")
    expect(page.locator("[data-part-title]")).to_contain_text("Phần 2 trên 2")
    expect(page.locator("#now")).to_contain_text("Lời ở mặt B")


def test_two_pages_stand_side_by_side_and_move_together(open_page: Any, holdings: Holdings) -> None:
    page = open_page()
    page.goto(f"/records/{holdings.document.code}/p/1")
    page.get_by_role("link", name="Đặt hai trang cạnh nhau").click()
    expect(page.locator(".viewer__stage canvas")).to_have_count(2)
    expect(page.get_by_label("Di chuyển cả hai")).to_be_checked()
    keep_picture(page, "two-pages")
    page.get_by_label("Đặt cạnh: mã tra cứu").fill("KHONG-CO")
    page.get_by_role("button", name="Hiển thị").click()
    expect(page.get_by_text("Không có trang này")).to_be_visible()
    expect(page.locator(".viewer__stage canvas")).to_have_count(1)


def test_without_scripts_a_moment_is_a_line_to_read(open_page: Any, holdings: Holdings) -> None:
    page = open_page(script=False)
    page.goto(f"/records/{holdings.interview.code}/t/12")
    page.locator(".transcript__time", has_text="00:30").click()
    page.wait_for_url("**/t/30")
    expect(page.locator("#now")).to_contain_text("Ba ngày sau")


def test_the_keyboard_reaches_the_content_first(open_page: Any, holdings: Holdings) -> None:
    page = open_page()
    page.goto("/records/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
