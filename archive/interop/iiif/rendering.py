"""Cutting an answer out of a pyramid: only the tiles that are needed are decoded.

The pyramid is a file of our own making, so it is read in the server itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pyvips

from archive.interop.iiif.parameters import Region, Rotation, Size

# Operations kept in memory hold files open; a server with many readers needs few of them.
pyvips.cache_set_max(50)
_SAVE: dict[str, tuple[str, dict[str, Any]]] = {
    "jpg": (".jpg", {"Q": 85, "keep": "none", "optimize_coding": True}),
    "png": (".png", {"compression": 4, "keep": "none"}),
    "webp": (".webp", {"Q": 80, "keep": "none", "effort": 2}),
}


class Damaged(Exception):
    """The pyramid cannot be read; it can be made again from its master."""


def render(
    path: Path, region: Region, size: Size, rotation: Rotation, quality: str, format: str
) -> bytes:
    """Return the picture asked for, encoded. Raises `Damaged`."""
    try:
        return _render(path, region, size, rotation, quality, format)
    except pyvips.Error as error:
        raise Damaged(str(error)) from error


def _render(
    path: Path, region: Region, size: Size, rotation: Rotation, quality: str, format: str
) -> bytes:
    full = pyvips.Image.tiffload(str(path))
    image = _cut(path, full, region, size)
    if rotation.mirrored:
        image = image.fliphor()
    if rotation.degrees:
        image = image.rot(f"d{rotation.degrees}")
    image = _in_quality(image, quality)
    suffix, options = _SAVE[format]
    if format == "png" and quality == "bitonal":
        options = options | {"bitdepth": 1}
    return cast(bytes, image.write_to_buffer(suffix, **options))


def _cut(path: Path, full: Any, region: Region, size: Size) -> Any:
    level = _level(full, region, size)
    image = pyvips.Image.tiffload(str(path), page=level) if level else full
    across, down = image.width / full.width, image.height / full.height
    left = min(int(region.x * across), image.width - 1)
    top = min(int(region.y * down), image.height - 1)
    width = max(1, min(round(region.width * across), image.width - left))
    height = max(1, min(round(region.height * down), image.height - top))
    image = image.crop(left, top, width, height)
    if (width, height) != (size.width, size.height):
        image = image.resize(size.width / width, vscale=size.height / height)
    return image


def _level(full: Any, region: Region, size: Size) -> int:
    """Return the smallest level that still has as many pixels as are asked for."""
    count = int(full.get("n-pages")) if full.get_typeof("n-pages") else 1
    scale = max(size.width / region.width, size.height / region.height)
    level = 0
    # A hair of tolerance: 511 of 1023 pixels is the next level, rounded.
    while level + 1 < count and scale <= 1.02 / 2 ** (level + 1):
        level += 1
    return level


def _in_quality(image: Any, quality: str) -> Any:
    if quality in ("gray", "bitonal"):
        image = image.colourspace("b-w") if image.bands > 1 else image
    if quality == "color" and image.bands == 1:
        image = image.colourspace("srgb")
    if quality == "bitonal":
        image = image > 127
    return image
