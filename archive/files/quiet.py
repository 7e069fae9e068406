"""A copy of a sound file with stretches of it silenced: run as `python -m archive.files.quiet`.

Every sample is decoded, the sealed ones are set to zero, and the whole is encoded anew, so that
nothing of what was said there is left in the bytes; tags and pictures are not taken along.
It runs in a process of its own, because a sound file is a stranger's input to a large decoder.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from archive.files.timeline import pictures_of, sound_in_step

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
    in_own_process("archive.files.quiet", source, target, stretches)


def in_own_process(
    module: str, source: Path, target: Path, stretches: Sequence[Stretch], *more: str
) -> None:
    """Have `module` write `target`. Raises `CannotSilence`; nothing stays at `target` then."""
    question = json.dumps([str(source), str(target), [list(each) for each in stretches], *more])
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, our own interpreter
            [sys.executable, "-m", module, question],
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


def silenced(piece: Any, stretches: Sequence[Stretch], rate: int) -> Any:
    """Return `piece`, which has its place, without what is sealed of it.

    Counting samples, not time stamps, which damaged files repeat or leave out: what a player
    plays at a second is what was decoded up to it.
    """
    position = piece.pts
    raw = bytearray(memoryview(piece.planes[0])[: piece.samples * _BYTES_PER_SAMPLE])
    for start_ms, end_ms in stretches:
        first = max(start_ms * rate // 1000 - position, 0)
        last = min(-(-end_ms * rate // 1000) - position, piece.samples)
        if first < last:
            raw[first * _BYTES_PER_SAMPLE : last * _BYTES_PER_SAMPLE] = bytes(
                (last - first) * _BYTES_PER_SAMPLE
            )
    quiet = _like(piece, raw)
    quiet.pts, quiet.sample_rate = position, rate
    return quiet


def _write(source: str, target: str, stretches: Sequence[Stretch]) -> None:
    import av

    position = 0
    with av.open(target, "w", format="mp4", options={"movflags": "faststart"}) as written:
        sound = written.add_stream("aac", rate=_RATE, layout="mono")
        sound.bit_rate = _BIT_RATE
        for piece in _counted(source):
            position = piece.pts + piece.samples
            written.mux(sound.encode(silenced(piece, stretches, _RATE)))
        written.mux(sound.encode(None))
    if position == 0:
        raise ValueError("no sound")


def _counted(source: str) -> Iterator[Any]:
    """Yield the sound with its place: in step with the pictures of a film, else as it comes."""
    import av

    with av.open(source, metadata_errors="replace") as heard:
        if pictures_of(heard) is not None:
            yield from sound_in_step(source, rate=_RATE)
            return
        resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
        position = 0
        for frame in itertools.chain(heard.decode(heard.streams.audio[0]), [None]):
            for piece in resampler.resample(frame):
                piece.pts, piece.sample_rate = position, _RATE
                position += piece.samples
                yield piece


def _like(piece: Any, raw: bytearray) -> Any:
    import av

    frame = av.AudioFrame(format="s16", layout="mono", samples=piece.samples)
    frame.planes[0].update(bytes(raw).ljust(frame.planes[0].buffer_size, b"\0"))
    return frame


if __name__ == "__main__":
    _write(*json.loads(sys.argv[1]))
