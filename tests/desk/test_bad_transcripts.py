"""What strangers bring in as transcripts, through the screen: taken with a report, or refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue.models import Record, Recording, RecordKind, Segment
from archive.files.models import Family, Master
from archive.values import legacy_tables

SAID = "Năm ấy chúng tôi ở vùng căn cứ, đói lắm nhưng vẫn bám đất, bám dân."
VTT = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{SAID}\n"
_TCVN3 = {letter: bytes([byte]) for byte, letter in legacy_tables.TCVN3.items()}
TCVN3 = b"".join(_TCVN3.get(c, c.encode("latin-1", "replace")) for c in VTT)
ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<ROOT><record><index><point><time>1</time><title>&a;</title></point></index></record></ROOT>"
)

TAKEN = {
    "overlapping": ("WEBVTT\n\n00:01.000 --> 00:05.000\nmột\n\n00:04.000 --> 00:06.000\nhai\n", 6),
    "reversed": ("WEBVTT\n\n00:05.000 --> 00:03.000\nngược\n", 3),
    "out of order": ("WEBVTT\n\n00:09.000 --> 00:10.000\nb\n\n00:01.000 --> 00:02.000\na\n", 6),
    "past the end": ("WEBVTT\n\n02:00:00.000 --> 02:00:05.000\nsau khi hết băng\n", 3),
    "no cue": ("WEBVTT\n\nchữ lạc\n\n00:01.000 --> 00:02.000\ncó\n", 3),
    "scripts": (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script><img src=x onerror=alert(2)>"
        '<v "><script>alert(3)</script>>lời &lt;script&gt;\n', 0,
    ),
    "UTF-16": (VTT.encode("utf-16"), 0),
    "UTF-16 without a mark": (VTT.encode("utf-16-le"), 0),
    "TCVN3": (TCVN3, 0),
    "control signs": ("WEBVTT\n\n00:01.000 --> 00:02.000\nlời\x1b[31m đỏ\x7f\n", 0),
}  # fmt: skip
REFUSED = {
    "ten megabytes": ("WEBVTT\n\n00:01.000 --> 00:05.000\n" + "dai " * 2_600_000, 3),
    "no time": ("WEBVTT\n\n00:aa --> 00:02.000\nx\n", 3),
    "entities": (ENTITY, 0),
    "a spreadsheet": (b"PK\x03\x04" + b"\0" * 200, 0),
    "a sound": (b"ID3\x04\x00\x00\x00\x00\x00\x23" + bytes(range(256)) * 40, 0),
    "beyond": ("1\n999999:00:00,000 --> 999999:00:01,000\nxa\n", 0),
    "a cut TextGrid": ('File type = "ooTextFile"\n"TextGrid"\n0\n1\n<exists>\n1\n"x"', 7),
    "nulls": ("WEBVTT\n\n00:01.000 --> 00:02.000\nlời\x00 đỏ\n", 0),
}  # fmt: skip


@pytest.fixture
def record(make_record: Any, now: Any) -> Record:
    """An interview with an hour of sound."""
    record: Record = make_record(kind=RecordKind.INTERVIEW, title="Lời kể vùng căn cứ")
    master = Master.objects.create(
        digest="1" * 64, size=1, family=Family.AUDIO, media_type="audio/mpeg",
        original_name="x.mp3", stored_at=now,
    )  # fmt: skip
    Recording.objects.create(
        record=record, master=master, part=1, starts_ms=0, duration_ms=3_600_000
    )
    return record


@pytest.fixture
def desk(chi: User) -> Client:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(chi, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def send(record: Record, desk: Client) -> Any:
    def post(body: str | bytes, name: str = "<b>lời kể</b>.vtt") -> tuple[int, str]:
        data = body if isinstance(body, bytes) else body.encode()
        fields = {"kind": "verbatim", "language": "vi", "file": SimpleUploadedFile(name, data)}
        answer = desk.post(reverse("desk:transcript_upload", args=[record.code]), fields)
        return answer.status_code, answer.content.decode()

    return post


def told_lines(page: str) -> set[int]:
    return {int(number) for number in re.findall(r"<li>Dòng (\d+):", page)}


@pytest.mark.parametrize("name", TAKEN)
def test_what_can_be_kept_is_kept_and_reported(
    name: str, record: Record, send: Any, desk: Client
) -> None:
    body, line = TAKEN[name]
    status, page = send(body)
    assert status == 200, page
    assert "<b>lời kể" not in page
    if line:
        assert line in told_lines(page)
    segments = Segment.objects.filter(transcript__record=record)
    assert segments.exists()
    said = " ".join(segments.values_list("text", flat=True))
    assert "\x7f" not in said and "\x1b" not in said
    if name.startswith(("UTF", "TCVN")):
        assert said == SAID, "letters of every encoding arrive as they were typed"
    transcript = record.transcripts.get()
    shown = reverse("desk:transcript", args=[record.code, transcript.pk])
    editor = desk.get(shown).content.decode()
    assert "<script>alert" not in editor and "<img src=x" not in editor


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_is_refused_with_a_reason(name: str, record: Record, send: Any) -> None:
    body, line = REFUSED[name]
    status, page = send(body)
    assert status == 400
    assert "root:" not in page
    assert record.transcripts.count() == 0
    assert re.search(r"<li>[^<]{10,}</li>", page), "it is said why"
    if line:
        assert line in told_lines(page)
