"""Web audio, waveforms and posters, from sound and film of our own making."""

from __future__ import annotations

import io
import json
from typing import Any

import av
import mutagen
import pytest
from django.core.files.storage import storages
from mutagen.id3 import ID3, TIT2, TPE1

from archive.files.models import Derivative, Master
from tests.ingest.conftest import Bring, scan, tape

# Sounds are made beside the database.
pytestmark = pytest.mark.once


def encoded(container: str, codec: str, seconds: float = 3.0, *, film: bool = False) -> bytes:
    """Return a tone in another container, with moving pictures before it if it is a film."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as written:
        picture: Any = written.add_stream("mpeg4", rate=5) if film else None
        if picture:
            picture.width, picture.height, picture.pix_fmt = 320, 240, "yuv420p"
        sound: Any = written.add_stream(codec, rate=48_000)
        if picture:
            for _ in range(int(5 * seconds)):
                frame = av.VideoFrame.from_image(scan(size=(320, 240)).convert("RGB"))
                written.mux(picture.encode(frame))
            written.mux(picture.encode(None))
        resampler = av.AudioResampler(
            format=sound.codec_context.format, layout=sound.codec_context.layout, rate=48_000
        )
        with av.open(io.BytesIO(tape(seconds)), "r") as heard:
            for frame in heard.decode(audio=0):
                frame.pts = None
                for piece in resampler.resample(frame):
                    written.mux(sound.encode(piece))
        written.mux(sound.encode(None))
    return out.getvalue()


def stored(master: Master, role: str) -> tuple[Derivative, bytes]:
    derivative = master.derivatives.get(role=role)
    with storages["derivatives"].open(derivative.path) as file:
        return derivative, file.read()


@pytest.mark.parametrize(
    ("container", "codec", "media_type"),
    [
        ("mp3", "mp3", "audio/mpeg"),
        ("ogg", "libopus", "audio/ogg"),
        ("flac", "flac", "audio/flac"),
        ("ipod", "aac", "audio/mp4"),
        ("adts", "aac", "audio/aac"),
        ("aiff", "pcm_s16be", "audio/aiff"),
    ],
)
def test_every_kind_of_tape_becomes_one_every_browser_plays(
    container: str, codec: str, media_type: str, bring: Bring
) -> None:
    file = bring("băng.dat", encoded(container, codec))
    assert file.master is not None, (file.reason, file.detail)
    assert file.master.media_type == media_type
    assert file.master.technical["duration_ms"] == pytest.approx(3000, abs=120)
    derivative, body = stored(file.master, "web_audio")
    assert derivative.media_type == "audio/mp4"
    with av.open(io.BytesIO(body), "r") as heard:
        assert heard.streams.audio[0].codec_context.name == "aac"
        assert float(heard.duration or 0) / 1_000_000 == pytest.approx(3.0, abs=0.15)
    # The index in front of the sound: a player may begin, and jump, before it has all.
    assert body.index(b"moov") < body.index(b"mdat")


def test_the_waveform_follows_the_sound(bring: Bring) -> None:
    silence_then_tone = bytearray(tape(4))
    silence_then_tone[44 : 44 + 2 * 8000 * 2] = bytes(2 * 8000 * 2)
    file = bring("băng.wav", bytes(silence_then_tone))
    assert file.master is not None
    waveform = json.loads(stored(file.master, "peaks")[1])
    assert waveform["version"] == 2
    assert waveform["length"] * 2 == len(waveform["data"])
    assert waveform["length"] == pytest.approx(80, abs=2)
    assert max(waveform["data"][: 2 * 36]) <= 1
    assert max(waveform["data"][2 * 44 : 2 * 78]) > 25


def test_tags_are_read_from_the_master_and_do_not_go_out(bring: Bring) -> None:
    tagged = io.BytesIO(encoded("mp3", "mp3"))
    tags = ID3()
    tags.add(TIT2(encoding=3, text="Lời kể <script>alert(1)</script>"))
    tags.add(TPE1(encoding=3, text="Nhân chứng minh hoạ số 1"))
    tags.save(tagged)
    file = bring("băng.mp3", tagged.getvalue())
    assert file.master is not None
    assert file.master.technical["tags"]["TPE1"] == "Nhân chứng minh hoạ số 1"
    out = stored(file.master, "web_audio")[1]
    assert "Nhân chứng".encode() not in out
    assert not (mutagen.File(io.BytesIO(out)).tags or {}).get("\xa9ART")


def test_a_header_that_lies_about_the_length_is_corrected(bring: Bring) -> None:
    whole = bytearray(tape(30))
    file = bring("cụt.wav", bytes(whole[: len(whole) // 3]))
    assert file.master is not None
    assert file.master.technical["duration_ms"] == pytest.approx(10_000, abs=50)


def test_a_film_gives_a_picture_and_its_sound(bring: Bring) -> None:
    file = bring("phim.mp4", encoded("mp4", "aac", film=True))
    assert file.master is not None, file.detail
    assert (file.master.family, file.master.media_type) == ("video", "video/mp4")
    made = {d.role: d for d in file.master.derivatives.all()}
    assert set(made) == {"poster", "thumbnail", "web_audio", "peaks"}
    assert (made["poster"].width, made["poster"].height) == (320, 240)


def test_matroska_is_told_apart(bring: Bring) -> None:
    file = bring("phim.mp4", encoded("matroska", "libopus", film=True))
    assert file.master is not None, file.detail
    assert file.master.media_type == "video/x-matroska"
    web = bring("phim.webm", encoded("webm", "libopus"))
    assert web.master is not None, web.detail
    assert (web.master.family, web.master.media_type) == ("audio", "audio/webm")
