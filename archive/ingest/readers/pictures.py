"""From a picture as it was scanned to the files a browser is given."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pyvips
from PIL import Image, ImageOps

Answer = dict[str, Any]
PAGE_SIDE = 2000
THUMBNAIL_SIDE = 400
TILE = 512


def shown(image: Any) -> Any:
    """Return the picture upright, in sRGB or grey, eight bits, on white where it was clear."""
    image = image.autorot() if image.get_typeof("orientation") else image
    image = _in_screen_colours(image)
    if image.hasalpha():
        image = image.flatten(background=255)
    if image.format != "uchar":
        image = image.cast("uchar")
    if image.bands not in (1, 3):
        image = image[0]
    return image


def _in_screen_colours(image: Any) -> Any:
    if image.format in ("float", "double", "complex", "dpcomplex", "int", "uint", "short"):
        image = image.scaleimage()
    cmyk = image.interpretation == "cmyk"
    if cmyk or (image.get_typeof("icc-profile-data") and not _is_srgb(image)):
        # A broken or mismatched profile must not cost the reader the picture.
        with suppress(pyvips.Error):
            fallback = {"input_profile": "cmyk"} if cmyk else {}
            return image.icc_transform("srgb", embedded=True, intent="perceptual", **fallback)
    grey = image.bands <= 2 and not cmyk
    return image.colourspace("b-w" if grey else "srgb")


def _is_srgb(image: Any) -> bool:
    """Tell whether the profile is the screen's own, as most scanners write it: nothing to do."""
    profile = bytes(image.get("icc-profile-data"))
    return b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile


def save(image: Any, what: str, out: Path) -> Answer:
    """Write `image`, ready to be shown, as a pyramid, or as a sheet to be read by machine."""
    width, height = image.width, image.height
    if what == "sheet":  # grey, as large as it was scanned
        image = image.colourspace("b-w") if image.bands > 1 else image
        image.pngsave(str(out), compression=1, keep="none")
        return {"width": width, "height": height, "media_type": "image/png"}
    image.tiffsave(
        str(out),
        tile=True,
        tile_width=TILE,
        tile_height=TILE,
        pyramid=True,
        compression="jpeg",
        Q=88,
        bigtiff=width * height > 1_000_000_000,
        keep="none",
    )
    return {"width": width, "height": height, "media_type": "image/tiff"}


def shrink(source: Path, what: str, out: Path) -> Answer:
    """Write a page image from a pyramid, or a thumbnail from a page image."""
    if what == "thumbnail":
        return _thumbnail(source, out)
    # `thumbnail` takes the level of the pyramid that is just large enough.
    image = pyvips.Image.thumbnail(str(source), PAGE_SIDE, height=PAGE_SIDE, size="down")
    image.jpegsave(str(out), Q=82, keep="none")
    return {"width": image.width, "height": image.height, "media_type": "image/jpeg"}


def _thumbnail(page_image: Path, out: Path) -> Answer:
    with Image.open(page_image, formats=["JPEG"]) as image:
        image.draft(None, (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
        image.save(out, "JPEG", quality=80)
        return {"width": image.width, "height": image.height, "media_type": "image/jpeg"}


def from_pillow(image: Image.Image) -> Any:
    """Return a Pillow picture as a libvips one: grey or RGB, eight bits, upright."""
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith(("I", "F")):
        low, high = image.getextrema()
        span = (float(high) - float(low)) or 1.0  # type: ignore[arg-type]
        image = image.convert("F").point(lambda value: (value - low) * 255 / span)
        image = image.convert("L")
    image = image.convert("L" if image.mode in ("1", "L", "LA") else "RGB")
    bands = len(image.getbands())
    return pyvips.Image.new_from_memory(
        image.tobytes(), image.width, image.height, bands, "uchar"
    ).copy(interpretation="b-w" if bands == 1 else "srgb")
