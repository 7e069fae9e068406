"""The sound of a film in step with its pictures: gaps are filled with silence.

What a player plays at a second is then what was decoded up to it, in the film, in its sound alone
and in their silenced copies: a seal means the same moment in all of them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

# A file that says its sound pauses longer than this is damaged; its time stamps are not believed.
MOST_GAP_SECONDS = 6 * 3600
_SLACK_SECONDS = Fraction(1, 10)


def pictures_of(container: Any) -> Any | None:
    """Return the stream of moving pictures; a cover is a stream to FFmpeg, but no film."""
    import av

    for stream in container.streams.video:
        is_cover = stream.disposition & av.stream.Disposition.attached_pic
        if not is_cover and stream.codec_context is not None:
            return stream
    return None


def beginning(container: Any) -> Fraction:
    """Return the second the file's own clock shows where it begins."""
    return Fraction(container.start_time or 0, 1_000_000)


def sound_in_step(path: Path | str, *, rate: int) -> Iterator[Any]:
    """Yield the sound in one channel of 16-bit samples, each piece with its place from zero.

    Broken packets are left out. Yields nothing where there is no sound.
    """
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    position = 0
    with av.open(str(path), metadata_errors="replace") as heard:
        if not heard.streams.audio:
            return
        zero = beginning(heard)
        try:
            for packet in heard.demux(heard.streams.audio[0]):
                for frame in frames_of(packet):
                    for piece in _gap(frame, position, zero, rate):
                        yield _placed(piece, position, rate)
                        position += piece.samples
                    for piece in resampler.resample(frame):
                        yield _placed(piece, position, rate)
                        position += piece.samples
        except av.EOFError:
            return
        for piece in resampler.resample(None):
            yield _placed(piece, position, rate)
            position += piece.samples


def in_turn(*streams: Iterable[Any]) -> Iterator[Any]:
    """Yield the packets of several streams in the order of time, as a file has them."""
    return heapq.merge(*streams, key=lambda packet: packet.dts * packet.time_base)


def encoded(pieces: Iterable[Any], stream: Any) -> Iterator[Any]:
    """Yield the packets that `stream` makes of sound."""
    for piece in pieces:
        yield from stream.encode(piece)
    yield from stream.encode(None)


def frames_of(packet: Any) -> list[Any]:
    """Return what a packet holds; nothing of a damaged one."""
    import av

    try:
        return list(packet.decode())
    except av.InvalidDataError:
        return []


def _gap(frame: Any, position: int, zero: Fraction, rate: int) -> Iterator[Any]:
    """Yield silence up to where the frame says it belongs, if that is a while from here."""
    if frame.pts is None or frame.time_base is None:
        return
    lacking = (frame.pts * frame.time_base - zero) - Fraction(position, rate)
    if not _SLACK_SECONDS < lacking < MOST_GAP_SECONDS:
        return
    left = int(lacking * rate)
    while left > 0:
        yield silence(min(left, rate))
        left -= rate


def silence(samples: int) -> Any:
    import av

    frame = av.AudioFrame(format="s16", layout="mono", samples=samples)
    frame.planes[0].update(bytes(frame.planes[0].buffer_size))
    return frame


def _placed(piece: Any, position: int, rate: int) -> Any:
    piece.pts, piece.sample_rate, piece.time_base = position, rate, Fraction(1, rate)
    return piece
