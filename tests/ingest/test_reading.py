"""A scan that lies askew is set straight before it is read, and its boxes are put back."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
import pyvips
from PIL import Image, ImageDraw

from archive.desk.demonstration.setting import font
from archive.ingest import ocr
from archive.ingest.readers import pictures, scans
from archive.ingest.reading import put_back
from archive.values.word_boxes import confidence_of

# Scans are read beside the database.
pytestmark = pytest.mark.once

WIDTH, HEIGHT = 1000, 760
LINES = (
    "Hội nghị Tỉnh uỷ lần thứ năm", "họp tại Đà Lạt ngày mười", "bàn về công tác sưu tầm",
    "tư liệu lịch sử của tỉnh", "và lời kể của nhân chứng", "trong những năm kháng chiến",
    "Các huyện uỷ báo cáo kết quả", "số tư liệu đã thu thập được",
)  # fmt: skip


@pytest.fixture(scope="module")
def page() -> tuple[Any, dict[str, tuple[float, float]]]:
    """Return a page of eight lines and where on it each word that occurs once has its middle."""
    image = Image.new("L", (WIDTH, HEIGHT), 245)
    draw, type_ = ImageDraw.Draw(image), font(False, 34)
    middles: dict[str, tuple[float, float]] = {}
    for number, line in enumerate(LINES):
        x, y = 120.0, 90 + 76 * number
        for word in line.split():
            left, top, right, bottom = draw.textbbox((x, y), word, font=type_)
            draw.text((x, y), word, font=type_, fill=40)
            middles[word] = ((left + right) / 2 / WIDTH, (top + bottom) / 2 / HEIGHT)
            x = right + 14
    once = {word for word in middles if " ".join(LINES).split().count(word) == 1}
    return pictures.from_pillow(image), {word: middles[word] for word in once}


@pytest.fixture
def tesseract() -> None:
    """Skip without Tesseract; it is asked now, not by every process that looks for tests."""
    if not ocr.is_installed():
        pytest.skip("Tesseract with `vie` is not installed")


@pytest.mark.parametrize("degrees", [0.0, 1.2, -2.3, 5.0])
def test_the_lean_of_lines_is_found(degrees: float, page: Any) -> None:
    leaning = page[0].rotate(degrees, background=[245]).copy_memory()
    assert scans.skew_of(leaning) == pytest.approx(-degrees, abs=0.25)


def test_what_has_no_lines_is_left_as_it_lies() -> None:
    assert scans.skew_of(pyvips.Image.black(30, 2000)) == 0
    assert scans.skew_of(pyvips.Image.black(800, 800) + 200) == 0


@pytest.mark.parametrize("degrees", [-3.0, 0.4, 6.0])
def test_a_box_is_put_back_where_it_was(degrees: float) -> None:
    paper = pyvips.Image.black(900, 600).invert().draw_rect(0, 700, 80, 30, 20, fill=True)
    turned = paper.rotate(degrees, background=[255])
    left, top, width, height = (turned < 128).ifthenelse(255, 0).find_trim(background=[0])
    word = [
        left / turned.width, top / turned.height, width / turned.width, height / turned.height,
        "chữ", 90,
    ]  # fmt: skip
    sheet = {
        "turned": degrees, "width": turned.width, "height": turned.height, "level_from": [900, 600],
    }  # fmt: skip
    [box] = put_back(ocr.Reading("chữ", [word]), sheet).words
    assert (box[0] + box[2] / 2) * 900 == pytest.approx(715, abs=2)
    assert (box[1] + box[3] / 2) * 600 == pytest.approx(90, abs=2)
    assert box[4:] == ["chữ", 90]


@pytest.mark.usefixtures("tesseract")
def test_a_page_askew_is_read_with_its_words_in_their_places(page: Any, tmp_path: Path) -> None:
    image, middles = page
    leaning = image.rotate(2.3, background=[245]).copy_memory()
    out = tmp_path / "sheet.png"
    facts = pictures.make(leaning, {"sheet": out})["sheet"]
    found = put_back(ocr.read(out), facts)
    words = {word[4]: word for word in found.words if word[4] in middles}
    assert len(words) > 0.8 * len(middles)
    # The leaning page is larger than the level one: compare from the middle, in its own pixels.
    turn = 2.3 / 180 * 3.14159265
    away = []
    for word, box in words.items():
        x, y = (middles[word][0] - 0.5) * WIDTH, (middles[word][1] - 0.5) * HEIGHT
        right, down = x - y * turn, x * turn + y
        away.append(abs((box[0] + box[2] / 2 - 0.5) * leaning.width - right))
        away.append(abs((box[1] + box[3] / 2 - 0.5) * leaning.height - down))
    assert statistics.median(away) < 5
    assert max(away) < 20


@pytest.mark.usefixtures("tesseract")
def test_a_faded_page_is_read_from_the_even_sheet(page: Any, tmp_path: Path) -> None:
    shade = pyvips.Image.xyz(WIDTH, HEIGHT)[0] / WIDTH * 90
    faded = (page[0] * 0.22 + 160 - shade).cast("uchar")
    outs = {"sheet": tmp_path / "sheet.png", "even_sheet": tmp_path / "even.png"}
    pictures.make(faded, outs)
    even = ocr.read(outs["even_sheet"])
    assert (confidence_of(even.words) or 0) > 75
    assert even.letters_read >= ocr.read(outs["sheet"]).letters_read
