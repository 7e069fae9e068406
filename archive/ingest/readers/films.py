"""Film: one picture that stands for it. Its sound is treated as any recording's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av

from archive.ingest.formats import NotKept

Answer = dict[str, Any]
POSTER_SIDE = 1280
THUMBNAIL_SIDE = 400


def poster(path: Path, out: Path, *, side: int = POSTER_SIDE) -> Answer:
    """Write a picture from a tenth of the way in, where the title is over."""
    try:
        with av.open(str(path), metadata_errors="replace") as film:
            stream = film.streams.video[0]
            film.seek(int((film.duration or 0) * 0.1))
            frame: Any = next(film.decode(stream))
            image = frame.to_image()
    except (av.FFmpegError, StopIteration, IndexError) as error:
        raise NotKept("damaged", str(error).replace(str(path), "")) from None
    image.thumbnail((side, side))
    image.save(out, "JPEG", quality=82)
    return {"width": image.width, "height": image.height, "media_type": "image/jpeg"}
