"""From a film as it was made to one every browser plays: its packets as they are, or made anew.

A film whose pictures browsers play already is only put into another container. Any other is made
anew in pieces, which are joined at the end: a worker that is stopped goes on with the next piece.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from archive.files.cutting import MP4, WEBM, open_for, sound_for
from archive.files.timeline import beginning, encoded, in_turn, pictures_of, sound_in_step
from archive.ingest.formats import NotKept
from archive.ingest.readers.films import square
from archive.ingest.readers.straightening import turned, uncombed

Answer = dict[str, Any]
MOST_SECONDS = 24 * 3600
MOST_PIXELS = 8192 * 4320
_TALLEST_COPIED, _WIDEST_COPIED = 1080, 1920
_MOST_BIT_RATE_COPIED = 8_000_000
_LONGEST_GROUP_SECONDS = 12
_PLAYED_AS = {"h264": MP4, "vp8": WEBM, "vp9": WEBM, "av1": WEBM, "libdav1d": WEBM}
_PLAYED_FORMATS = ("yuv420p", "yuvj420p")
_WHOLE_PICTURES = (0, 1)  # the orders of fields that are none: not said, and lines all at once
# Containers of old that do not say of every picture when it is shown, nor always where one stands
# that needs no other; so long before any moment there is one.
_UNSURE = ("avi", "mpeg")
_GROUP_SECONDS = Fraction(5)
_MOST_WAITING = 32
_SHORT_SIDE = 720
_RATE = 30
_GROUP = 3 * _RATE
_PIECE_SECONDS = 60
_KBIT = 1500
# Speed before smallness, and nothing of a later picture in an earlier packet.
_VP9 = {
    "deadline": "realtime", "cpu-used": "8", "row-mt": "1", "tile-columns": "2",
    "lag-in-frames": "0", "auto-alt-ref": "0", "g": str(_GROUP), "b": f"{_KBIT}k",
    "maxrate": f"{2 * _KBIT}k", "bufsize": f"{4 * _KBIT}k",
}  # fmt: skip
_TICK = Fraction(1, 1000)


def derive(
    path: Path,
    outs: dict[str, Path],
    frame: int,
    *,
    format: str = "",
    from_ms: int = 0,
    pieces: Sequence[str] = (),
) -> Answer:
    """Make the film (`film`), a piece of it from `from_ms` on (`piece`), or join `pieces`.

    `film` is refused as `to_be_made` where pieces are needed; a piece says where the next one
    begins (`next_ms`), the last one nothing.
    """
    try:
        if "piece" in outs:
            return {"piece": _piece(path, outs["piece"], from_ms)}
        if pieces:
            return {"film": _joined(path, [Path(each) for each in pieces], outs["film"])}
        return {"film": _copied(path, outs["film"])}
    except av.FFmpegError as error:
        raise NotKept("damaged", str(error).replace(str(path), "")) from None


def _copied(path: Path, out: Path) -> Answer:
    with av.open(str(path), metadata_errors="replace") as seen:
        pictures = _pictures(seen)
        media_type = _played_as(path, seen, pictures)
        with open_for(out, media_type) as written:
            shown = written.add_stream_from_template(pictures)
            sounds = []
            if seen.streams.audio:
                heard, rate = sound_for(written, media_type)
                sounds.append(encoded(sound_in_step(path, rate=rate), heard))
            for packet in in_turn(_packets(seen, pictures, shown), *sounds):
                written.mux(packet)
        size = pictures.codec_context
        return {"media_type": media_type, "width": size.width, "height": size.height}


def _played_as(path: Path, seen: Any, pictures: Any) -> str:
    """Return the type of file browsers play such pictures in. Raises `NotKept`."""
    coded = pictures.codec_context
    seconds = (seen.duration or 0) / 1_000_000
    is_played = (
        coded.name in _PLAYED_AS
        and seen.format.name not in _UNSURE
        and coded.pix_fmt in _PLAYED_FORMATS
        and coded.field_order in _WHOLE_PICTURES
        and min(coded.width, coded.height) <= _TALLEST_COPIED
        and max(coded.width, coded.height) <= _WIDEST_COPIED
        and 0 < seconds <= MOST_SECONDS
        and path.stat().st_size * 8 / seconds <= _MOST_BIT_RATE_COPIED
    )
    if not is_played:
        raise NotKept("to_be_made", coded.name)
    return _PLAYED_AS[coded.name]


def _packets(seen: Any, pictures: Any, shown: Any) -> Iterator[Any]:
    """Yield the packets of the pictures on a clock that begins with the file.

    Raises `NotKept` where they are too rarely key pictures to seek among, or have no times.
    """
    zero, last_key, before = beginning(seen), None, None
    for packet in _decoding_times(seen.demux(pictures)):
        if packet.pts is None or packet.dts is None or (before is not None and packet.dts < before):
            raise NotKept("to_be_made", "times")
        before, time = packet.dts, packet.pts * packet.time_base
        if packet.is_keyframe:
            last_key = time
        if last_key is None:
            continue
        if time - last_key > _LONGEST_GROUP_SECONDS or time - zero > MOST_SECONDS:
            raise NotKept("to_be_made", "key pictures")
        offset = int(zero / packet.time_base)
        packet.pts, packet.dts, packet.stream = packet.pts - offset, packet.dts - offset, shown
        yield packet


def _decoding_times(packets: Iterator[Any]) -> Iterator[Any]:
    """Yield the packets; Matroska leaves out when the first are decoded, which is counted back."""
    waiting: list[Any] = []
    for packet in packets:
        if packet.size == 0:
            continue
        if packet.dts is None and len(waiting) < _MOST_WAITING:
            waiting.append(packet)
            continue
        if packet.dts is None:
            raise NotKept("to_be_made", "times")
        for place, each in enumerate(waiting):
            each.dts = packet.dts - (len(waiting) - place) * max(1, each.duration or 1)
        yield from waiting
        waiting = []
        yield packet
    yield from waiting


def _piece(path: Path, out: Path, from_ms: int) -> Answer:
    """Make a minute of the film from `from_ms` on, in VP9, its short side 720 pixels at most."""
    with av.open(str(path), metadata_errors="replace") as seen:
        pictures = _pictures(seen)
        pictures.thread_type = "AUTO"
        frames = _frames_from(seen, pictures, from_ms)
        first = next(frames, None)
        if first is None:
            raise NotKept("damaged", "no picture that can be decoded")
        begins = first[0]
        next_ms = None
        with open_for(out, WEBM) as written:
            shown: Any = None
            for time, frame in itertools.chain([first], frames):
                if time - begins >= _PIECE_SECONDS:
                    next_ms = int(time * 1000)
                    break
                frame = turned(frame)
                if shown is None:
                    ratio = pictures.sample_aspect_ratio
                    shown = _vp9(written, *_fitting(*square(frame.width, frame.height, ratio)))
                frame = frame.reformat(width=shown.width, height=shown.height, format="yuv420p")
                frame.pts, frame.time_base = int(time * 1000), _TICK
                frame.pict_type = av.video.frame.PictureType.NONE
                for packet in shown.encode(frame):
                    written.mux(packet)
            for packet in shown.encode(None):
                written.mux(packet)
    return {"media_type": WEBM, "next_ms": next_ms}


def _frames_from(seen: Any, pictures: Any, from_ms: int) -> Iterator[tuple[Fraction, Any]]:
    """Yield the pictures from a moment on with their times, thirty a second at most."""
    zero = beginning(seen)
    if from_ms:
        _seek(seen, pictures, zero + Fraction(from_ms, 1000))
    last: Fraction | None = None
    for frame in uncombed(_decoded(seen, pictures)):
        time = max(frame.pts * frame.time_base - zero, Fraction(0))
        if time > MOST_SECONDS:
            return
        # Times are kept in whole milliseconds: so is what they are compared with.
        if int(time * 1000) < from_ms:
            continue
        if last is not None and time < last + Fraction(9, 10 * _RATE):
            continue
        last = time
        yield time, frame


def _decoded(seen: Any, pictures: Any) -> Iterator[Any]:
    """Yield the pictures in the order they are shown in; packets that are broken are left out."""
    is_unsure, is_first = seen.format.name in _UNSURE, True
    times: list[int] = []
    for packet in seen.demux(pictures):
        if not packet.size and packet.dts is not None:
            continue  # a picture the camera had no time for; the decoder would take it for the end
        try:
            frames = packet.decode()
        except av.InvalidDataError:
            continue
        if is_unsure and packet.pts is not None:
            heapq.heappush(times, packet.pts)
        for frame in frames:
            # The times are right, but stand beside the wrong pictures: each has the earliest that
            # was not given yet. Those before the first are of pictures that lack what they need.
            while is_first and times and frame.pts is not None and times[0] < frame.pts:
                heapq.heappop(times)
            is_first = False
            if times:
                frame.pts = heapq.heappop(times)
            yield frame


def _seek(seen: Any, pictures: Any, moment: Fraction) -> None:
    """Go to a key picture before `moment`; where there is no way to, stay at the beginning."""
    if seen.format.name in _UNSURE:
        moment = max(beginning(seen), moment - _GROUP_SECONDS)
    with suppress(av.FFmpegError):
        seen.seek(int(moment / pictures.time_base), stream=pictures, backward=True)


def _fitting(width: int, height: int) -> tuple[int, int]:
    """Return even sides, the shorter one 720 pixels at most."""
    scale = min(1.0, _SHORT_SIDE / max(1, min(width, height)), 1920 / max(1, max(width, height)))
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def _vp9(written: Any, width: int, height: int) -> Any:
    shown = written.add_stream("libvpx-vp9", rate=_RATE, options=_VP9)
    shown.width, shown.height, shown.pix_fmt = width, height, "yuv420p"
    shown.codec_context.time_base = _TICK
    shown.codec_context.thread_count = 2
    return shown


def _joined(path: Path, pieces: list[Path], out: Path) -> Answer:
    with av.open(str(pieces[0])) as first, open_for(out, WEBM) as written:
        template = first.streams.video[0]
        shown = written.add_stream_from_template(template)
        sounds = []
        with av.open(str(path), metadata_errors="replace") as heard:
            has_sound = bool(heard.streams.audio)
        if has_sound:
            stream, rate = sound_for(written, WEBM)
            sounds.append(encoded(sound_in_step(path, rate=rate), stream))
        for packet in in_turn(_of_pieces(pieces, shown), *sounds):
            written.mux(packet)
        size = template.codec_context
        return {"media_type": WEBM, "width": size.width, "height": size.height}


def _of_pieces(pieces: list[Path], shown: Any) -> Iterator[Any]:
    for piece in pieces:
        with av.open(str(piece)) as seen:
            for packet in seen.demux(seen.streams.video[0]):
                if packet.size:
                    packet.stream = shown
                    yield packet


def _pictures(seen: Any) -> Any:
    """Return the stream of pictures, of a size that can be decoded. Raises `NotKept`."""
    pictures = pictures_of(seen)
    if pictures is None:
        raise NotKept("unsupported", "no moving pictures")
    size = pictures.codec_context
    if not 0 < size.width * size.height <= MOST_PIXELS:
        raise NotKept("too_heavy", f"{size.width} × {size.height}")
    return pictures
