"""IIIF Image API 3.0, level 2: every class of every parameter, right and wrong.

https://iiif.io/api/image/3.0/ ; numbers in the names of the groups are its sections.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from archive.access.actions import withdraw_record
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Page
from archive.files import store
from archive.interop.iiif import parameters
from archive.interop.iiif.parameters import Region
from tests.interop.iiif.conftest import HEIGHT, WIDTH

# Which picture an address asks for is not read from the database.
pytestmark = pytest.mark.once

BASE = "/iiif/image/3/LD-1:1"


def ask(path: str, **headers: str) -> Any:
    return Client().get(f"{BASE}/{path}", headers=headers)


def picture(path: str) -> Image.Image:
    response = ask(path)
    assert response.status_code == 200, response.content
    return Image.open(io.BytesIO(response.content))


def place_at(image: Image.Image, x: float, y: float) -> tuple[float, float]:
    """Return which point of the full picture shows at (x, y), all in fractions."""
    pixel = image.convert("RGB").getpixel(
        (min(int(x * image.width), image.width - 1), min(int(y * image.height), image.height - 1))
    )
    assert isinstance(pixel, tuple)
    return pixel[0] / 255, pixel[1] / 255


# 4.1
REGIONS: list[tuple[str, tuple[int, int, int, int]]] = [
    ("full", (0, 0, WIDTH, HEIGHT)),
    ("square", (200, 0, HEIGHT, HEIGHT)),
    ("300,200,600,400", (300, 200, 600, 400)),
    ("1200,900,600,400", (1200, 900, 300, 200)),
    ("0,0,1,1", (0, 0, 1, 1)),
    ("pct:20,10,50,50", (300, 110, 750, 550)),
    ("pct:12.5,0,25.5,100", (188, 0, 382, HEIGHT)),
    ("pct:50,50,80,80", (750, 550, 750, 550)),
]


@pytest.mark.parametrize(("text", "box"), REGIONS, ids=[case[0] for case in REGIONS])
def test_region(text: str, box: tuple[int, int, int, int], page: Page) -> None:
    x, y, width, height = box
    image = picture(f"{text}/max/0/default.png")
    assert abs(image.width - width) <= 1
    assert abs(image.height - height) <= 1
    across, down = place_at(image, 0.5, 0.5)
    assert across == pytest.approx((x + width / 2) / WIDTH, abs=0.02)
    assert down == pytest.approx((y + height / 2) / HEIGHT, abs=0.02)


BAD_REGIONS = [
    "half", "0,0,0,10", "0,0,10,0", "1500,0,10,10", "0,1100,10,10", "-1,0,10,10", "0,0,10",
    "1.5,0,10,10", "pct:0,0,0,10", "pct:100,0,10,10", "pct:-1,0,5,5", "pct:0,0,10", "a,b,c,d",
    "FULL", "0,0,9999999999,1", "٣,0,10,10",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_REGIONS)
def test_region_that_is_none(text: str, page: Page) -> None:
    assert ask(f"{text}/max/0/default.jpg").status_code == 400


# 4.2, over the whole picture of 1500 × 1100
SIZES: list[tuple[str, tuple[int, int]]] = [
    ("max", (1500, 1100)),
    ("750,", (750, 550)),
    ("1500,", (1500, 1100)),
    (",220", (300, 220)),
    ("pct:10", (150, 110)),
    ("pct:33.3", (499, 366)),
    ("pct:100", (1500, 1100)),
    ("400,100", (400, 100)),
    ("!300,300", (300, 220)),
    ("!3000,300", (409, 300)),
    ("!3000,3000", (1500, 1100)),
    ("1,1", (1, 1)),
    ("^3000,", (3000, 2200)),
    ("^,2200", (3000, 2200)),
    ("^pct:150", (2250, 1650)),
    ("^1600,20", (1600, 20)),
    ("^!2000,2000", (2000, 1466)),
]


@pytest.mark.parametrize(("text", "size"), SIZES, ids=[case[0] for case in SIZES])
def test_size(text: str, size: tuple[int, int], page: Page) -> None:
    image = picture(f"full/{text}/0/default.jpg")
    assert image.size == size
    across, down = place_at(image, 0.5, 0.5)
    assert (across, down) == pytest.approx((0.5, 0.5), abs=0.02)


def test_size_max_made_larger_stays_within_the_limit(page: Page) -> None:
    image = picture("full/^max/0/default.jpg")
    assert image.width > WIDTH
    assert image.width * image.height <= parameters.MAX_AREA
    assert image.width / image.height == pytest.approx(WIDTH / HEIGHT, rel=0.01)


BAD_SIZES = [
    "full", "0,", ",0", "0,0", "!0,10", ",", "!,", "!300,", "1501,", ",1101", "1501,10", "pct:0",
    "pct:101", "pct:", "^pct:0", "^pct:100000", "^99999,99999", "^", "300", "300,200,1", "max^",
    "^1,16001", "^16001,1", "-5,", "1.5,", "pct:-5",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_SIZES)
def test_size_that_is_none(text: str, page: Page) -> None:
    assert ask(f"full/{text}/0/default.jpg").status_code == 400


# 4.3: where the top left corner of the picture goes
ROTATIONS: list[tuple[str, tuple[float, float]]] = [
    ("0", (0.02, 0.02)),
    ("90", (0.98, 0.02)),
    ("180", (0.98, 0.98)),
    ("270", (0.02, 0.98)),
    ("360", (0.02, 0.02)),
    ("90.0", (0.98, 0.02)),
    ("!0", (0.98, 0.02)),
    ("!90", (0.98, 0.98)),
    ("!180", (0.02, 0.98)),
    ("!270", (0.02, 0.02)),
]


@pytest.mark.parametrize(("text", "corner"), ROTATIONS, ids=[case[0] for case in ROTATIONS])
def test_rotation(text: str, corner: tuple[float, float], page: Page) -> None:
    image = picture(f"full/300,/{text}/default.png")
    turned = text.strip("!") in ("90", "90.0", "270")
    assert image.size == ((220, 300) if turned else (300, 220))
    assert place_at(image, *corner) == pytest.approx((0.02, 0.02), abs=0.03)


@pytest.mark.parametrize("text", ["", "-90", "361", "abc", "!", "90!", "1e2"])
def test_rotation_that_is_none(text: str, page: Page) -> None:
    assert ask(f"full/max/{text}/default.jpg").status_code in (400, 404)


@pytest.mark.parametrize("text", ["22.5", "!45", "359.9"])
def test_rotation_that_is_not_offered(text: str, page: Page) -> None:
    assert ask(f"full/max/{text}/default.jpg").status_code == 501


# 4.4
@pytest.mark.parametrize(
    ("quality", "mode"), [("default", "RGB"), ("color", "RGB"), ("gray", "L"), ("bitonal", "1")]
)
def test_quality(quality: str, mode: str, page: Page) -> None:
    assert picture(f"full/200,/0/{quality}.png").mode == mode


def test_bitonal_has_two_tones_in_every_format(page: Page) -> None:
    colours = picture("full/200,/0/bitonal.png").convert("L").getcolors()
    assert {value for _, value in colours or []} == {0, 255}


# 4.5
@pytest.mark.parametrize(
    ("name", "kind", "format"),
    [("jpg", "image/jpeg", "JPEG"), ("png", "image/png", "PNG"), ("webp", "image/webp", "WEBP")],
)
def test_format(name: str, kind: str, format: str, page: Page) -> None:
    response = ask(f"full/200,/0/default.{name}")
    assert response["Content-Type"] == kind
    assert Image.open(io.BytesIO(response.content)).format == format


@pytest.mark.parametrize("name", ["native.jpg", "Default.jpg", "default.JPG", "default.exe",
                                  "default", "default.", ".jpg", "default.jpg.exe"])  # fmt: skip
def test_quality_and_format_that_are_none(name: str, page: Page) -> None:
    assert ask(f"full/max/0/{name}").status_code == 400


@pytest.mark.parametrize("name", ["tif", "gif", "jp2", "pdf"])
def test_format_that_is_not_offered(name: str, page: Page) -> None:
    assert ask(f"full/max/0/default.{name}").status_code == 501


# 4.6, 4.7
def test_order_is_region_size_mirroring_rotation(page: Page) -> None:
    image = picture("0,0,1000,500/100,50/!90/default.png")
    assert image.size == (50, 100)
    assert place_at(image, 0.98, 0.98) == pytest.approx((0.0, 0.0), abs=0.03)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("full/max/0/default.jpg", "full/max/0/default.jpg"),
        ("0,0,1500,1100/1500,/0/default.jpg", "full/max/0/default.jpg"),
        ("pct:0,0,50,50/pct:50/360/gray.png", "0,0,750,550/375,275/0/gray.png"),
        ("full/!150,150/!90.0/default.jpg", "full/150,110/!90/default.jpg"),
        ("full/^3000,/0/default.jpg", "full/^3000,2200/0/default.jpg"),
    ],
)
def test_the_canonical_address_is_said(asked: str, written: str, page: Page) -> None:
    link = ask(asked)["Link"]
    assert f'<http://testserver{BASE}/{written}>;rel="canonical"' in link
    assert '<http://iiif.io/api/image/3/level2.json>;rel="profile"' in link


# 5
def test_information(page: Page) -> None:
    response = ask("info.json", Accept="*/*")
    assert response["Content-Type"] == "application/json"
    said = response.json()
    assert said["@context"] == "http://iiif.io/api/image/3/context.json"
    assert said["id"] == f"http://testserver{BASE}"
    assert (said["type"], said["profile"]) == ("ImageService3", "level2")
    assert said["protocol"] == "http://iiif.io/api/image"
    assert (said["width"], said["height"]) == (WIDTH, HEIGHT)
    assert said["tiles"] == [{"width": 512, "height": 512, "scaleFactors": [1, 2, 4]}]
    for size in said["sizes"]:
        assert picture(f"full/{size['width']},{size['height']}/0/default.jpg").size == (
            size["width"],
            size["height"],
        )


def test_what_may_be_done_with_it_is_said_where_it_is_an_address(page: Page) -> None:
    assert "rights" not in ask("info.json").json()
    page.record.rights = "CC BY 4.0: https://creativecommons.org/licenses/by/4.0/"
    page.record.save()
    said = ask("info.json").json()["rights"]
    assert said == "http://creativecommons.org/licenses/by/4.0/"


def test_every_tile_a_viewer_asks_for_is_there_and_in_its_place(page: Page) -> None:
    for factor in (1, 2, 4):
        side = 512 * factor
        for x in range(0, WIDTH, side):
            for y in range(0, HEIGHT, side):
                w, h = min(side, WIDTH - x), min(side, HEIGHT - y)
                size = f"{-(-w // factor)},{-(-h // factor)}"
                image = picture(f"{x},{y},{w},{h}/{size}/0/default.jpg")
                middle = ((x + w / 2) / WIDTH, (y + h / 2) / HEIGHT)
                assert place_at(image, 0.5, 0.5) == pytest.approx(middle, abs=0.02)


# 5
@pytest.mark.parametrize(
    ("accept", "is_linked"),
    [
        (None, True),
        ("application/ld+json", True),
        ("application/ld+json;profile=http://iiif.io/api/image/3/context.json", True),
        ("*/*", False),
        ("text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("application/json, application/ld+json;q=0.5", False),
        ("application/ld+json;q=0, */*", False),
        ("text/turtle", False),
    ],
)
def test_linked_data_is_given_to_who_asks_for_it(
    accept: str | None, is_linked: bool, page: Page
) -> None:
    kind = ask("info.json", **({"Accept": accept} if accept else {}))["Content-Type"]
    linked = 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'
    assert kind == (linked if is_linked else "application/json")


# 2.1, 7
def test_the_base_address_leads_to_the_information(page: Page) -> None:
    response = Client().get(BASE)
    assert (response.status_code, response["Location"]) == (303, f"{BASE}/info.json")


@pytest.mark.parametrize(
    "path",
    ["info.json", "full/200,/0/default.jpg", "full/max/0/default.tif", "nothing/max/0/x.jpg"],
)
def test_other_sites_may_read_the_answers(path: str, page: Page) -> None:
    assert ask(path)["Access-Control-Allow-Origin"] == "*"


def test_what_is_known_is_not_sent_again_and_never_shared(page: Page) -> None:
    for path in ("info.json", "full/200,/0/default.jpg"):
        response = ask(path)
        assert response["Cache-Control"] == "private, no-cache"
        assert response["X-Content-Type-Options"] == "nosniff"
        again = ask(path, **{"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert ask("full/201,/0/default.jpg")["ETag"] != response["ETag"]


# The gate
def test_closed_sealed_and_missing_answer_alike(
    page: Page, an: User, dung: User, make_record: Any
) -> None:
    closed = make_record(code="LD-2")
    page.record.seals.create(from_page=1, to_page=1, reason="x")
    insider, outsider = Client(), Client()
    insider.force_login(an, "django.contrib.auth.backends.ModelBackend")
    outsider.force_login(dung, "django.contrib.auth.backends.ModelBackend")
    for name in (
        "LD-1:1",
        f"{closed.code}:1",
        "LD-1:2",
        "LD-9:1",
        "LD-1",
        "LD-1:x",
        ":1",
        "LD-1:²",
    ):
        for rest in ("", "/info.json", "/full/max/0/default.jpg"):
            for client in (Client(), outsider):
                assert client.get(f"/iiif/image/3/{name}{rest}").status_code == 404, name + rest
    assert insider.get(f"{BASE}/info.json").status_code == 200


def test_withdrawn_is_gone(page: Page, binh: User, now: Any) -> None:
    withdraw_record(actor=binh, record=page.record, reason="Theo đề nghị", at=now)
    assert ask("info.json").status_code == 410


def test_registered_readers_see_what_is_theirs(page: Page, giang: User) -> None:
    page.record.access_level = AccessLevel.REGISTERED
    page.record.save()
    reader = Client()
    reader.force_login(giang, "django.contrib.auth.backends.ModelBackend")
    assert reader.get(f"{BASE}/info.json").status_code == 200
    assert ask("info.json").status_code == 404


def test_no_answer_is_larger_than_the_limit() -> None:
    """A picture of 300 megapixels: `max` is scaled down, a part of it comes whole."""
    whole = parameters.parse_region("full", 20_000, 15_000)
    size = parameters.parse_size("max", whole)
    assert size.width * size.height <= parameters.MAX_AREA
    assert size.width / size.height == pytest.approx(4 / 3, rel=0.001)
    with pytest.raises(parameters.BadRequest):
        parameters.parse_size("20000,", whole)
    strip = parameters.parse_region("full", 30_000, 10)
    for asked in ("max", "^max", "^!99999,99999"):
        assert parameters.parse_size(asked, strip).width == parameters.MAX_SIDE
    part = parameters.parse_size("max", Region(0, 0, 4000, 4000))
    assert (part.width, part.height) == (4000, 4000)


@pytest.mark.parametrize("left", [0, 200, 4000])
def test_a_damaged_pyramid_is_said_to_be_one(left: int, page: Page) -> None:
    """It can be made again: 503, and other sites may read that it is so."""
    stored = Path(store.derivatives().path("1.tif"))
    stored.chmod(0o600)
    stored.write_bytes(stored.read_bytes()[:left])
    response = ask("full/max/0/default.jpg")
    assert response.status_code == 503
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"] == "text/plain"
