"""A film becomes one every browser plays, in pieces that a stopped worker goes on with."""

from __future__ import annotations

import io
import itertools
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from archive.files import store
from archive.files.models import Master
from archive.ingest import filming
from archive.ingest.formats import NotKept
from archive.ingest.parsing import Parser, Refused
from archive.ingest.readers import films, moving, waves
from archive.ingest.reasons import why_unmade
from archive.jobs import turns
from archive.journal.models import Entry
from tests.ingest.conftest import Bring
from tests.ingest.films import film, loudness, seen, tape, teeth, with_lost_second

# Films are made beside the database.
pytestmark = pytest.mark.once


def made(master: Master) -> tuple[Any, bytes]:
    derivative = master.derivatives.get(role="film")
    with storages["derivatives"].open(derivative.path) as file:
        return derivative, file.read()


def brought(bring: Bring, body: bytes) -> Master:
    file = bring("phim.dat", body)
    assert file.master is not None, (file.reason, file.detail)
    return file.master


@pytest.mark.parametrize(
    ("container", "pictures", "sound", "media_type"),
    [
        ("mp4", "libx264", "aac", "video/mp4"),
        ("matroska", "libx264", "mp3", "video/mp4"),
        ("webm", "libvpx-vp9", "libopus", "video/webm"),
        ("matroska", "libx264", None, "video/mp4"),
    ],
)
def test_pictures_browsers_play_are_not_made_anew(
    container: str, pictures: str, sound: str | None, media_type: str, bring: Bring, parser: Parser
) -> None:
    body = film(container, pictures, sound)
    master = brought(bring, body)
    assert not filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    derivative, out = made(master)
    assert (derivative.media_type, derivative.width) == (media_type, 320)
    assert seen(out) == seen(body)
    if sound:
        assert min(loudness(out)[5:50]) > 5_000
    if media_type == "video/mp4":
        assert out.index(b"moov") < out.index(b"mdat")


def test_any_other_film_is_made_anew_and_small_enough(bring: Bring, parser: Parser) -> None:
    master = brought(bring, film("matroska", "mpeg4", "mp3", seconds=3, size=(1440, 1080)))
    assert not filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    derivative, out = made(master)
    assert (derivative.media_type, derivative.width, derivative.height) == ("video/webm", 960, 720)
    shown = seen(out)
    assert len(shown) == 30 and shown[-1][0] == pytest.approx(2.9, abs=0.05)
    assert shown[0][1] < 20 and shown[-1][1] > 230
    assert len(loudness(out)) == pytest.approx(30, abs=1)
    with av.open(io.BytesIO(out), "r") as container:
        keys = [packet.pts for packet in container.demux(video=0) if packet.is_keyframe]
    assert keys[0] == 0


OLD_FILMS = [
    ("avi", "mpeg4", "mp3", "video/x-msvideo", "fmt/5"),
    ("avi", "libx264", "mp3", "video/x-msvideo", "fmt/5"),
    ("avi", "mjpeg", "pcm_s16le", "video/x-msvideo", "fmt/5"),
    ("mpeg", "mpeg1video", "mp2", "video/mpeg", "x-fmt/385"),
    ("vob", "mpeg2video", "mp2", "video/mpeg", "x-fmt/386"),
]


@pytest.mark.parametrize(("container", "pictures", "sound", "media_type", "puid"), OLD_FILMS)
def test_films_of_old_cameras_and_discs_are_known_and_made_anew(
    container: str, pictures: str, sound: str, media_type: str, puid: str,
    bring: Bring, parser: Parser,
) -> None:  # fmt: skip
    master = brought(bring, film(container, pictures, sound, seconds=4, rate=25, between=2))
    assert (master.family, master.media_type, master.puid) == ("video", media_type, puid)
    roles = set(master.derivatives.values_list("role", flat=True))
    assert roles == {"poster", "thumbnail", "web_audio", "peaks"}
    assert not filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    derivative, out = made(master)
    assert (derivative.media_type, derivative.width) == ("video/webm", 320)
    assert shown_evenly(out, seconds=4, rate=25)
    assert min(loudness(out)[5:35]) > 5_000


