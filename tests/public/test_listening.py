"""Reading along with an interview: contents, a translation beside it, files to take, citations."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from archive.access.models import Seal
from archive.accounts.models import User
from archive.catalogue.interviews import write_contents
from archive.catalogue.models import Person, Record, Segment, Transcript
from archive.catalogue.speech.cues import Point
from archive.catalogue.speech.writing import FORMATS
from archive.files.models import Derivative

SEALED_WORDS, OPEN_WORDS = "Tôi đi giao liên", "Thưa bác"


def _page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def unpacked(body: bytes) -> str:
    """Return the words of a file, of the Word document inside its parcel too."""
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as parcel:
        return parcel.read("word/document.xml").decode()


@pytest.fixture
def contents(interview: Record, an: User, now: dt.datetime) -> None:
    points = [
        Point(0, "Mở đầu", end_ms=9_000, keywords="tuổi thơ"),
        Point(10_000, "Đường dây", end_ms=19_000, synopsis="Đi qua xã Lát", gps="11.94, 108.44"),
    ]
    write_contents(actor=an, record=interview, points=points, at=now)


@pytest.fixture
def english(interview: Record, now: dt.datetime) -> Transcript:
    other = Transcript.objects.create(
        record=interview, kind="translation", language="en", made_at=now
    )
    for position, (start, text) in enumerate(((200, "Dear uncle"), (10_500, "I was a courier"))):
        Segment.objects.create(
            transcript=other, position=position, start_ms=start, end_ms=start + 5_000, text=text
        )
    return other


def test_contents_lead_to_their_second(client: Client, interview: Record, contents: None) -> None:
    shown = _page(client, f"/records/{interview.code}/t/0")
    assert "Đường dây" in shown and "Đi qua xã Lát" in shown and "11.94" in shown
    assert f'href="/records/{interview.code}/t/10"' in shown


def test_contents_are_enough_without_words_or_sound(
    client: Client, interview: Record, contents: None
) -> None:
    interview.transcripts.all().delete()
    interview.recordings.all().delete()
    assert "Đường dây" in _page(client, f"/records/{interview.code}/t/0")


def test_what_is_sealed_is_not_in_the_contents(
    client: Client, interview: Record, contents: None
) -> None:
    Seal.objects.create(record=interview, from_ms=11_000, to_ms=12_000, reason="kín")
    shown = _page(client, f"/records/{interview.code}/t/0")
    assert "Mở đầu" in shown and "Đường dây" not in shown and "xã Lát" not in shown


def test_until_the_copy_for_browsers_is_made_the_page_says_so(
    client: Client, interview: Record, an: User
) -> None:
    address = f"/records/{interview.code}/t/0"
    assert "data-audio" in _page(client, address)
    Seal.objects.create(record=interview, from_ms=11_000, to_ms=12_000, reason="kín")
    sealed = _page(client, address)
    assert "data-awaits" in sealed and "data-audio" not in sealed
    interview.seals.all().delete()
    Derivative.objects.all().delete()
    lacking = _page(client, address)
    assert "data-awaits" in lacking and "data-audio" not in lacking and OPEN_WORDS in lacking
    client.force_login(an, "django.contrib.auth.backends.ModelBackend")
    assert "data-audio" in _page(client, address), "its own office hears the master"


def test_a_translation_stands_beside(
    client: Client, interview: Record, english: Transcript
) -> None:
    shown = _page(client, f"/records/{interview.code}/t/0?beside=translation-en")
    line = shown[shown.index("Tôi đi giao liên") :]
    assert line.index("I was a courier") < line.index("</li>")
    assert 'lang="en"' in shown
    assert "Dear uncle" not in _page(client, f"/records/{interview.code}/t/0")
    Seal.objects.create(record=interview, from_ms=11_000, to_ms=12_000, reason="kín")
    shown = _page(client, f"/records/{interview.code}/t/0?beside=translation-en")
    assert "courier" not in shown and "Dear uncle" in shown


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_has_what_the_page_has(client: Client, interview: Record, format: str) -> None:
    address = f"/records/{interview.code}/transcript.{format}"
    answer = client.get(address)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-cache"
    told = unpacked(answer.content)
    assert OPEN_WORDS in told and SEALED_WORDS in told
    Seal.objects.create(record=interview, from_ms=11_000, to_ms=12_000, reason="kín")
    told = unpacked(client.get(address).content)
    assert OPEN_WORDS in told and SEALED_WORDS not in told
    interview.consents.all()[0].clauses.filter(scope="transcript").delete()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("format", FORMATS)
def test_a_withheld_name_is_in_no_file(
    client: Client, interview: Record, witness: Person, format: str
) -> None:
    interview.title = "Phỏng vấn một giao liên"
    interview.save()
    interview.consents.all()[0].clauses.filter(scope="name").delete()
    segment = interview.transcripts.get().segments.get(position=1)
    segment.text, segment.speaker = f"Tôi là {witness.name.upper()}", witness.name
    segment.save()
    told = unpacked(client.get(f"/records/{interview.code}/transcript.{format}").content)
    assert witness.name.casefold() not in told.casefold()
    assert "không nêu tên" in told


def test_what_is_no_format_is_not_there(client: Client, interview: Record) -> None:
    _page(client, f"/records/{interview.code}/transcript.exe", 404)


def test_a_stretch_is_cited_with_its_end(client: Client, interview: Record) -> None:
    shown = _page(client, f"/records/{interview.code}/t/10?to=0:19")
    assert "00:10–00:19" in shown
    assert f"http://testserver/records/{interview.code}/t/10?to=19" in shown
    assert "/recordings/1/audio#t=10,19" in shown
    assert "Accessed" in shown
    bib = _page(client, f"/records/{interview.code}/cite.bib?t=10&to=19")
    assert "00:10–00:19" in bib


@pytest.mark.parametrize("to", ["0:05", "x", "9" * 40, "-1"])
def test_a_stretch_that_ends_nowhere_is_a_moment(
    client: Client, interview: Record, to: str
) -> None:
    assert "lúc 00:10" in _page(client, f"/records/{interview.code}/t/10?to={to}")


def test_words_are_marked_and_escaped(client: Client, interview: Record) -> None:
    segment = interview.transcripts.get().segments.get(position=1)
    segment.text = "<script>alert(1)</script> & 'nháy'"
    segment.speaker = "<b>x</b>"
    segment.save()
    shown = _page(client, f"/records/{interview.code}/t/10")
    assert "<script>alert" not in shown and "&lt;script&gt;" in shown and "<b>x</b>" not in shown


def test_a_long_interview_asks_no_more(
    client: Client, interview: Record, django_assert_max_num_queries: Any
) -> None:
    transcript = interview.transcripts.get()
    Segment.objects.bulk_create(
        Segment(transcript=transcript, position=n, start_ms=n * 1000, end_ms=n * 1000, text=f"{n}")
        for n in range(3, 1500)
    )
    with django_assert_max_num_queries(20):
        client.get(f"/records/{interview.code}/t/700")
