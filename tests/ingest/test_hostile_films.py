"""Films made to do harm: a reason in plain words or their sound alone, and nothing half kept."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Set
from typing import Any

import av
import pytest
from django.core.files.storage import storages
from django.utils import timezone

from archive.files import store
from archive.ingest import filming
from archive.ingest.parsing import Parser
from archive.ingest.reasons import Refusal
from tests.ingest.conftest import Bring
from tests.ingest.films import film, seen

# What is done with bytes made to do harm asks no database.
pytestmark = pytest.mark.once

WRONG = {Refusal.DAMAGED, Refusal.TRUNCATED, Refusal.SILENT, Refusal.TOO_HEAVY}


def matroska(**options: Any) -> bytes:
    return film("matroska", "mpeg4", "mp3", seconds=2, **options)


def with_width(body: bytes, width: int) -> bytes:
    """Return a Matroska film whose head says another width (element B0)."""
    at = body.index(b"\xb0\x82\x01\x40")
    return body[: at + 2] + struct.pack(">H", width) + body[at + 4 :]


def with_duration(body: bytes, ticks: float) -> bytes:
    at = body.index(b"\x44\x89\x88")
    return body[: at + 3] + struct.pack(">d", ticks) + body[at + 11 :]


def with_late_end(body: bytes) -> bytes:
    """Return a film whose last second says it comes after three centuries."""
    out = io.BytesIO()
    with av.open(io.BytesIO(body), "r") as source, av.open(out, "w", format="matroska") as written:
        shown = written.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                if packet.pts and packet.pts * packet.time_base >= 1:
                    packet.pts = packet.dts = packet.pts + 10**13
                packet.stream = shown
                written.mux(packet)
    return out.getvalue()


def with_traces(count: int) -> bytes:
    """Return an MP4 that says it has `count` streams."""
    body = film(seconds=1)
    at = body.index(b"moov") - 4
    moov = body[at : at + struct.unpack(">I", body[at : at + 4])[0]]
    start = moov.index(b"trak") - 4
    trak = moov[start : start + struct.unpack(">I", moov[start : start + 4])[0]]
    inner = moov[8:] + trak * count
    return body[:at] + struct.pack(">I", 8 + len(inner)) + b"moov" + inner


# Made when its test asks: to find the tests takes no film.
FILMS: dict[str, tuple[Callable[[], bytes], Set[str]]] = {
    "cut before its index.mp4": (lambda: film()[:-3000], WRONG),
    "atoms that lie.mp4": (
        lambda: film().replace(b"stsz\0\0\0\0", b"stsz\xff\xff\xff\xff"), WRONG | {""}),
    "no end of samples.mp4": (
        lambda: film().replace(b"stts\0\0\0\0\0\0\0\x01", b"stts\0\0\0\0\x7f\xff\xff\xff"),
        WRONG | {""}),
    "of absurd width.mkv": (lambda: with_width(matroska(), 65_535), WRONG | {""}),
    "of absurd length.mkv": (lambda: with_duration(matroska(), 1e18), WRONG | {""}),
    "of no length.mkv": (lambda: with_duration(matroska(), 0.0), WRONG | {""}),
    "ends after centuries.mkv": (lambda: with_late_end(matroska()), WRONG | {""}),
    "only a head.mkv": (lambda: matroska().partition(b"\x1f\x43\xb6\x75")[0], WRONG),
    "ten thousand streams.mp4": (lambda: with_traces(10_000), WRONG | {""}),
    "cut in its middle.mkv": (lambda: matroska()[:-4000], WRONG | {""}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILMS)
def test_a_film_made_to_do_harm_does_none(name: str, bring: Bring, parser: Parser) -> None:
    make, ends = FILMS[name]
    file = bring(name, make())
    assert file.reason in ends, (file.reason, file.detail)
    assert file.finished_at is not None
    if file.master is None:
        assert str(file.advice)
        return
    assert not filming.go_on(master_id=file.master.pk, at=timezone.now(), parser=parser)
    assert list(store.workshop().parent.iterdir()) == []
    if made := file.master.derivatives.filter(role="film").first():
        with storages["derivatives"].open(made.path) as stored:
            shown = seen(stored.read())
        assert len(shown) <= 60 and all(time < 30 for time, _red in shown)


@pytest.mark.parametrize(
    "name", ["pipe:0.mkv", "concat:a|b.mp4", "/dev/stdin", "-i x.mp4", "a\n.avi"]
)
def test_a_name_is_never_a_command(name: str, bring: Bring, parser: Parser) -> None:
    file = bring(name, film(seconds=1))
    assert file.master is not None
    assert not filming.go_on(master_id=file.master.pk, at=timezone.now(), parser=parser)
    assert file.master.derivatives.filter(role="film").exists()
