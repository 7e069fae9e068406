"""Film: one picture that stands for it. Its sound is treated as any recording's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import Any

import av

from archive.files.timeline import pictures_of
from archive.ingest.formats import NotKept
from archive.ingest.readers.straightening import turned, uncombed

Answer = dict[str, Any]
POSTER_SIDE = 1280
THUMBNAIL_SIDE = 400
_LONGEST_GROUP = 300
_ANY_TIME = Fraction(1, 25)
_FLATTEST, _TALLEST = Fraction(4), Fraction(1, 4)


def poster(path: Path, out: Path, *, side: int = POSTER_SIDE) -> Answer:
    """Write a picture from a tenth of the way in, where the title is over."""
    try:
        with av.open(str(path), metadata_errors="replace") as film:
            if (stream := pictures_of(film)) is None:
                raise NotKept("unsupported", "no moving pictures")
            # A film without an index is looked at from its beginning.
            with suppress(av.FFmpegError):
                film.seek((film.start_time or 0) + int((film.duration or 0) * 0.1))
            frame = turned(_of_one_moment(_whole(film.decode(stream))))
            width, height = square(frame.width, frame.height, stream.sample_aspect_ratio)
            image = frame.to_image(width=width, height=height)
    except (av.FFmpegError, StopIteration, IndexError) as error:
        raise NotKept("damaged", str(error).replace(str(path), "")) from None
    image.thumbnail((side, side))
    image.save(out, "JPEG", quality=82)
    return {"width": image.width, "height": image.height, "media_type": "image/jpeg"}


def square(width: int, height: int, ratio: Fraction | None) -> tuple[int, int]:
    """Return the size a picture is shown in: the points of a tape are seldom square."""
    if not ratio or not _TALLEST <= ratio <= _FLATTEST:
        return width, height
    return max(1, round(width * ratio)), height


def _whole(frames: Iterator[Any]) -> list[Any]:
    """Return the first picture that needs no other, and the one behind it.

    Without an index seeking lands anywhere; where none comes, the picture there has to do.
    """
    first = next(frames)
    near = islice(chain([first], frames), _LONGEST_GROUP)
    found = [next((frame for frame in near if frame.key_frame), first)]
    with suppress(av.FFmpegError):
        found += islice(near, 1)
    return found


def _of_one_moment(frames: list[Any]) -> Any:
    """Return the first picture, without teeth on what moves until the second."""
    for number, frame in enumerate(frames):  # not every container says when a picture is shown
        frame.pts, frame.time_base = number, _ANY_TIME
    return next(uncombed(iter(frames)))
