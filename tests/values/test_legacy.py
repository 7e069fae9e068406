"""Real texts in every encoding, each converted there by somebody else."""

import io
import unicodedata
from pathlib import Path

import pytest

from archive.values import legacy
from archive.values.legacy import Lines, UnreadableText, convert, decode
from archive.values.legacy_tables import TCVN3, VISCII, VNI, VPS
from archive.values.text import fold

DATA = Path(__file__).parent / "data" / "legacy"
FILES = sorted(DATA.glob("??-*"))
ENCODINGS = {
    "cp1258.bin": "cp1258",
    "nfc.txt": "utf-8",
    "nfd.txt": "decomposed",
    "tcvn3.bin": "tcvn3",
    "tcvn3-as-unicode.utf8.txt": "tcvn3",
    "viqr.utf8.txt": "viqr",
    "viscii.bin": "viscii",
    "vni.utf8.txt": "vni",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_texts_are_recognised_and_become_the_same_text(path):
    number, _, form = path.name.partition("-")
    converted = decode(path.read_bytes())
    assert converted.encoding == ENCODINGS[form]
    expected = (DATA / f"{number}-nfc.txt").read_text("utf-8")
    if form == "viqr.utf8.txt":
        # A dot may be a tone or the end of a sentence; one word in five hundred may stay in doubt.
        pairs = list(zip(expected.split(), converted.text.split(), strict=True))
        assert sum(left != right for left, right in pairs) <= len(pairs) / 500 + 1
    else:
        assert converted.text == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_long_file_read_in_parts_is_the_same_text(path, monkeypatch):
    monkeypatch.setattr(legacy, "_AT_ONCE", 4096)
    for data in in_every_unicode(path) if path.name.endswith("nfc.txt") else [path.read_bytes()]:
        whole, parts = decode(4 * data), Lines(io.BytesIO(4 * data))
        assert "".join(parts) == whole.text
        assert (parts.encoding, parts.restored, parts.lost) == (
            whole.encoding,
            whole.restored,
            whole.lost,
        )


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "cp1258"])
def test_a_file_of_one_line_is_gone_through_once_for_each_question(codec, monkeypatch):
    """Neither searched for its end nor joined anew with each piece that comes."""
    searched = []
    plain = legacy._end_of_lines

    def end_of_lines(data, line_end):
        searched.append(len(data))
        return plain(data, line_end)

    class Once(bytes):
        def __radd__(self, before):
            raise AssertionError("joined piece by piece")

    class File(io.BytesIO):
        def read(self, size=-1):
            return Once(super().read(size))

    monkeypatch.setattr(legacy, "_AT_ONCE", 64)
    monkeypatch.setattr(legacy, "_end_of_lines", end_of_lines)
    data = ("Tỉnh ủy Lâm Đồng; ".encode(codec, errors="replace")) * 300
    parts = Lines(File(data))
    assert "".join(parts) == decode(data).text
    assert sum(searched) <= 6 * len(data)


