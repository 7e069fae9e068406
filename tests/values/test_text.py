import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.values.text import (
    bare_words,
    canonical,
    fold,
    given_name_key,
    index_form,
    nfc,
    sort_key,
    words,
)

MARKED = "àáảãạ ăằắẳẵặ âầấẩẫậ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ đ"
BARE = "aaaaa aaaaaa aaaaaa eeeee eeeeee iiiii ooooo oooooo oooooo uuuuu uuuuuu yyyyy d"


def test_all_67_letters_fold_to_their_base_in_either_case_and_form():
    assert len(MARKED.replace(" ", "")) == 67
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, MARKED)) == BARE
        assert fold(unicodedata.normalize(form, MARKED.upper())) == BARE


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Hoà", "hòa"),
        ("THUÝ", "thúy"),
        ("khoẻ", "khỏe"),
        ("loè xoẹt", "lòe xoẹt"),
        ("hòan", "hoàn"),
        ("qúy", "quý"),
        ("quý", "quý"),
        ("gìa", "già"),
        ("giá", "giá"),
        ("gì", "gì"),
        ("giếng", "giếng"),
        ("thuở", "thuở"),
        ("của", "của"),
        ("ngoài", "ngoài"),
        ("khuỷu", "khuỷu"),
        ("khúyu", "khuýu"),
        ("quốc", "quốc"),
        ("đưọơc", "đưọơc"),
        ("café", "café"),
        ("Hoà-Bình", "hòa-bình"),
        ("Đoà", "đòa"),
    ],
)
def test_tone_marks_are_moved_to_one_place_and_foreign_words_left(written, expected):
    assert canonical(written) == expected
    assert canonical(unicodedata.normalize("NFD", written)) == expected


def test_i_and_y_are_one_only_where_both_are_written():
    for pair in ("kỹ/kĩ", "lý/lí", "mỹ/mĩ", "quý/quí", "tỷ/tỉ", "ý/í", "Quỳnh/Quình"):
        left, right = pair.split("/")
        assert index_form(left) == index_form(right)
    for pair in ("tay/tai", "thúy/thúi", "yên/iên", "may/mai"):
        left, right = pair.split("/")
        assert index_form(left) != index_form(right)


def test_words_keep_offsets_into_the_text_as_given():
    text = unicodedata.normalize("NFD", "Tỉnh-ủy Lâm\u00adĐồng, 19-NQ/TU")
    found = words(text)
    assert [word.word for word in found] == ["Tỉnh", "ủy", "LâmĐồng", "19", "NQ", "TU"]
    assert nfc(text[found[1].start : found[1].end]) == "ủy"


@given(st.text())
def test_any_text_goes_through(text):
    assert all(0 <= word.start < word.end <= len(text) for word in words(text))
    assert fold(fold(text)) == fold(text)
    assert canonical(canonical(text)) == canonical(text)
    assert sort_key(text).isascii() or not fold(text).isascii()
    given_name_key(text)


def test_each_han_letter_is_a_word_and_its_stops_are_none() -> None:
    found = [word.word for word in words("Hội 大會，同・心〇 𡨸喃 và kana カナ")]
    assert found == [
        "Hội", "大", "會", "同", "心", "〇", "𡨸", "喃", "và", "kana", "カ", "ナ"
    ]  # fmt: skip


def test_the_crossed_b_of_the_highlands_folds_as_the_crossed_d_does() -> None:
    assert fold("Ƀuôn Đon, ƀon") == "buon don, bon"


def test_words_sort_in_the_order_of_the_vietnamese_dictionary():
    ordered = ["ba", "ba lô", "bà", "bả", "bã", "bá", "bạ", "bác", "băng", "bân", "cá", "da", "đa"]
    ordered += ["đe", "đê", "em", "ép", "êm", "on", "ôn", "ơn", "quy 9", "quy 10", "u", "ư", "y"]
    assert sorted(random.Random(1).sample(ordered, len(ordered)), key=sort_key) == ordered


def test_persons_sort_by_given_name():
    names = ["Trần Văn Bình", "Nguyễn Thị Ánh", "Lê Ái (Tư Ái)", "Phạm Thị Ánh", "Hồ Đức An"]
    assert sorted(names, key=given_name_key) == [
        "Lê Ái (Tư Ái)",
        "Hồ Đức An",
        "Nguyễn Thị Ánh",
        "Phạm Thị Ánh",
        "Trần Văn Bình",
    ]


def test_bare_words_are_the_same_whatever_stands_between() -> None:
    assert bare_words("  Việt-Nam, (quân_ký) 1947… ") == "Việt Nam quân ký 1947"
    assert bare_words("—…") == ""
