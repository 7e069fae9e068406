"""Painting pages that look as if they came out of a scanner, and a few plain drawings.

The same input gives the same bytes: the grain comes from a seeded generator.
"""

from __future__ import annotations

import io
import itertools
import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from archive.desk.demonstration.setting import HEIGHT, WIDTH, Sheet, font

DPI = 150
SCALE = DPI / 72
PAPER, INK = (243, 236, 219), (43, 40, 46)


def scan(sheet: Sheet, *, seed: int) -> bytes:
    """Return the page as a JPEG: toned paper, grain, a slight skew, the shadow of the lid."""
    chance = random.Random(seed)  # noqa: S311 - grain, not secrets
    size = (round(WIDTH * SCALE), round(HEIGHT * SCALE))
    ink = Image.new("L", size, 0)
    draw = ImageDraw.Draw(ink)
    for line in sheet.lines:
        type_ = font(line.bold, line.size * SCALE)
        place = (line.x * SCALE, line.y * SCALE)
        draw.text(place, line.text, fill=235, font=type_, anchor="ls")
    ink = ink.rotate(chance.uniform(-0.5, 0.5), Image.Resampling.BICUBIC)
    ink = ink.filter(ImageFilter.GaussianBlur(0.5))
    page = Image.composite(Image.new("RGB", size, INK), Image.new("RGB", size, PAPER), ink)
    page = ImageChops.multiply(page, _shade(size, chance))
    return _jpeg(ImageChops.multiply(page, _grain(size, chance)), quality=62)


def _shade(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Return uneven light: darker to one edge, as under a lid that does not close."""
    small = Image.new("L", (16, 22), 255)
    for x in range(16):
        for y in range(22):
            edge = max(0.0, x - 12) * 6 + max(0.0, 2 - y) * 4
            small.putpixel((x, y), round(252 - edge - chance.uniform(0, 5)))
    return small.resize(size, Image.Resampling.BICUBIC).convert("RGB")


def _grain(size: tuple[int, int], chance: random.Random) -> Image.Image:
    width, height = size[0] // 2, size[1] // 2
    noise = Image.frombytes("L", (width, height), chance.randbytes(width * height))
    return noise.point(lambda value: 238 + value // 15).resize(size).convert("RGB")


def landscape(*, seed: int) -> bytes:
    """Return a drawing of a pine hillside in the tones of an old print."""
    chance = random.Random(seed)  # noqa: S311
    size = (1400, 950)
    picture = Image.linear_gradient("L").resize(size).point(lambda v: 225 - v // 4)
    draw = ImageDraw.Draw(picture)
    for depth in range(5):
        base, tone = 380 + depth * 120, 165 - depth * 30
        phase = chance.uniform(0, 6)
        ridge = [
            (
                x,
                base
                + 50 * math.sin(x / (170 + 40 * depth) + phase)
                + 14 * math.sin(x / 37 + phase),
            )
            for x in range(0, size[0] + 20, 20)
        ]
        draw.polygon([*ridge, (size[0], size[1]), (0, size[1])], fill=tone)
        for x, y in chance.sample(ridge, 10 + 4 * depth):
            _pine(draw, x, y + 12, 26 + depth * 16, max(tone - 26, 14))
    toned = Image.merge("RGB", (picture, picture.point(lambda v: v * 98 // 100), picture))
    toned = ImageChops.multiply(toned, Image.new("RGB", size, (255, 243, 214)))
    return _jpeg(ImageChops.multiply(toned, _grain(size, chance)), quality=70)


def _pine(draw: ImageDraw.ImageDraw, x: float, y: float, height: float, tone: int) -> None:
    for part in range(3):
        top, half = y - height + part * height * 0.24, height * (0.14 + part * 0.07)
        draw.polygon(
            [(x, top), (x - half, top + height * 0.4), (x + half, top + height * 0.4)], tone
        )
    draw.line([(x, y - height * 0.2), (x, y)], fill=tone, width=max(2, round(height / 14)))


def sketch_map(*, seed: int, names: list[str]) -> bytes:
    """Return an invented sketch map: contour lines, a stream, a path and named points."""
    chance = random.Random(seed)  # noqa: S311
    size = (1500, 1100)
    page = Image.new("RGB", size, (240, 231, 205))
    draw = ImageDraw.Draw(page)
    for _ in range(4):
        middle = (chance.uniform(150, 1350), chance.uniform(120, 900))
        for ring in range(1, 7):
            draw.polygon(_blob(middle, 34 * ring, chance), outline=(176, 148, 104), width=2)
    stream = [
        (x, 560 + 150 * math.sin(x / 260) + 24 * math.sin(x / 61)) for x in range(-20, 1540, 20)
    ]
    draw.line(stream, fill=(84, 122, 150), width=7, joint="curve")
    path = [(150 + 104 * step, 880 - 62 * step + chance.uniform(-40, 40)) for step in range(11)]
    for start, end in itertools.pairwise(path):
        middle = ((start[0] * 2 + end[0]) / 3, (start[1] * 2 + end[1]) / 3)
        draw.line([start, middle], fill=(150, 58, 46), width=5)
    for name, (x, y) in zip(names, path[1::3], strict=False):
        draw.ellipse([x - 9, y - 9, x + 9, y + 9], fill=(40, 40, 46))
        draw.text((x + 16, y - 30), name, fill=(40, 40, 46), font=font(True, 30))
    draw.text((60, 1040), "Sơ đồ vẽ để minh hoạ, không đúng thực địa", INK, font(False, 26))
    draw.line([(1400, 220), (1400, 90)], fill=INK, width=5)
    draw.polygon([(1400, 70), (1384, 112), (1416, 112)], fill=INK)
    draw.text((1400, 60), "B", INK, font(True, 34), anchor="ms")
    return _jpeg(ImageChops.multiply(page, _grain(size, chance)), quality=70)


def _blob(
    middle: tuple[float, float], radius: float, chance: random.Random
) -> list[tuple[float, float]]:
    turn = chance.uniform(0, 1)
    return [
        (
            middle[0] + radius * (1 + 0.16 * math.sin(3 * angle + turn)) * 1.3 * math.cos(angle),
            middle[1] + radius * (1 + 0.16 * math.sin(3 * angle + turn)) * math.sin(angle),
        )
        for angle in (step * math.tau / 60 for step in range(60))
    ]


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(DPI, DPI), optimize=True)
    return out.getvalue()
