"""A copy of a film without what is sealed in it: run as `python -m archive.files.cutting`.

The pictures of a sealed stretch are left out, so that the last one before it stands still; the
sound is decoded, silenced there and encoded anew, as of any recording. The pictures are cut by
packets, never encoded again: a copy takes seconds. A packet that may hold something of a later
moment is left out with the stretch.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from archive.files import quiet
from archive.files.timeline import beginning, encoded, in_turn, pictures_of, sound_in_step

RECIPE = "cut-1"
MP4, WEBM = "video/mp4", "video/webm"
_SOUNDS = {MP4: ("aac", 44_100), WEBM: ("libopus", 48_000)}
_CONTAINERS = {MP4: "mp4", WEBM: "webm"}
_OPTIONS = {
    MP4: {"movflags": "faststart", "fflags": "+bitexact"},
    WEBM: {"cues_to_front": "1", "fflags": "+bitexact"},
}
_BIT_RATE = 80_000
# Half a picture of a slow film: what begins this shortly before a stretch is left out with it.
_MARGIN = Fraction(1, 10)
# VP9 and AV1 mix pictures of a later moment into earlier ones: some, and not of another group.
_LOOK_AHEAD = Fraction(1)

Span = tuple[Fraction, Fraction]


def cut(source: Path, target: Path, stretches: Sequence[quiet.Stretch], media_type: str) -> None:
    """Write `source`, a film made for browsers, to `target` without `stretches` (milliseconds).

    Raises `quiet.CannotSilence`; nothing stays at `target` then.
    """
    quiet.in_own_process("archive.files.cutting", source, target, stretches, media_type)


def open_for(target: Path | str, media_type: str) -> Any:
    """Open a file for a film to be written into."""
    import av

    container, options = _CONTAINERS[media_type], _OPTIONS[media_type]
    return av.open(str(target), "w", format=container, options=options)


def sound_for(written: Any, media_type: str) -> tuple[Any, int]:
    """Add the stream of sound such a film has; return it with its samples a second."""
    codec, rate = _SOUNDS[media_type]
    stream = written.add_stream(codec, rate=rate, layout="mono")
    stream.bit_rate = _BIT_RATE
    return stream, rate


def _write(source: str, target: str, stretches: Sequence[quiet.Stretch], media_type: str) -> None:
    import av

    with av.open(source) as seen, open_for(target, media_type) as written:
        pictures = pictures_of(seen)
        assert pictures is not None
        shown = written.add_stream_from_template(pictures)
        sounds = []
        if seen.streams.audio:
            heard, rate = sound_for(written, media_type)
            pieces = (
                quiet.silenced(piece, stretches, rate) for piece in sound_in_step(source, rate=rate)
            )
            sounds.append(encoded(pieces, heard))
        spans = [(Fraction(begin, 1000), Fraction(end, 1000)) for begin, end in stretches]
        for packet in in_turn(_open_pictures(seen, pictures, shown, spans), *sounds):
            written.mux(packet)


def _open_pictures(seen: Any, pictures: Any, shown: Any, spans: Sequence[Span]) -> Iterator[Any]:
    """Yield the packets from which nothing of `spans` can be seen."""
    zero = beginning(seen)
    looks_ahead = pictures.codec_context.name != "h264"
    for group in _groups(seen.demux(pictures)):
        for packet in _open_part(group, spans, zero, looks_ahead):
            packet.stream = shown
            yield packet


def _groups(packets: Iterator[Any]) -> Iterator[list[Any]]:
    """Yield packets from one key picture to the next: none needs another group to be shown."""
    group: list[Any] = []
    for packet in packets:
        if packet.size == 0 or packet.pts is None or packet.dts is None:
            continue
        if packet.is_keyframe and group:
            yield group
            group = []
        if group or packet.is_keyframe:
            group.append(packet)
    if group:
        yield group


def _open_part(
    group: list[Any], spans: Sequence[Span], zero: Fraction, looks_ahead: bool
) -> list[Any]:
    """Return the packets of a group up to the first that a span touches."""
    first = group[0]
    # Pictures before the key picture of an open group are put together with those of the last.
    kept = [packet for packet in group if packet.pts >= first.pts]
    times = [packet.pts * packet.time_base - zero for packet in kept]
    lengths = [(packet.duration or 0) * packet.time_base for packet in kept]
    if looks_ahead:
        whole = (min(times), max(map(sum, zip(times, lengths, strict=True))) + _LOOK_AHEAD)
        return [] if _touches(whole, spans) else kept
    for place, (time, length) in enumerate(zip(times, lengths, strict=True)):
        if _touches((time, time + max(length, _MARGIN)), spans):
            return kept[:place]
    return kept


def _touches(shown: Span, spans: Sequence[Span]) -> bool:
    return any(shown[0] < end and begin < shown[1] + _MARGIN for begin, end in spans)


if __name__ == "__main__":
    import sys

    _write(*json.loads(sys.argv[1]))
