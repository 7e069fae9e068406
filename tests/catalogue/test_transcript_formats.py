"""Transcripts come in every state; nothing in them is run and nothing said is lost unsaid."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.catalogue.speech import ohms, srt, timed_text, webvtt, word
from archive.catalogue.speech.cues import MAX_CUE_LETTERS, Cue, Point
from archive.catalogue.speech.reading import read_transcript
from archive.values import legacy_tables

SHARED = next(
    (
        folder / "shared" / "data"
        for folder in Path(__file__).parents
        if (folder / "shared" / "data").is_dir()
    ),
    Path("absent"),
)
SAMPLES = SHARED / "oral-history" / "spec" / "test_support"

CUES = [
    Cue(0, 4_000, "Bác sinh năm nào ạ?", "Người phỏng vấn"),
    Cue(4_000, 9_500, "Tôi sinh năm ba hai.\nỞ xã Lát <Lạc Dương> & vùng căn cứ.", "Nhân chứng"),
    Cue(3_661_000, 3_661_001, "Đêm ấy --> chúng tôi vượt sông.", ""),
]  # fmt: skip

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), min_size=1, max_size=60)


def _said(data: bytes) -> list[tuple[int, str, str]]:
    reading = read_transcript(data)
    assert not reading.is_refused, reading.oddities
    return [(cue.start_ms, cue.speaker, cue.text) for cue in reading.cues]


def test_webvtt_goes_out_and_comes_back_the_same() -> None:
    written = webvtt.write(CUES, title="Lời kể", language="vi")
    assert _said(written.encode()) == [(c.start_ms, c.speaker, c.text) for c in CUES]


def test_srt_goes_out_and_comes_back_but_for_arrows() -> None:
    said = _said(srt.write(CUES).encode())
    assert said[:2] == [(c.start_ms, c.speaker, c.text.replace("<Lạc", "<Lạc")) for c in CUES[:2]]
    assert said[2][2] == "Đêm ấy → chúng tôi vượt sông."


def test_text_goes_out_and_comes_back() -> None:
    said = _said(timed_text.write(CUES).encode())
    assert [text for _start, _speaker, text in said] == [cue.text for cue in CUES]


def test_word_goes_out_and_comes_back() -> None:
    said = _said(word.write(CUES, title="Lời kể"))
    assert [(start, text) for start, _speaker, text in said] == [
        (cue.start_ms // 1000 * 1000, cue.text) for cue in CUES
    ]


@given(WORDS, WORDS)
def test_nothing_said_becomes_markup_or_a_cue(text: str, speaker: str) -> None:
    written = webvtt.write([Cue(0, 1_000, text, speaker), Cue(1_000, 2_000, "hết")])
    reading = read_transcript(written.encode())
    assert reading.cues[-1].text == "hết"
    assert len(reading.cues) <= 2


@pytest.mark.parametrize(
    ("written", "line", "refused"),
    [
        ("WEBVTT\n\n00:05.000 --> 00:03.000\nngược\n", 3, False),
        ("WEBVTT\n\nsai --> 00:03.000\nkhông có giờ\n", 3, True),
        ("WEBVTT\n\n00:01.000 --> 00:05.000\na\n\n00:04.000 --> 00:06.000\nb\n", 6, False),
        ("WEBVTT\n\n00:01.000 --> 00:05.000\n" + "dài " * 6_000, 3, True),
        ("WEBVTT\n\n02:00:00.000 --> 02:00:05.000\nsau khi hết băng\n", 3, False),
    ],
)
def test_what_is_odd_is_said_with_its_line(written: str, line: int, refused: bool) -> None:
    reading = read_transcript(written.encode(), duration_ms=3_600_000)
    assert reading.is_refused == refused
    assert line in {oddity.line for oddity in reading.oddities}
    if not refused:
        assert reading.cues


def test_ten_megabytes_in_one_cue_are_refused_with_the_line() -> None:
    reading = read_transcript(b"WEBVTT\n\n00:01.000 --> 00:05.000\n" + b"dai " * 2_600_000)
    assert reading.is_refused
    assert [oddity.line for oddity in reading.oddities] == [3]
    assert MAX_CUE_LETTERS < 10_000_000


def test_scripts_lose_their_tags_and_are_only_words() -> None:
    said = _said(
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n"
        b"<script>alert(1)</script><v Ba><i>n\xc3\xb3i</i> &lt;b>\n"
    )
    assert said == [(1_000, "", "alert(1)"), (1_000, "Ba", "nói <b>")]


@pytest.mark.parametrize(
    "hostile",
    [
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><ROOT><record>&a;</record></ROOT>',
        b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><ROOT>&b;</ROOT>',
        b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><ROOT/>',
        b"<ROOT><record>",
        b"\xef\xbb\xbf<ROOT/>",
    ],
)
def test_hostile_and_broken_xml_is_refused(hostile: bytes) -> None:
    reading = read_transcript(hostile)
    assert reading.is_refused
    assert "root:" not in str(reading)


def test_a_zip_bomb_and_a_false_word_document_are_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (101 * 1024 * 1024))
    assert read_transcript(packed.getvalue()).is_refused
    assert read_transcript(b"PK\x03\x04 khong phai").is_refused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_unicode_is_read(encoding: str) -> None:
    data = "1\n00:00:01,000 --> 00:00:02,000\nĐắk Nông\n".encode(encoding)
    assert _said(data) == [(1_000, "", "Đắk Nông")]


def test_old_vietnamese_is_converted() -> None:
    """TCVN3, as typists of the nineties saved it."""
    letters = {letter: bytes([byte]) for byte, letter in legacy_tables.TCVN3.items()}
    said = "Năm ấy chúng tôi ở vùng căn cứ, đói lắm nhưng vẫn bám đất, bám dân."
    head = b"1\n00:00:01,000 --> 00:00:02,000\n"
    data = head + b"".join(letters.get(c, c.encode("latin-1", "replace")) for c in said)
    assert _said(data) == [(1_000, "", said)]


def test_time_codes_that_begin_anew_go_to_the_next_tape() -> None:
    text = "[00:00:05] Băng một\n\n[HẾT BĂNG 1]\n\n[00:00:02] Băng hai\n"
    known = read_transcript(text.encode(), part_starts=[0, 600_000])
    assert [cue.start_ms for cue in known.cues] == [5_000, 602_000]
    unknown = read_transcript(text.encode())
    assert [cue.start_ms for cue in unknown.cues] == [5_000, 7_000]
    assert [oddity.line for oddity in unknown.oddities] == [3]


def test_text_without_time_codes_waits_to_be_stamped() -> None:
    reading = read_transcript("HỎI: Bác kể đi ạ.\nĐÁP: Năm ấy đói lắm.\n".encode())
    assert [(c.speaker, c.text) for c in reading.cues] == [
        ("HỎI", "Bác kể đi ạ."),
        ("ĐÁP", "Năm ấy đói lắm."),
    ]
    assert reading.oddities and not reading.is_refused


def test_ohms_goes_out_and_comes_back() -> None:
    heading = ohms.Heading("LD-P001", "Lời kể", 7, dt.date(2026, 11, 24), interviewees=("Cô Sáu",))
    point = Point(
        60_000, "Tuổi thơ", synopsis="Ở xã Lát", keywords="xã Lát;K'ho", gps="11.9, 108.4"
    )
    written = ohms.write(heading, CUES, [point])
    reading = read_transcript(written)
    assert [cue.text for cue in reading.cues] == [cue.text for cue in CUES]
    assert reading.points == [point]


def test_what_ohms_says_more_than_we_keep_is_told() -> None:
    written = (
        "<ROOT><record><version>5.4</version>\n<date value='2006-06-13'/>\n"
        "<series_name>Chiến khu VI</series_name>\n<index><point><time>60</time>\n"
        "<title>Tuổi thơ</title><title_alt>Childhood</title_alt><synopsis_alt/>\n"
        "<hyperlinks><hyperlink>http://vi.du/a</hyperlink></hyperlinks></point></index>\n"
        "<vtt_transcript_alt>WEBVTT 1</vtt_transcript_alt></record></ROOT>"
    )
    reading = read_transcript(written.encode())
    assert [point.title for point in reading.points] == ["Tuổi thơ"]
    told = {oddity.line: str(oddity) for oddity in reading.oddities}
    assert sorted(told) == [2, 3, 5, 6, 7]
    assert "Chiến khu VI" in told[3] and "Childhood" in told[5] and "http://vi.du/a" in told[6]


@pytest.mark.parametrize("time", ["", "1:00", "٣", "9" * 30, "9" * 5000])
def test_an_entry_of_an_ohms_index_at_no_time_is_told_and_left_out(time: str) -> None:
    written = (
        "<ROOT><record><version>5.4</version>"
        f"<index><point><time>{time}</time><title>Tuổi thơ</title></point></index>"
        f"<sync>{time}:|1(4)</sync><transcript>một hai</transcript></record></ROOT>"
    )
    reading = read_transcript(written.encode())
    assert not reading.points
    assert "mục lục không có mốc thời gian" in " ".join(map(str, reading.oddities))


def test_estimated_times_follow_the_minutes() -> None:
    root = etree.fromstring(
        "<ROOT><record><sync>1:|1(4)|2(2)</sync>"
        "<transcript>một hai ba bốn\n\nnăm sáu bảy tám</transcript></record></ROOT>"
    )
    cues = ohms.read(root).cues
    assert [(cue.start_ms, cue.text) for cue in cues] == [
        (0, "một hai ba bốn"),
        (60_000, "năm sáu bảy tám"),
    ]


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
class TestRealFiles:
    def test_ohms_with_marks_of_the_minutes(self) -> None:
        reading = read_transcript((SAMPLES / "ohms_xml/legacy/duarte_OH0344.xml").read_bytes())
        assert (len(reading.cues), len(reading.points)) == (83, 7)
        assert reading.cues[1].speaker == "DUARTE"
        assert reading.points[0].gps == "37.211, -122.273"
        assert 26 * 60_000 < reading.cues[-1].start_ms < 29 * 60_000

    @pytest.mark.parametrize(
        "path", sorted(SAMPLES.glob("ohms_xml/**/*.xml")), ids=lambda p: p.name
    )
    def test_ohms_goes_out_and_comes_back_the_same(self, path: Path) -> None:
        first = read_transcript(path.read_bytes())
        heading = ohms.Heading("LD-P001", "Lời kể", 7, dt.date(2026, 11, 24))
        again = read_transcript(ohms.write(heading, first.cues, first.points))
        assert again.points == first.points
        assert [(c.start_ms, c.end_ms, c.speaker, c.text) for c in again.cues] == [
            (c.start_ms, c.end_ms, c.speaker, c.text) for c in first.cues
        ]

    def test_our_ohms_is_valid_by_its_schema(self) -> None:
        schema = etree.XMLSchema(etree.parse(str(SHARED / "oral-history/lib/ohms/ohms.xsd")))
        heading = ohms.Heading("LD-P001", "Lời kể", 7, dt.date(2026, 11, 24))
        schema.assertValid(etree.fromstring(ohms.write(heading, CUES, [Point(0, "Mở đầu")])))

    def test_a_word_document_of_two_tapes(self) -> None:
        name = "oh_docx/sample-oh-timecode-need-sequencing.docx"
        reading = read_transcript((SAMPLES / name).read_bytes())
        assert len(reading.cues) == 26
        assert {cue.speaker for cue in reading.cues} == {"CARUSO", "LEE", "SUBJECT"}

    def test_typed_text_with_time_codes(self) -> None:
        name = "plain_text_transcript/isaacs_j2ntg1k_sample_with_timecodes.txt"
        reading = read_transcript((SAMPLES / name).read_bytes())
        assert [cue.start_ms for cue in reading.cues] == [5_000, 47_000, 127_000, 187_000]
        assert "INTERVIEWEE" in reading.preamble

    @pytest.mark.parametrize(
        "path",
        sorted(
            path.relative_to(SHARED).as_posix()
            for folder in ("subtitles", "elan", "oral-history", "strings")
            for path in (SHARED / folder).rglob("*")
            if path.suffix in {".vtt", ".srt", ".eaf", ".xml", ".docx", ".txt", ".json", ".sbv"}
        )
        if SHARED.exists()
        else [],
    )
    def test_every_sample_is_read_or_refused_and_nothing_breaks(self, path: str) -> None:
        reading = read_transcript((SHARED / path).read_bytes())
        assert reading.is_refused or all(cue.text for cue in reading.cues)


def test_python_docx_is_what_we_think() -> None:
    written = docx.Document(io.BytesIO(word.write(CUES, title="Lời kể")))
    assert written.paragraphs[0].text == "Lời kể"
