"""The parameters of an IIIF Image API 3.0 request: parsed, and worked out in pixels.

https://iiif.io/api/image/3.0/ ; the section is named at each class. What the specification calls
an error is `BadRequest` (400); what it allows and we do not offer is `NotOffered` (501).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

QUALITIES = ("color", "gray", "bitonal", "default")
FORMATS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
KNOWN_FORMATS = frozenset({*FORMATS, "tif", "gif", "jp2", "pdf"})
# One answer is never larger than this, in pixels; regions give the rest.
MAX_AREA = 16_000_000
# Nor longer on a side: WebP holds 16,383 pixels.
MAX_SIDE = 16_000

_WHOLE = r"([0-9]{1,9})"
_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})"
_REGION = re.compile(rf"{_WHOLE},{_WHOLE},{_WHOLE},{_WHOLE}")
_REGION_PERCENT = re.compile(rf"pct:{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}")
_SIZE_PERCENT = re.compile(rf"pct:{_NUMBER}")
_SIZE = re.compile(r"(!?)([0-9]{0,9}),([0-9]{0,9})")
_ROTATION = re.compile(rf"(!?){_NUMBER}")


class BadRequest(Exception):
    """The request is not one the specification knows, or asks for no pixel at all."""


class NotOffered(Exception):
    """The specification allows it; this server does not offer it."""


@dataclass(frozen=True)
class Region:
    """The rectangle of the full image that is asked for, in its pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Rotation:
    """Mirrored first, then turned clockwise by a multiple of 90 degrees."""

    mirrored: bool
    degrees: int


@dataclass(frozen=True)
class Size:
    """The width and height of the answer before rotation."""

    width: int
    height: int
    upscaled: bool


def parse_region(text: str, width: int, height: int) -> Region:
    """4.1 Region. What lies over the edge is cropped; a region wholly outside is an error."""
    if not (width and height):
        raise BadRequest("region: the picture's size is not known")
    if text == "full":
        return Region(0, 0, width, height)
    if text == "square":
        side = min(width, height)
        return Region((width - side) // 2, (height - side) // 2, side, side)
    if match := _REGION.fullmatch(text):
        return _cropped(*(int(part) for part in match.groups()), width=width, height=height)
    if match := _REGION_PERCENT.fullmatch(text):
        x, y, w, h = (float(part) / 100 for part in match.groups())
        left, top = round(x * width), round(y * height)
        right, bottom = round((x + w) * width), round((y + h) * height)
        return _cropped(left, top, right - left, bottom - top, width=width, height=height)
    raise BadRequest(f"region: {text}")


def parse_size(text: str, region: Region) -> Size:
    """4.2 Size. Without `^` nothing is made larger than the region."""
    upscaled = text.startswith("^")
    text = text.removeprefix("^")
    if text == "max":
        return _largest(region, upscaled)
    if match := _SIZE_PERCENT.fullmatch(text):
        part = float(match[1]) / 100
        width, height = round(region.width * part), round(region.height * part)
    elif match := _SIZE.fullmatch(text):
        width, height = _asked(match, region, upscaled)
    else:
        raise BadRequest(f"size: {text}")
    if width < 1 or height < 1:
        raise BadRequest("size: no pixel")
    if not upscaled and (width > region.width or height > region.height):
        raise BadRequest("size: larger than the region; ask with ^")
    if width * height > MAX_AREA:
        raise BadRequest(f"size: more than {MAX_AREA} pixels")
    if max(width, height) > MAX_SIDE:
        raise BadRequest(f"size: more than {MAX_SIDE} pixels on a side")
    return Size(width, height, upscaled)


def parse_rotation(text: str) -> Rotation:
    """4.3 Rotation. Only quarter turns are offered."""
    match = _ROTATION.fullmatch(text)
    if match is None or float(match[2]) > 360:
        raise BadRequest(f"rotation: {text}")
    degrees = float(match[2])
    if degrees % 90:
        raise NotOffered(f"rotation: {text}")
    return Rotation(bool(match[1]), int(degrees) % 360)


def parse_quality(text: str) -> str:
    """4.4 Quality."""
    if text not in QUALITIES:
        raise BadRequest(f"quality: {text}")
    return text


def parse_format(text: str) -> str:
    """4.5 Format."""
    if text not in KNOWN_FORMATS:
        raise BadRequest(f"format: {text}")
    if text not in FORMATS:
        raise NotOffered(f"format: {text}")
    return text


def canonical(
    region: Region, size: Size, rotation: Rotation, quality: str, format: str, full: tuple[int, int]
) -> str:
    """4.7 Canonical URI syntax: the one way to write what was asked."""
    width, height = full
    place = "full"
    if (region.x, region.y, region.width, region.height) != (0, 0, width, height):
        place = f"{region.x},{region.y},{region.width},{region.height}"
    if (size.width, size.height) == (region.width, region.height):
        scale = "max"
    else:
        larger = size.width > region.width or size.height > region.height
        scale = f"{'^' if larger else ''}{size.width},{size.height}"
    turn = f"{'!' if rotation.mirrored else ''}{rotation.degrees}"
    return f"{place}/{scale}/{turn}/{quality}.{format}"


def _cropped(x: int, y: int, w: int, h: int, *, width: int, height: int) -> Region:
    if w < 1 or h < 1:
        raise BadRequest("region: no pixel")
    if x >= width or y >= height:
        raise BadRequest("region: outside the image")
    return Region(x, y, min(w, width - x), min(h, height - y))


def _asked(match: re.Match[str], region: Region, upscaled: bool) -> tuple[int, int]:
    """Return width and height for `w,` `,h` `w,h` and `!w,h`."""
    confined, w, h = bool(match[1]), match[2], match[3]
    if confined:
        if not (w and h):
            raise BadRequest("size: !w,h needs both")
        return _confined(int(w), int(h), region, upscaled)
    if w and h:
        return int(w), int(h)
    if w:
        return int(w), max(1, round(region.height * int(w) / region.width)) if int(w) else 0
    if h:
        return max(1, round(region.width * int(h) / region.height)) if int(h) else 0, int(h)
    raise BadRequest("size: ,")


def _confined(w: int, h: int, region: Region, upscaled: bool) -> tuple[int, int]:
    scale = min(w / region.width, h / region.height, _most(region))
    if not upscaled:
        scale = min(scale, 1.0)
    if not (w and h):
        return 0, 0
    return max(1, int(region.width * scale + 1e-6)), max(1, int(region.height * scale + 1e-6))


def _most(region: Region) -> float:
    """Return how many times larger one answer may be than the region."""
    by_area: float = (MAX_AREA / (region.width * region.height)) ** 0.5
    return min(by_area, MAX_SIDE / max(region.width, region.height))


def _largest(region: Region, upscaled: bool) -> Size:
    """`max`: the region itself, or as much of it as one answer may have; `^max`: that much."""
    scale = _most(region)
    if not upscaled:
        scale = min(scale, 1.0)
    width = max(1, int(region.width * scale + 1e-6))
    height = max(1, int(region.height * scale + 1e-6))
    return Size(width, height, upscaled)
