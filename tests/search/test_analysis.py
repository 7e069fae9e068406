"""The quick ways through a text come to the same as the plain one, word by word."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from archive.search.analysis import LONGEST_TERM, forms, tokens, word_forms
from archive.search.spelling import beginning, marked_of, spelt, spelt_marked
from archive.search.streams import Streams, analyse, pair_code

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĐƠY0195越南𡨸ƀ"
MARKS = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
BETWEEN = " \t\n\u00a0-–,.;:!?()[]\"'“”…/_|\u00ad\u200b\u200d\u2060\ufeff☭"
TEXT = some.text(alphabet=LETTERS * 3 + MARKS + BETWEEN, max_size=80)
WORD = some.sampled_from(
    [
        "hòa",
        "hoà",
        "thúy",
        "thuý",
        "quý",
        "quí",
        "kỹ",
        "kĩ",
        "lý",
        "Đảng",
        "đảng",
        "VIỆT",
        "ước",
        "năm",
        "1945",
        "dan",
    ]
)


@given(TEXT | some.lists(WORD, max_size=12).map(" ".join) | some.text(max_size=40))
def test_a_text_gives_its_words_in_every_writing_and_its_pairs(text: str) -> None:
    words, streams = word_forms(text), Streams(text)
    assert streams.marked == [word.marked for word in words]
    assert streams.folded == [word.folded for word in words]
    assert len(streams) == len(words)
    terms, sounds = streams.terms[0] if words else ("", "")
    assert terms.split() == [spelt(word) for word in words]
    pairs = [pair_code(a.folded, b.folded) for a, b in pairwise(words)]
    assert ["".join(two) for two in pairwise(sounds)] == pairs


@given(TEXT | some.text(max_size=40))
def test_a_term_says_both_forms_of_its_word(text: str) -> None:
    for word in word_forms(text):
        term = spelt(word)
        assert marked_of(term) == word.marked
        assert spelt_marked(word.marked) == term
        assert term.startswith(beginning(word.folded))
        assert term.count("_") == 1


@given(TEXT | some.text(max_size=40))
def test_tokens_are_the_words_and_stand_where_they_say(text: str) -> None:
    found = tokens(text)
    assert [(token.marked, token.folded) for token in found] == word_forms(text)
    for token in found:
        (form,) = word_forms(text[token.start : token.end])
        assert (form.marked, form.folded) == (token.marked, token.folded)


@given(some.lists(TEXT, max_size=5))
def test_several_texts_are_one_field_with_gaps(texts: list[str]) -> None:
    whole, parts = analyse(texts), [Streams(text) for text in texts if word_forms(text)]
    assert len(whole) == len(whole.marked) == len(whole.folded)
    assert [word for word in whole.marked if word != "|"] == [
        word for part in parts for word in part.marked
    ]
    assert whole.marked.count("|") == max(len(parts) - 1, 0)
    assert whole.terms == [pair for part in parts for pair in part.terms]


@given(some.lists(WORD, min_size=1, max_size=6))
def test_composition_case_and_hyphens_do_not_count(words: list[str]) -> None:
    text = " ".join(words)
    for other in (unicodedata.normalize("NFD", text), text.upper(), text.replace(" ", "-")):
        assert Streams(other).marked == Streams(text).marked


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("kỹ", "kĩ"), ("quý", "quí"),
     ("lý", "lí"), ("Mỹ", "mĩ"), ("ĐẢNG", "đảng")],
)  # fmt: skip
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert forms(one) == forms(other)


@pytest.mark.parametrize(("one", "other"), [("tay", "tai"), ("dân", "dẫn"), ("đạo", "dạo")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert forms(one).marked != forms(other).marked


def test_a_word_without_end_is_cut() -> None:
    assert len(Streams("đ" * 5000).marked[0]) == LONGEST_TERM
