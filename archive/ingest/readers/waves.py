"""From a recording as it was made to the file a browser plays and the waveform beside it."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av

from archive.files.timeline import frames_of, pictures_of, sound_in_step
from archive.ingest.formats import NotKept

Answer = dict[str, Any]
_RATE = 44_100
_BIT_RATE = 80_000
_PEAK_RATE = 8_000
_PEAKS_PER_SECOND = 20
_MAX_PEAKS = 30_000


def web_audio(path: Path, out: Path) -> Answer:
    """Write the sound as AAC in MP4, mono, its index in front; tags and pictures stay behind.

    The duration returned is what was really decoded: headers of damaged tapes say anything.
    """
    samples = 0
    with av.open(
        str(out), "w", format="mp4", options={"movflags": "faststart", "fflags": "+bitexact"}
    ) as written:
        sound: Any = written.add_stream("aac", rate=_RATE, layout="mono")
        sound.bit_rate = _BIT_RATE
        for piece in _decoded(path, rate=_RATE):
            # Counted, not read off the time stamps, which damaged files repeat or leave out.
            piece.pts, piece.sample_rate = samples, _RATE
            samples += piece.samples
            written.mux(sound.encode(piece))
        if not samples:
            raise NotKept("silent", "nothing that can be decoded")
        written.mux(sound.encode(None))
    return {"media_type": "audio/mp4", "duration_ms": samples * 1000 // _RATE}


def peaks(path: Path, out: Path) -> Answer:
    """Write the lowest and highest sample of every twentieth of a second, in eight bits.

    The file is in the JSON form of audiowaveform, which waveform players read.
    """
    samples = array("h")
    for piece in _decoded(path, rate=_PEAK_RATE):
        samples.frombytes(bytes(memoryview(piece.planes[0])[: piece.samples * 2]))
    step = max(_PEAK_RATE // _PEAKS_PER_SECOND, -(-len(samples) // _MAX_PEAKS), 1)
    data: list[int] = []
    for start in range(0, len(samples), step):
        part = samples[start : start + step]
        data += (min(part) >> 8, max(part) >> 8)
    waveform = {
        "version": 2,
        "channels": 1,
        "sample_rate": _PEAK_RATE,
        "samples_per_pixel": step,
        "bits": 8,
        "length": len(data) // 2,
        "data": data,
    }
    out.write_text(json.dumps(waveform, separators=(",", ":")), encoding="ascii")
    return {"media_type": "application/json"}


def _decoded(path: Path, *, rate: int) -> Iterator[Any]:
    """Yield the sound in one channel of 16-bit samples; packets that are broken are left out.

    That of a film is in step with its pictures.
    """
    try:
        with av.open(str(path), metadata_errors="replace") as heard:
            if not heard.streams.audio:
                raise NotKept("silent", "no sound track")
            if pictures_of(heard) is not None:
                yield from sound_in_step(path, rate=rate)
                return
            resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
            for packet in heard.demux(heard.streams.audio[0]):
                for frame in frames_of(packet):
                    yield from resampler.resample(frame)
            yield from resampler.resample(None)
    except av.EOFError:
        return
    except av.FFmpegError as error:
        raise NotKept("damaged", str(error).replace(str(path), "")) from None
