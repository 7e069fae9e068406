"""Pictures: opened with libvips, which works in strips and holds little in memory.

Only the loader of the recognised format is called, so that no signature leads to a loader for
drawings or scripts. Pillow reads what libvips cannot or should not: JPEG 2000, AVIF, rare TIFFs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyvips
from PIL import Image

from archive.ingest.formats import Format, NotKept, refuse_too_many
from archive.ingest.readers import pictures

Answer = dict[str, Any]
_LOADERS = {
    "JPEG": pyvips.Image.jpegload,
    "PNG": pyvips.Image.pngload,
    "TIFF": pyvips.Image.tiffload,
    "WebP": pyvips.Image.webpload,
}
# JPEG 2000 is not built in; for AVIF libvips would call libheif, whose decoders have let strangers'
# pictures run programs, while Pillow brings libavif.
_THROUGH_PILLOW = {"JPEG 2000", "AVIF"}
# Formats with several frames to a file; asking others for a page is an error.
_PAGED = {"TIFF"}
_MAX_PILLOW_PIXELS = 250_000_000


def probe(path: Path, found: Format, max_pixels: int, outs: dict[str, Path]) -> Answer:
    """Decode every frame to its end and return the technical metadata of the first.

    What `outs` asks for is made of the first on the way: decoding is what takes long.
    """
    made: Answer = {}
    first = _open(path, found.name, 0)
    frames = _frames(first, found)
    refuse_too_many(frames)
    for frame in range(frames):
        try:
            image = first if frame == 0 else _open(path, found.name, frame)
        except NotKept:
            # A directory chain may be broken behind good pages; the first one must open.
            frames = frame
            break
        if image.width * image.height > max_pixels:
            raise NotKept("bomb", f"{image.width} × {image.height}")
        wanted = outs if frame == 0 else {}
        try:
            made |= _decode(image, path, found.name, frame, wanted)
        except pyvips.Error as error:
            if not _needs_pillow(found.name, error):
                raise _refusal(error) from error
            made |= pictures.make(_open_with_pillow(path, found.name, frame), wanted)
    return {
        "family": "image",
        "puid": found.puid or _puid(path, found),
        "frames": frames,
        "technical": _technical(first) | {"format": found.name},
        "made": made,
    }


def derive(path: Path, outs: dict[str, Path], frame: int, *, format: str = "") -> Answer:
    try:
        return _decode(_open(path, format, frame), path, format, frame, outs)
    except pyvips.Error as error:
        if not _needs_pillow(format, error):
            raise _refusal(error) from error
        return pictures.make(_open_with_pillow(path, format, frame), outs)


def _decode(image: Any, path: Path, name: str, frame: int, outs: dict[str, Path]) -> Answer:
    if not outs:
        image.avg()
        return {}
    if pictures.needs_all_of(image):
        # Not from top to bottom: libvips then keeps it in memory, or on disk if it is large.
        image = _open(path, name, frame, access="random")
    return pictures.make(pictures.shown(image), outs)


def read(path: Path, frame: int) -> Answer:
    return {"text": "", "words": []}


def _open(path: Path, name: str, frame: int, *, access: str = "sequential") -> Any:
    if name in _THROUGH_PILLOW:
        return _open_with_pillow(path, name, frame)
    options: dict[str, Any] = {"access": access, "fail_on": "error"}
    if name in _PAGED:
        options["page"] = frame
    try:
        return _LOADERS[name](str(path), **options)
    except pyvips.Error as error:
        raise _refusal(error) from error


def _needs_pillow(name: str, error: pyvips.Error) -> bool:
    text = str(error)
    return name == "TIFF" and ("not supported" in text or "Old-style JPEG" in text)


def _open_with_pillow(path: Path, name: str, frame: int) -> Any:
    Image.MAX_IMAGE_PIXELS = None  # the pixels are counted here, from the header
    try:
        with Image.open(path, formats=[name.replace(" ", "")]) as image:
            image.seek(frame)
            if image.width * image.height > _MAX_PILLOW_PIXELS:
                raise NotKept("bomb", f"{image.width} × {image.height}")
            image.load()
            return pictures.from_pillow(image)
    except (OSError, SyntaxError, EOFError) as error:
        text = str(error).replace(str(path), "")
        raise NotKept("truncated" if "truncated" in text else "damaged", text) from None


def _refusal(error: pyvips.Error) -> NotKept:
    text = " ".join(str(error).split())
    low = text.lower()
    if "out of memory" in low or "unable to allocate" in low or "memory limit" in low:
        return NotKept("too_heavy", text)
    if "premature end" in low or "not enough data" in low or "end of stream" in low:
        return NotKept("truncated", text)
    if "too large" in low or "exceeds" in low or "too big" in low:
        return NotKept("bomb", text)
    if "not supported" in low or "out of range" in low or "unsupported" in low or "bad labq" in low:
        return NotKept("unsupported", text)
    return NotKept("damaged", text)


def _frames(image: Any, found: Format) -> int:
    if found.name not in _PAGED or image.get_typeof("n-pages") == 0:
        return 1
    return max(1, int(image.get("n-pages")))


def _technical(image: Any) -> Answer:
    dpi = round(image.xres * 25.4)
    return {
        "width": image.width,
        "height": image.height,
        # Loaders say 1 pixel per millimetre when the file says nothing.
        "dpi": dpi if dpi not in (0, 25) else None,
        "bits": _field(image, "bits-per-sample")
        or {"uchar": 8, "ushort": 16}.get(image.format, 32),
        "channels": image.bands,
        "colour_space": str(image.interpretation),
        "colour_profile": image.get_typeof("icc-profile-data") != 0,
        "orientation": _field(image, "orientation") or 1,
    }


def _field(image: Any, name: str) -> Any:
    return image.get(name) if image.get_typeof(name) else None


def _puid(path: Path, found: Format) -> str:
    """Return the PRONOM identifier where the first bytes settle the version."""
    with path.open("rb") as file:
        head = file.read(32)
    if found.name == "JPEG" and head[6:11] == b"JFIF\0":
        return {b"\1\0": "fmt/42", b"\1\1": "fmt/43", b"\1\2": "fmt/44"}.get(head[11:13], "")
    if found.name == "WebP":
        return {b"VP8 ": "fmt/566", b"VP8L": "fmt/567", b"VP8X": "fmt/568"}.get(head[12:16], "")
    return ""
