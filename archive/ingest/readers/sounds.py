"""Sound: duration, codec and tags through mutagen; what it cannot read, PyAV opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import mutagen

from archive.ingest.formats import Format, NotKept
from archive.ingest.readers import films, waves

Answer = dict[str, Any]
_MAX_TAGS = 100
_MAX_TAG_LENGTH = 1000
_MAX_BOXES = 1000


def probe(path: Path, found: Format, max_pixels: int, outs: dict[str, Path]) -> Answer:
    """Read the container and decode the first moments; a file without a sound is refused."""
    tags, info = _tags(path)
    facts = _streams(path)
    duration_ms = facts["duration_ms"] or round(1000 * getattr(info, "length", 0.0))
    if not facts["video"] and duration_ms <= 0:
        raise NotKept("silent")
    family = "video" if facts["video"] else "audio"
    media_type = found.media_type
    if found.name == "Matroska":
        media_type = f"{family}/{'webm' if _is_webm(path) else 'x-matroska'}"
    elif found.name == "WAV" or family == "audio":
        media_type = found.media_type.replace("video/", "audio/")
    else:
        media_type = found.media_type.replace("audio/", "video/")
    return {
        "family": family,
        "media_type": media_type,
        "frames": 1,
        "technical": {
            "format": found.name,
            "duration_ms": duration_ms,
            "codec": facts["codec"],
            "sample_rate": facts["sample_rate"],
            "channels": facts["channels"],
            "bit_rate": facts["bit_rate"] or getattr(info, "bitrate", 0) or 0,
            "width": facts["width"],
            "height": facts["height"],
            "tags": tags,
        },
    }


def _is_webm(path: Path) -> bool:
    """Tell by the document type, which stands in the first bytes of every Matroska file."""
    with path.open("rb") as file:
        return b"webm" in file.read(64)


def _tags(path: Path) -> tuple[dict[str, str], Any]:
    """Return the embedded tags as plain text. Broken tags cost the tags, not the recording."""
    try:
        file = mutagen.File(path)
    except Exception:  # mutagen lets struct errors and others through on broken tags
        return {}, None
    if file is None:
        return {}, None
    found: dict[str, str] = {}
    for key in list(file.tags.keys() if file.tags else [])[:_MAX_TAGS]:
        if key in ("covr",) or str(key).startswith(("APIC", "PRIV", "GEOB", "WM/Picture")):
            continue
        try:
            value = file.tags[key]
        except (KeyError, ValueError):
            continue
        found[_clean(key)] = _clean(value[0] if isinstance(value, list) and value else value)
    return found, file.info


def _clean(value: Any) -> str:
    text = str(value).encode("utf-8", "replace").decode()
    return "".join(c for c in text if c.isprintable() or c == "\n")[:_MAX_TAG_LENGTH]


def _streams(path: Path) -> Answer:
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            return _facts(container)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        text = str(error).replace(str(path), "")
        is_cut = "End of file" in text or _is_cut(path)
        raise NotKept("truncated" if is_cut else "damaged", text) from None


def _is_cut(path: Path) -> bool:
    """Tell whether it is an MP4 without its description, which recorders write last."""
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        for number in range(_MAX_BOXES):
            file.seek(at)
            head = file.read(16)
            length, kind = int.from_bytes(head[:4]), head[4:8]
            if number == 0 and kind != b"ftyp":
                return False
            if length == 1:
                length = int.from_bytes(head[8:])
            if kind == b"moov":
                return at + length > size
            if len(head) < 8 or length == 0 or at + length >= size:
                return True
            if length < 8:
                return False
            at += length
    return False


def _facts(container: Any) -> Answer:
    # A cover picture is a stream to FFmpeg, but it does not make a film. In AVI there are none,
    # and cameras wrote films there picture by picture.
    stills = () if container.format.name == "avi" else ("mjpeg", "png", "bmp", "gif")
    films = [
        s
        for s in container.streams.video
        if not (s.disposition & av.stream.Disposition.attached_pic)
        and s.codec_context is not None
        and s.codec_context.name not in stills
    ]
    sounds = [s for s in container.streams.audio if s.codec_context is not None]
    if not films and not sounds:
        raise NotKept("silent", "no stream that can be played")
    sound = sounds[0] if sounds else None
    _decode_first(container, sound or films[0])
    return {
        "video": bool(films),
        "duration_ms": _duration_ms(container, sound or films[0]),
        "codec": (sound or films[0]).codec_context.name,
        "sample_rate": sound.codec_context.sample_rate if sound else 0,
        "channels": sound.codec_context.channels if sound else 0,
        "bit_rate": container.bit_rate,
        "width": films[0].codec_context.width if films else None,
        "height": films[0].codec_context.height if films else None,
    }


def _duration_ms(container: Any, stream: Any) -> int:
    if stream.duration is not None and stream.time_base:
        return max(0, int(1000 * stream.duration * stream.time_base))
    return max(0, int((container.duration or 0) / 1000))


def _decode_first(container: Any, stream: Any) -> None:
    for count, _frame in enumerate(container.decode(stream)):
        if count >= 3:
            return
    if "count" not in locals():
        raise NotKept("silent", "no frame that can be decoded")


def derive(path: Path, outs: dict[str, Path], frame: int, *, format: str = "") -> Answer:
    """Make what can be made: a film without sound has a poster all the same."""
    makers: dict[str, Callable[[], Answer]] = {
        "web_audio": lambda: waves.web_audio(path, outs["web_audio"]),
        # Of what will be played, which is smaller to decode than the master.
        "peaks": lambda: waves.peaks(outs["web_audio"] if "web_audio" in made else path,
                                     outs["peaks"]),
        "poster": lambda: films.poster(path, outs["poster"]),
        "thumbnail": lambda: films.poster(path, outs["thumbnail"], side=films.THUMBNAIL_SIDE),
    }  # fmt: skip
    made: Answer = {}
    refusals = []
    for what in (each for each in makers if each in outs):
        try:
            made[what] = makers[what]()
        except NotKept as refusal:
            refusals.append(refusal)
    if refusals and not made:
        raise refusals[0]
    return made


def read(path: Path, frame: int) -> Answer:
    return {"text": "", "words": []}
