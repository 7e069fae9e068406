"""Small films of our own making: a colour that grows with the time, and a steady tone."""

from __future__ import annotations

import array
import io
import math
from fractions import Fraction
from typing import Any

import av
from PIL import Image

RATE = 10
_SAMPLES = 1024
_SHADES = {"mjpeg": "yuvj420p"}


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


def _tone(position: int) -> Any:
    frame = av.AudioFrame(format="s16", layout="mono", samples=_SAMPLES)
    frame.sample_rate, frame.pts, frame.time_base = 48_000, position, Fraction(1, 48_000)
    samples = array.array(
        "h", (int(9_000 * math.sin((position + n) * 0.06)) for n in range(_SAMPLES))
    )
    frame.planes[0].update(samples.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
    return frame


def seen(body: bytes) -> list[tuple[float, int]]:
    """Return second and red of every picture that can be decoded."""
    with av.open(io.BytesIO(body)) as container:
        if not container.streams.video:
            return []
        return [
            (float(frame.time or 0), frame.to_image().getpixel((9, 9))[0])
            for frame in container.decode(video=0)
        ]


def loudness(body: bytes) -> list[int]:
    """Return the loudest sample of each tenth of a second."""
    samples = array.array("h")
    with av.open(io.BytesIO(body)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=8_000)
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                samples.frombytes(bytes(memoryview(piece.planes[0])[: piece.samples * 2]))
    return [max(map(abs, samples[at : at + 800])) for at in range(0, len(samples) - 800, 800)]