def shown_evenly(body: bytes, *, seconds: float, rate: int) -> bool:
    """Tell whether the pictures are there at their times, each redder than the one before.

    One here and there may be lacking: discs say the same moment of two.
    """
    shown = seen(body)
    times, reds = [time for time, _red in shown], [red for _time, red in shown]
    steps = [after - before for before, after in itertools.pairwise(times)]
    return (
        len(shown) >= seconds * rate - 4
        and max(steps) < 3.5 / rate
        and all(after >= before - 6 for before, after in itertools.pairwise(reds))
        and reds[0] < 20
        and reds[-1] > 230
    )


@pytest.mark.parametrize(
    ("container", "pictures"),
    [("avi", "libx264"), ("avi", "mpeg4"), ("mpeg", "mpeg1video"), ("vob", "mpeg2video")],
)
def test_where_a_piece_ends_the_next_begins(
    container: str, pictures: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_PIECE_SECONDS", 2)
    source = tmp_path / "phim.dat"
    source.write_bytes(film(container, pictures, "mp2", seconds=9, rate=25, between=2))
    assert shown_evenly(in_pieces(source), seconds=9, rate=25)


def test_a_film_whose_index_is_lost_is_shown_as_far_as_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_PIECE_SECONDS", 2)
    source = tmp_path / "phim.avi"
    body = film("avi", "mpeg4", "mp2", seconds=9, rate=25)
    source.write_bytes(body[: body.index(b"idx1")])
    assert shown_evenly(in_pieces(source), seconds=9, rate=25)


@pytest.mark.parametrize(("container", "pictures"), [("avi", "dvvideo"), ("mp4", "libx264")])
def test_what_moves_on_a_tape_has_no_teeth(
    container: str, pictures: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_PIECE_SECONDS", 1)
    source = tmp_path / "bang.dat"
    source.write_bytes(tape(container, pictures))
    with pytest.raises(NotKept, match="to_be_made"):
        moving.derive(source, {"film": tmp_path / "copy"}, 0)
    with av.open(str(source), "r") as before, av.open(io.BytesIO(in_pieces(source)), "r") as after:
        assert teeth(next(before.decode(video=0)).to_image()) > 200
        shown = list(after.decode(video=0))
        assert len(shown) == 50
        assert max(teeth(frame.to_image()) for frame in shown) < 60
    films.poster(source, tmp_path / "poster.jpg")
    with Image.open(tmp_path / "poster.jpg") as poster:
        assert teeth(poster) < 60


def test_points_wider_than_high_are_shown_square(tmp_path: Path) -> None:
    """A wide-screen disc: 720 points for a line that is 1024 wide."""
    source = tmp_path / "phim.mpg"
    source.write_bytes(
        film("vob", "mpeg2video", "mp2", seconds=1, size=(720, 576), rate=25,
             ratio=Fraction(64, 45))
    )  # fmt: skip
    with av.open(io.BytesIO(in_pieces(source)), "r") as container:
        shown = container.streams.video[0]
        assert (shown.width, shown.height) == (1024, 576)
    facts = films.poster(source, tmp_path / "poster.jpg")
    assert (facts["width"], facts["height"]) == (1024, 576)


def in_pieces(source: Path) -> bytes:
    """Return the film made anew, piece by piece."""
    pieces: list[str] = []
    next_ms: int | None = 0
    while next_ms is not None:
        out = source.with_name(f"{source.name}-{next_ms}")
        next_ms = moving.derive(source, {"piece": out}, 0, from_ms=next_ms)["piece"]["next_ms"]
        pieces.append(str(out))
    whole = source.with_name("whole")
    moving.derive(source, {"film": whole}, 0, pieces=pieces)
    return whole.read_bytes()


@pytest.mark.parametrize("pictures", ["libx264", "mpeg4"])
def test_a_telephone_held_upright_gives_an_upright_film(
    pictures: str, bring: Bring, parser: Parser
) -> None:
    """What a telephone writes beside the pictures: turn them a quarter to the right."""
    body = bytearray(film("mp4", pictures, None, seconds=2))
    place = body.index(b"tkhd") + 4 + 40
    quarter = (0, 1 << 16, 0, -(1 << 16), 0, 0, 240 << 16, 0, 1 << 30)
    body[place : place + 36] = struct.pack(">9i", *quarter)
    master = brought(bring, bytes(body))
    filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    derivative, out = made(master)
    with av.open(io.BytesIO(out), "r") as container:
        frame = next(container.decode(video=0))
    if pictures == "mpeg4":
        assert (derivative.width, derivative.height, frame.rotation) == (240, 320, 0)
    else:
        assert (frame.width, frame.height, frame.rotation) == (320, 240, -90)


def test_a_stopped_worker_goes_on_with_the_next_piece(
    bring: Bring, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = brought(bring, film("matroska", "mpeg4", "mp3"))
    questions: list[int] = []

    class Stopped(BaseException):
        """As a kill: nothing is tidied up after it."""

    class InHand(Parser):
        """Makes pieces of two seconds here, and is killed once."""

        def ask(self, act: str, **question: Any) -> Any:
            question.pop("seconds"), question.pop("reader")
            if "piece" in question["outs"]:
                questions.append(question["from_ms"])
                if len(questions) == 2:
                    raise Stopped
            outs = {what: Path(path) for what, path in question.pop("outs").items()}
            path = Path(question.pop("path"))
            try:
                return {"made": moving.derive(path, outs, **question)}
            except NotKept as refusal:
                raise Refused(refusal.reason) from None

    monkeypatch.setattr(moving, "_PIECE_SECONDS", 2)
    with InHand() as hand:
        with pytest.raises(Stopped):
            filming.go_on(master_id=master.pk, at=timezone.now(), parser=hand)
        assert not master.derivatives.filter(role="film").exists()
        monkeypatch.setattr(turns, "SECONDS", -1)
        assert filming.go_on(master_id=master.pk, at=timezone.now(), parser=hand), "others wait"
        monkeypatch.undo()
        monkeypatch.setattr(moving, "_PIECE_SECONDS", 2)
        assert not filming.go_on(master_id=master.pk, at=timezone.now(), parser=hand)
    assert questions == [0, 2000, 2000, 4000]
    shown = seen(made(master)[1])
    assert len(shown) == 60
    assert [time for time, _red in shown] == pytest.approx([n / 10 for n in range(60)], abs=0.01)
    assert [path.name for path in store.workshop().parent.iterdir()] == []


def test_a_film_whose_pictures_cannot_be_decoded_is_told_as_such(
    bring: Bring, parser: Parser
) -> None:
    """It was taken in whole; what lies there now ends in the middle of its first picture."""
    master = brought(bring, film("matroska", "mpeg4", "mp3", seconds=2))
    whole = film("matroska", "mpeg4", "mp3", seconds=2)
    store.masters().delete(master.path)
    store.masters().save(master.path, ContentFile(whole[:900]))
    assert not filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    unmade = master.unmade.get()
    assert unmade.part == "film" and why_unmade(unmade).startswith("Phim xem trên trang: ")
    store.masters().delete(master.path)
    store.masters().save(master.path, ContentFile(whole))
    assert not filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    assert made(master) and not master.unmade.exists()


def test_it_is_made_once(bring: Bring, parser: Parser) -> None:
    master = brought(bring, film(seconds=2))
    filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    entries = Entry.objects.filter(act="files.master.derived", subject_id=master.pk)
    assert sum("film/2" in entry.after["made"] for entry in entries) == 1


def test_sound_that_begins_late_stays_in_step(tmp_path: Any) -> None:
    """The sound of a film is where its pictures are, in the film and by itself."""
    path = tmp_path / "phim.mkv"
    path.write_bytes(with_lost_second())
    waves.web_audio(path, tmp_path / "sound.m4a")
    heard = loudness((tmp_path / "sound.m4a").read_bytes())
    assert len(heard) == pytest.approx(40, abs=1)
    assert max(heard[12:18]) < 100 < 5_000 < min(heard[23:38])
