"""A copy of a sound file with stretches of it silenced: run as `python -m archive.files.quiet`.

Every sample is decoded, the sealed ones are set to zero, and the whole is encoded anew, so that
nothing of what was said there is left in the bytes; tags and pictures are not taken along.
It runs in a process of its own, because a sound file is a stranger's input to a large decoder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

RECIPE = "quiet-1"
MEDIA_TYPE = "audio/mp4"
_RATE = 44_100
_BIT_RATE = 96_000
_BYTES_PER_SAMPLE = 2
_MAX_SECONDS = 3 * 3600

Stretch = tuple[int, int]


class CannotSilence(Exception):
    """The file could not be decoded to its end; no copy was made."""


def silence(source: Path, target: Path, stretches: Sequence[Stretch]) -> None:
    """Write `source` to `target` as AAC in MP4, mono, silent in `stretches` (milliseconds).

    Raises `CannotSilence`; nothing stays at `target` then.
    """
    question = json.dumps([str(source), str(target), [list(each) for each in stretches]])
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, our own interpreter
            [sys.executable, "-m", "archive.files.quiet", question],
            env=environment | {"PYTHONPATH": str(Path(__file__).parent.parent.parent)},
            capture_output=True,
            check=False,
            timeout=_MAX_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        target.unlink(missing_ok=True)
        raise CannotSilence("time") from error
    if done.returncode != 0:
        target.unlink(missing_ok=True)
        raise CannotSilence(done.stderr.decode("utf-8", "replace")[-500:])


def _write(source: str, target: str, stretches: Sequence[Stretch]) -> None:
    import av

    with (
        av.open(source, metadata_errors="replace") as heard,
        av.open(target, "w", format="mp4", options={"movflags": "faststart"}) as written,
    ):
        sound = written.add_stream("aac", rate=_RATE, layout="mono")
        sound.bit_rate = _BIT_RATE
        resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
        position = 0
        for frame in heard.decode(heard.streams.audio[0]):
            for piece in resampler.resample(frame):
                position = _pass_on(piece, position, stretches, sound, written)
        for piece in resampler.resample(None):
            position = _pass_on(piece, position, stretches, sound, written)
        written.mux(sound.encode(None))
    if position == 0:
        raise ValueError("no sound")


def _pass_on(
    piece: Any, position: int, stretches: Sequence[Stretch], sound: Any, written: Any
) -> int:
    """Silence what is sealed of `piece`, the samples from `position` on, and encode it.

    Counting samples, not time stamps, which damaged files repeat or leave out: what a player
    plays at a second is what was decoded up to it.
    """
    plane = piece.planes[0]
    raw = bytearray(memoryview(plane)[: piece.samples * _BYTES_PER_SAMPLE])
    for start_ms, end_ms in stretches:
        first = max(start_ms * _RATE // 1000 - position, 0)
        last = min(-(-end_ms * _RATE // 1000) - position, piece.samples)
        if first < last:
            raw[first * _BYTES_PER_SAMPLE : last * _BYTES_PER_SAMPLE] = bytes(
                (last - first) * _BYTES_PER_SAMPLE
            )
    quiet = _like(piece, raw)
    quiet.pts, quiet.sample_rate = position, _RATE
    written.mux(sound.encode(quiet))
    return position + int(piece.samples)


def _like(piece: Any, raw: bytearray) -> Any:
    import av

    frame = av.AudioFrame(format="s16", layout="mono", samples=piece.samples)
    frame.planes[0].update(bytes(raw).ljust(frame.planes[0].buffer_size, b"\0"))
    return frame


if __name__ == "__main__":
    _write(*json.loads(sys.argv[1]))