def in_every_unicode(path):
    text = path.read_text("utf-8")
    return [text.encode(codec) for codec in ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be")]


def test_the_original_is_kept():
    converted = convert("céng s¶n")
    assert (converted.text, converted.original) == ("cộng sản", "céng s¶n")


def test_tables_hold_every_letter_once():
    letters = set("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
    for table in (TCVN3, VISCII, VPS):
        assert sorted(table.values()) == sorted(letters | {letter.upper() for letter in letters})
    assert letters - {"ì", "í"} <= set(VNI.values())  # those two are what they show


def test_vps_is_recognised_from_bytes_and_from_a_text_layer():
    text = "Tỉnh ủy Lâm Đồng tổ chức hội nghị về công tác lịch sử Đảng"
    as_bytes = {letter: byte for byte, letter in VPS.items()}
    data = bytes(as_bytes.get(letter) or ord(letter) for letter in text)
    assert (decode(data).text, decode(data).encoding) == (text, "vps")
    assert convert(data.decode("cp1252", errors="replace")).text == text


@pytest.mark.parametrize(
    ("written", "expected", "restored"),
    [
        ("VIÖT NAM D¢N CHñ CéNG HßA", "VIỆT NAM DÂN CHỦ CỘNG HÒA", 4),
        ("Uûy ban nhaân daân", "Ủy ban nhân dân", 0),
        ("Uñy ban nh©n d©n tØnh", "Ủy ban nhân dân tỉnh", 1),
    ],
)
def test_capitals_tcvn3_cannot_tone_are_restored_where_the_word_shows_them(
    written, expected, restored
):
    converted = convert(written)
    assert (converted.text, converted.restored) == (expected, restored)
    assert converted.capitals_uncertain == (converted.encoding == "tcvn3")


@pytest.mark.parametrize(
    "text",
    [
        "Café",
        "São Paulo",
        "François Mitterrand",
        "El Niño",
        "Müller über Straße",
        "garçon à l'école française, été 1945",
        "Cao Bá Quát là nhà thơ",
        "Tỉnh ủy Lâm Đồng",
        "don't, e.g. a^b or (c) — it's 5' 10\" tall?",
        "± 5 °C © 2020 §12",
        "",
    ],
)
def test_what_is_no_legacy_vietnamese_stays(text):
    assert convert(text).text == text
    assert convert(text).encoding == ""


def test_lines_in_two_encodings_are_converted_each():
    mixed = "Tỉnh ủy Lâm Đồng khóa mười\nC«ng t¸c lÞch sö §¶ng ë c¬ së"
    assert convert(mixed).text == "Tỉnh ủy Lâm Đồng khóa mười\nCông tác lịch sử Đảng ở cơ sở"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_files_are_read_with_and_without_marks(codec):
    text = "Mã hồ sơ;Trích yếu\nLD-P001;Báo cáo của Tỉnh ủy"
    assert decode(text.encode(codec)).text == text


def test_what_is_no_text_is_refused_or_its_losses_counted():
    with pytest.raises(UnreadableText):
        decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff")
    assert decode(b"").text == ""
    assert decode(b"plain ascii").encoding == "utf-8"


def test_decomposed_text_is_composed():
    text = unicodedata.normalize("NFD", "Đắk Nông")
    assert (convert(text).text, convert(text).encoding) == ("Đắk Nông", "decomposed")
    assert fold(text) == "dak nong"


TEXT = "Báo cáo kết quả sưu tầm tư liệu của Đảng bộ huyện Đức Trọng, tỉnh Lâm Đồng"


@pytest.mark.parametrize(
    ("broken", "expected", "lost"),
    [
        (b"\xed\xa0\x80", "\ufffd", 1),  # half of a pair of surrogates
        (b"\xed\xb0\x80\xed\xa0\x80", "\ufffd\ufffd", 2),
        (b"\xed\xa0\xbd\xed\xb8\x80", "\U0001f600", 0),  # a whole pair (CESU-8)
        (b"\xc3", "\ufffd", 1),  # a sign cut off
        (b"\xff", "\ufffd", 1),
    ],
)
def test_a_few_broken_signs_do_not_make_utf8_another_encoding(broken, expected, lost):
    converted = decode(TEXT.encode() + b" " + broken + b" h\xe1\xba\xbft")
    assert converted.encoding == "utf-8"
    assert converted.text == f"{TEXT} {expected} hết"
    assert converted.lost == lost
    assert converted.text.encode()  # no half of a pair is left, which no database would take


def test_broken_signs_of_utf16_are_replaced_and_counted():
    lone = "\ud800"
    for codec, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"")):
        data = mark + f"Mã;Tên\nA;{lone}Cao trào".encode(codec, "surrogatepass")
        converted = decode(data)
        assert converted.encoding == "utf-16"
        assert converted.text == "Mã;Tên\nA;\ufffdCao trào"
        assert converted.lost == 1


def _in(encoding, text):
    """The text as it was typed in an encoding of one byte."""
    if encoding == "vni":
        signs = {letter: sign for sign, letter in VNI.items()}
        return "".join(signs.get(letter, letter) for letter in text).encode("cp1252")
    table = {"tcvn3": TCVN3, "vps": VPS, "viscii": VISCII}[encoding]
    bytes_of = {letter: byte for byte, letter in table.items()}
    return bytes(bytes_of.get(letter, ord(letter) % 256) for letter in text)


LINES = (
    "Nhân chứng sống kể lại những ngày tháng kháng chiến chống thực dân Pháp ở xã này.\n"
    "Đồng chí Hữu, nguyên Bí thư huyện, sinh năm 1930.\n"
    "Hà Nội\n"
)


@pytest.mark.parametrize(
    ("first", "second"),
    [("tcvn3", "vni"), ("vni", "tcvn3")]
    + [pair for each in ("tcvn3", "vni", "vps", "viscii")
       for pair in (("utf-8", each), (each, "utf-8"))],
)  # fmt: skip
def test_a_file_put_together_from_two_is_read_line_by_line(first, second):
    data = b"".join(
        LINES.encode() if encoding == "utf-8" else _in(encoding, LINES)
        for encoding in (first, second)
    )
    converted = decode(data)
    assert converted.text == LINES * 2
    assert converted.lost == 0


def test_a_line_of_another_language_does_not_take_on_the_encoding_before_it():
    french = "Les élèves français étaient à l'école où régnait la fièvre".encode("cp1252")
    data = LINES.encode() + _in("tcvn3", LINES) + french
    assert decode(data).text.endswith("Les élèves français étaient à l'école où régnait la fièvre")


@pytest.mark.parametrize("where", ["begin", "middle", "end"])
@pytest.mark.parametrize("encoding", ["utf-8", "tcvn3"])
def test_a_few_zero_bytes_are_passed_over(encoding, where):
    data = LINES.encode() * 3 if encoding == "utf-8" else _in("tcvn3", LINES * 3)
    half = data.index(b"\n") + 1
    spoilt = {"begin": b"\0" + data, "middle": data[:half] + b"\0" + data[half:],
              "end": data + b"\0\0"}[where]  # fmt: skip
    assert decode(spoilt).text == LINES * 3


def test_utf16_that_was_cut_within_a_sign_is_read_to_there():
    converted = decode("Tỉnh ủy Lâm Đồng".encode("utf-16-le")[:-1])
    assert (converted.text, converted.lost) == ("Tỉnh ủy Lâm Đồn\ufffd", 1)
