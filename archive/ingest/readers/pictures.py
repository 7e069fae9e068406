"""From a picture as it was scanned to the files a browser is given."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pyvips
from PIL import Image, ImageOps

from archive.files.pyramids import TILE
from archive.ingest.readers import scans

Answer = dict[str, Any]
PAGE_SIDE = 2000
THUMBNAIL_SIDE = 400
# What is held in memory while its derivatives are made; a larger picture goes through in strips.
_HELD_BYTES = 96 * 1024**2
# Up to here a level of the pyramid is not worth opening again.
_SMALL = PAGE_SIDE * PAGE_SIDE * 2
# In shades of 256: what counts as an empty page, and as no difference between two fields.
_ONE_SHADE = 12
_NO_DIFFERENCE = 4
_SCALED = ("float", "double", "complex", "dpcomplex", "int", "uint", "short")


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
    if image.format in _SCALED:
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


def needs_all_of(image: Any) -> bool:
    """Tell whether one pass from top to bottom does not do: it is to be turned, or scaled."""
    turned = image.get_typeof("orientation") and image.get("orientation") > 2
    return bool(turned) or image.format in _SCALED


def make(image: Any, outs: dict[str, Path]) -> Answer:
    """Write what `outs` asks for of `image`, ready to be shown; decode it once.

    `pyramid`, `page_image`, `thumbnail`; `sheet` or `even_sheet` to be read by machine. Returns
    facts of each.
    """
    made: Answer = {}
    if image.width * image.height * image.bands <= _HELD_BYTES:
        image = image.copy_memory()
    for name in {"sheet", "even_sheet"} & outs.keys():
        made[name] = _sheet(image, outs[name], even=name == "even_sheet")
    if out := outs.get("pyramid"):
        made["pyramid"] = _pyramid(image, out)
        image = _level(out, PAGE_SIDE) if image.width * image.height > _SMALL else image
    if "page_image" in outs or "thumbnail" in outs:
        page = _within(image, PAGE_SIDE).copy_memory()
        if out := outs.get("page_image"):
            page.jpegsave(str(out), Q=82, keep="none")
            made["page_image"] = _facts(page, "image/jpeg")
        if out := outs.get("thumbnail"):
            made["thumbnail"] = _thumbnail(page, out)
    return made


def _sheet(image: Any, out: Path, *, even: bool) -> Answer:
    """Write a sheet to be read by machine: grey and level, with white paper if it is to be even.

    `turned` says by how many degrees, clockwise, and `level_from` what width and height before;
    `faded`, whether an even sheet should be tried.
    """
    image, degrees, before = scans.straight(image)
    faded = scans.is_faded(image)
    if even:
        image = scans.even(image)
    image.pngsave(str(out), compression=1, keep="none")
    facts: Answer = {"turned": degrees, "level_from": before, "faded": faded}
    return _facts(image, "image/png") | facts


def _pyramid(image: Any, out: Path) -> Answer:
    image.tiffsave(
        str(out),
        tile=True,
        tile_width=TILE,
        tile_height=TILE,
        pyramid=True,
        compression="jpeg",
        Q=88,
        bigtiff=image.width * image.height > 1_000_000_000,
        keep="none",
    )
    return _facts(image, "image/tiff")


def _level(pyramid: Path, side: int) -> Any:
    """Return the level of a pyramid that is just as large as `side`, or the whole."""
    image = pyvips.Image.tiffload(str(pyramid))
    levels = image.get("n-pages") if image.get_typeof("n-pages") else 1
    level = 0
    while level + 1 < levels and max(image.width, image.height) >> (level + 1) >= side:
        level += 1
    return pyvips.Image.tiffload(str(pyramid), page=level) if level else image


def _within(image: Any, side: int) -> Any:
    return image.thumbnail_image(side, height=side, size="down")


def _thumbnail(page: Any, out: Path) -> Answer:
    mode = "L" if page.bands == 1 else "RGB"
    picture = Image.frombuffer(mode, (page.width, page.height), page.write_to_memory())
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
    picture.save(out, "JPEG", quality=80)
    return _facts(picture, "image/jpeg") | {"fingerprint": fingerprint(picture)}


def fingerprint(picture: Image.Image) -> str:
    """Return 256 bits, as hex, that stay nearly the same when a page is scanned again.

    A difference hash: on 17 × 16 fields, whether each is lighter than its neighbour to the right.
    Empty for a page that is all of one shade, which looks like every other such page.
    """
    fields = picture.convert("L").resize((17, 16), Image.Resampling.BOX)
    darkest, lightest = cast("tuple[int, int]", fields.getextrema())
    if lightest - darkest < _ONE_SHADE:
        return ""
    grey = ImageOps.autocontrast(fields, cutoff=1).tobytes()
    bits = 0
    for row in range(0, 16 * 17, 17):
        for at in range(row, row + 16):
            bits = bits << 1 | (grey[at] - grey[at + 1] > _NO_DIFFERENCE)
    return f"{bits:064x}"


def _facts(image: Any, media_type: str) -> Answer:
    return {"width": image.width, "height": image.height, "media_type": media_type}


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
