"""Small films of our own making: a colour that grows with the time, and a steady tone."""

from __future__ import annotations

import array
import functools
import io
import math
from fractions import Fraction
from typing import Any

import av
from PIL import Image, ImageChops

RATE = 10
_SAMPLES = 1024
_SHADES = {"mjpeg": "yuvj420p"}


# Made once: the same film is wanted by many tests.
@functools.cache
def film(
    container: str = "mp4",
    pictures: str = "libx264",
    sound: str | None = "aac",
    *,
    seconds: float = 6,
    size: tuple[int, int] = (320, 240),
    group: int = RATE,
    between: int = 0,
    rate: int = RATE,
    ratio: Fraction | None = None,
) -> bytes:
    """Return a film whose red grows from 0 to 255; a key picture every `group` pictures.

    `between` pictures look ahead; `ratio` is how much wider than high the points are.
    """
    out = io.BytesIO()
    options = {"g": str(group)} if pictures != "mjpeg" else {}
    if pictures in ("mpeg4", "mpeg1video", "mpeg2video"):
        options |= {"bf": str(between)}
    if pictures == "libvpx-vp9":
        options |= {"deadline": "realtime", "cpu-used": "8"}
    with av.open(out, "w", format=container) as written:
        shown: Any = written.add_stream(pictures, rate=rate, options=options)
        shown.width, shown.height, shown.pix_fmt = *size, _SHADES.get(pictures, "yuv420p")
        if ratio:
            shown.codec_context.sample_aspect_ratio = ratio
        heard: Any = written.add_stream(sound, rate=48_000, layout="mono") if sound else None
        for number in range(int(seconds * rate)):
            red = int(255 * number / (seconds * rate))
            frame = av.VideoFrame.from_image(Image.new("RGB", size, (red, 128, 255 - red)))
            frame.pts, frame.time_base = number, Fraction(1, rate)
            frame.pict_type = av.video.frame.PictureType.NONE
            written.mux(shown.encode(frame))
        written.mux(shown.encode(None))
        if heard:
            resampler = av.AudioResampler(
                format=heard.codec_context.format, layout="mono", rate=48_000
            )
            for position in range(0, int(seconds * 48_000), _SAMPLES):
                for piece in resampler.resample(_tone(position)):
                    written.mux(heard.encode(piece))
            written.mux(heard.encode(None))
    return out.getvalue()


@functools.cache
def tape(container: str = "avi", pictures: str = "dvvideo", *, seconds: float = 2) -> bytes:
    """Return a film as tapes hold it: a bar goes right, every other line is of a moment later."""
    out, size = io.BytesIO(), (720, 576)
    lines = Image.new("L", (1, 2), 0)
    lines.putpixel((0, 1), 255)
    later = Image.new("L", size)
    for top in range(0, size[1], 2):
        later.paste(lines.resize((size[0], 2)), (0, top))
    with av.open(out, "w", format=container) as written:
        shown: Any = written.add_stream(pictures, rate=25, options=_FIELDS.get(pictures, {}))
        shown.width, shown.height, shown.pix_fmt = *size, "yuv420p"
        for number in range(int(seconds * 25)):
            image = Image.composite(_bar(2 * number + 1, size), _bar(2 * number, size), later)
            frame = av.VideoFrame.from_image(image).reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            written.mux(shown.encode(frame))
        written.mux(shown.encode(None))
    return out.getvalue()


_FIELDS = {"libx264": {"x264-params": "interlaced=1"}}


def with_lost_second() -> bytes:
    """Return a film of four seconds whose sound lacks the second one: its tape was torn."""
    late = io.BytesIO()
    whole = io.BytesIO(film("matroska", "mpeg4", "pcm_s16le", seconds=4))
    with av.open(whole, "r") as source, av.open(late, "w", format="matroska") as written:
        streams = {s.index: written.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            second = float((packet.pts or 0) * (packet.time_base or 0))
            if packet.size and not (packet.stream.type == "audio" and 1 <= second < 2):
                packet.stream = streams[packet.stream.index]
                written.mux(packet)
    return late.getvalue()


def _bar(moment: int, size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, "black")
    image.paste("white", (100 + 4 * moment, 0, 160 + 4 * moment, size[1]))
    return image


def teeth(image: Image.Image) -> int:
    """Return by how much a line of a picture differs from the next at most, of 255."""
    grey = image.convert("L")
    above, below = (grey.crop((0, top, grey.width, grey.height - 9 + top)) for top in (8, 9))
    difference: Any = ImageChops.difference(above, below).getextrema()
    return int(difference[1])


def _tone(position: int) -> Any:
    frame = av.AudioFrame(format="s16", layout="mono", samples=_SAMPLES)
    frame.sample_rate, frame.pts, frame.time_base = 48_000, position, Fraction(1, 48_000)
    frame.planes[0].update(_samples(position).ljust(frame.planes[0].buffer_size, b"\0"))
    return frame


@functools.cache
def _samples(position: int) -> bytes:
    loudness = (int(9_000 * math.sin((position + n) * 0.06)) for n in range(_SAMPLES))
    return array.array("h", loudness).tobytes()


def seen(body: bytes) -> list[tuple[float, int]]:
    """Return second and red of every picture that can be decoded."""
    with av.open(io.BytesIO(body), "r") as container:
        if not container.streams.video:
            return []
        return [
            (float(frame.time or 0), frame.to_image().getpixel((9, 9))[0])
            for frame in container.decode(video=0)
        ]


def loudness(body: bytes) -> list[int]:
    """Return the loudest sample of each tenth of a second."""
    samples = array.array("h")
    with av.open(io.BytesIO(body), "r") as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=8_000)
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                samples.frombytes(bytes(memoryview(piece.planes[0])[: piece.samples * 2]))
    return [max(map(abs, samples[at : at + 800])) for at in range(0, len(samples) - 800, 800)]
