"""TextGrid and ELAN: tiers become speakers, what is left out is said, and a bad file is refused."""

from __future__ import annotations

import random

import pytest

from archive.catalogue.speech import textgrid
from archive.catalogue.speech.cues import MAX_SPEAKER_LETTERS, Cue, Reading
from archive.catalogue.speech.reading import read_transcript

CUES = [
    Cue(0, 4_000, "Bác sinh năm nào ạ?", "Hỏi"),
    Cue(3_500, 9_500, 'Tôi sinh năm ba hai, ở "xã Lát" <Lạc Dương> & căn cứ !\nRồi đi.', "Đáp"),
    Cue(12_000, 13_250, "Đêm ấy 12 người -5 3e2", "Đáp"),
    Cue(20_000, 20_500, "ai đó", ""),
]  # fmt: skip

SHORT = """File type = "ooTextFile"
"TextGrid"

0
12.5
<exists>
3
"IntervalTier"
"KK"
0
12.5
2
0
2.25
"Bác đi năm nào?"
2.25
12.5
""
"IntervalTier"
"NC"
0
12.5
2
0
2.25
""
2.25
12.5
"Năm ""sáu bảy"", mùa khô"
"TextTier"
"ghi chú"
0
12.5
1
3.5
"ho"
"""

EAF = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-01-05T00:00:00+07:00" FORMAT="3.0" VERSION="3.0">
<HEADER TIME_UNITS="milliseconds"/>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="0"/>
<TIME_SLOT TIME_SLOT_ID="b" TIME_VALUE="4000"/><TIME_SLOT TIME_SLOT_ID="c"/>
<TIME_SLOT TIME_SLOT_ID="d" TIME_VALUE="mot"/></TIME_ORDER>
<TIER LINGUISTIC_TYPE_REF="x" PARTICIPANT="Người hỏi" TIER_ID="KK"><ANNOTATION>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="1" TIME_SLOT_REF1="a" TIME_SLOT_REF2="b">
<ANNOTATION_VALUE>Bác đi năm nào?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION><ANNOTATION>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="2" TIME_SLOT_REF1="c" TIME_SLOT_REF2="d">
<ANNOTATION_VALUE>câu không giờ</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER LINGUISTIC_TYPE_REF="x" PARENT_REF="KK" TIER_ID="KK-dich"><ANNOTATION>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="3" TIME_SLOT_REF1="a" TIME_SLOT_REF2="b">
<ANNOTATION_VALUE>When?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
</ANNOTATION_DOCUMENT>"""


def said(reading: Reading) -> list[tuple[int, int, str, str]]:
    assert not reading.is_refused, reading.oddities
    return [(c.start_ms, c.end_ms, c.speaker, c.text) for c in reading.cues]


def noticed(reading: Reading) -> str:
    return "\n".join(map(str, reading.oddities))


def test_a_textgrid_goes_out_and_comes_back_the_same() -> None:
    reading = read_transcript(textgrid.write(CUES).encode())
    assert said(reading) == [(c.start_ms, c.end_ms, c.speaker, c.text) for c in CUES]


def test_a_speaker_who_talks_over_themselves_has_a_second_tier() -> None:
    over = [
        Cue(0, 5_000, "một", "Đáp"),
        Cue(4_000, 6_000, "hai", "Đáp"),
        Cue(4_000, 4_000, "ba", "Hỏi"),
    ]
    written = textgrid.write(over)
    assert [line.strip() for line in written.splitlines() if "name" in line] == [
        'name = "Đáp"', 'name = "Đáp (2)"', 'name = "Hỏi"'
    ]  # fmt: skip
    assert sorted(cue.text for cue in read_transcript(written.encode()).cues) == [
        "ba",
        "hai",
        "một",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_the_short_form_in_any_encoding(encoding: str) -> None:
    data = SHORT.encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    reading = read_transcript(data)
    assert said(reading) == [
        (0, 2_250, "KK", "Bác đi năm nào?"),
        (2_250, 12_500, "NC", 'Năm "sáu bảy", mùa khô'),
    ]
    assert [cue.line for cue in reading.cues] == [13, 27]
    assert "ghi chú" in noticed(reading), "points are left out, and it is said"


def test_tiers_are_chosen_and_named() -> None:
    reading = read_transcript(SHORT.encode(), tiers="NC = Nhân chứng minh hoạ; ghi chú = Chú")
    assert said(reading) == [
        (2_250, 12_500, "Nhân chứng minh hoạ", 'Năm "sáu bảy", mùa khô'),
        (3_500, 3_500, "Chú", "ho"),
    ]
    missing = read_transcript(SHORT.encode(), tiers="NC; không có")
    assert missing.is_refused and "KK; NC; ghi chú" in noticed(missing)


@pytest.mark.parametrize(
    ("spoilt", "line"),
    [
        (SHORT[: SHORT.index("12.5\n2\n0")], 10),
        (SHORT.replace("2.25\n12.5\n\"\"", "2.25\nkhông\n\"\"", 1), 17),
        (SHORT.replace('"KK"\n0\n12.5\n2', '"KK"\n0\n12.5\n999999999'), 19),
        (SHORT.replace('"TextGrid"', '"PitchTier"'), 2),
        (SHORT.replace("0\n2.25\n\"Bác", "0\n1e999\n\"Bác"), 13),
        (SHORT.replace("0\n2.25\n\"Bác", f"0\n{'9' * 400}\n\"Bác"), 13),
        ('File type = "ooTextFile"\n"TextGrid' + ' ""x' * 200_000, 1),
    ],
)  # fmt: skip
def test_a_spoilt_textgrid_is_refused_where_it_is_spoilt(spoilt: str, line: int) -> None:
    reading = read_transcript(spoilt.encode())
    assert reading.is_refused
    refusal = next(oddity for oddity in reading.oddities if oddity.refuses)
    assert abs(refusal.line - line) <= 1, str(refusal)


def test_a_binary_textgrid_is_refused_with_what_to_do() -> None:
    assert read_transcript(b"ooBinaryFile\x08TextGrid\0\0\0").is_refused


def test_no_textgrid_breaks_the_reader() -> None:
    chance = random.Random(11)
    parts = [*SHORT.split("\n"), '"', '""', "-1", "1e9", "<exists>", "!", "9" * 400]
    head = 'File type = "ooTextFile"\n"TextGrid"\n0\n1\n<exists>\n'
    for _ in range(300):
        reading = read_transcript((head + "\n".join(chance.choices(parts, k=20))).encode())
        assert reading.is_refused or reading.cues


def test_tiers_of_elan() -> None:
    reading = read_transcript(EAF.encode())
    assert said(reading) == [(0, 4_000, "Người hỏi", "Bác đi năm nào?")]
    told = noticed(reading)
    assert "câu không giờ" in told and " 10: " in told, "what has no time is not lost unsaid"
    assert "KK-dich" in told and "mot" in told
    chosen = read_transcript(EAF.encode(), tiers="KK-dich = Lời dịch")
    assert said(chosen) == [(0, 4_000, "Lời dịch", "When?")]
    assert read_transcript(EAF.encode(), tiers="XX").is_refused


def test_an_elan_file_with_entities_is_refused() -> None:
    head, body = EAF.split("\n", 1)
    hostile = f'{head}\n<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>\n{body}'
    assert read_transcript(hostile.replace("When?", "&y;").encode()).is_refused


def test_a_tier_with_an_endless_name_is_kept_as_words() -> None:
    long = "d" * (MAX_SPEAKER_LETTERS + 1)
    [first, _other] = read_transcript(SHORT.replace('"KK"', f'"{long}"').encode()).cues
    assert first.speaker == "" and first.text == f"{long}: Bác đi năm nào?"
