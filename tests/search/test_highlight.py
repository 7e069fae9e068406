"""What is marked in a text is what word by word answers the query, and no more is looked at."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis import LONGEST_TERM, forms
from archive.search.highlight import (
    SNIPPET,
    Found,
    Matcher,
    Pattern,
    Slot,
    mark,
    snippet,
)
from archive.search.likely import is_plain, words_from
from archive.search.marking import mark_texts, marked_words
from archive.values import text as vietnamese

LINES = [
    "Hồi đó anh em giao liên đi đêm qua rừng, mang thư trong ống tre.",
    "Ống — tre! ỐNG-TRE; ống_tre; ống\ntre và “ống” <b>tre</b> & tre ống",
    "",
    "tre",
    "Hoà bình hay hòa bình, kỹ sư hay kĩ sư, KỲ LẠ; năm 1947 và 19470",
    "Việt-Nam, Việt Nam, viet nam",
    "ống",
    "tre già măng mọc … ống.",
    "ốngtre ống",
    "ố\u200bng tre, ống\u00adtre, ﬁn và fin, Straße strasse",
    "ống 大會，同・心 tre大ống",
]
WORDS = sorted({word.word for line in LINES for word in vietnamese.words(line)})


def _slot(*words: str, marked: bool = True) -> Slot:
    taken = frozenset(forms(word).marked for word in words)
    bare = frozenset(forms(word).folded for word in words)
    return Slot(taken, frozenset()) if marked else Slot(frozenset(), bare)


def _word_by_word(text: str, patterns: list[Pattern]) -> list[Found]:
    """Return what `Matcher.find` is to return, by looking at every word."""
    words = [(forms(word), start, end) for word, start, end in vietnamese.words(text)]
    found: list[Found] = []
    place = 0
    while place < len(words):
        for number in sorted(range(len(patterns)), key=lambda number: -len(patterns[number])):
            several = words[place : place + len(patterns[number])]
            if len(several) == len(patterns[number]) and all(
                slot.takes(word)
                for slot, (word, _, _) in zip(patterns[number], several)  # noqa: B905
            ):
                found.append(Found(several[0][1], several[-1][2], number))
                place += len(several)
                break
        else:
            place += 1
    return found


slots = st.builds(
    lambda words, marked: _slot(*words, marked=marked),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.booleans(),
)
patterns_of = st.lists(st.lists(slots, min_size=1, max_size=3).map(tuple), max_size=4)
signs = st.sampled_from([" ", ", ", "-", "_", "\n", " — ", "", "\u00ad"])
texts = st.one_of(
    st.sampled_from(LINES),
    st.lists(st.tuples(st.sampled_from(WORDS), signs), max_size=12).map(
        lambda parts: "".join(word + sign for word, sign in parts)
    ),
    st.text(alphabet=st.sampled_from("oôốỗơớtTrRêếeÊiyỳYđĐd1ßﬁẞŉſKΐ漢カ \u0301-_"), max_size=30),
)


@given(texts, patterns_of)
def test_what_is_found_is_what_every_word_looked_at_gives(
    text: str, patterns: list[Pattern]
) -> None:
    assert Matcher(patterns).find(text) == _word_by_word(text, patterns)


letters = st.one_of(st.characters(categories=["L", "N"]), st.sampled_from("々〆〇ぁカ漢𠀋"))


@given(st.text(alphabet=letters, min_size=1, max_size=LONGEST_TERM + 3))
def test_no_word_is_passed_by_that_sounds_as_what_is_looked_for(text: str) -> None:
    text = f"- {text}, -"
    for word in vietnamese.words(text) if is_plain(text) else ():
        assert word.word in words_from(forms(word.word).folded[0]).findall(text)


@given(st.lists(texts, max_size=8), patterns_of)
def test_many_texts_are_marked_as_each_would_be_alone(
    several: list[str], patterns: list[Pattern]
) -> None:
    assert mark_texts(several, patterns) == [mark(text, Matcher(patterns)) for text in several]


def test_a_phrase_does_not_run_from_one_text_into_the_next() -> None:
    [one, other] = mark_texts(["mang ống", "tre đi"], [(_slot("ống"), _slot("tre"))])
    assert not any(piece.is_found for piece in one + other)


def test_what_parts_texts_may_stand_in_one() -> None:
    [one, other] = mark_texts(["ống\x1etre", "tre"], [(_slot("tre"),)])
    assert [piece.text for piece in one + other if piece.is_found] == ["tre", "tre"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_pieces_are_the_text_as_it_was(form: str) -> None:
    text = unicodedata.normalize(form, LINES[0])  # type: ignore[arg-type]
    pieces = mark(text, Matcher([(_slot("rừng"),)]))
    assert "".join(piece.text for piece in pieces) == text
    assert [vietnamese.nfc(piece.text) for piece in pieces if piece.is_found] == ["rừng"]


def test_a_snippet_shows_where_most_stands_together_and_whole_words() -> None:
    far = "đi mãi trong rừng sâu không gặp ai cả " * 10
    text = f"{far} ống ở đây, {far} ống và tre ở đây, {far}"
    pieces = snippet(text, Matcher([(_slot("ống"),), (_slot("tre"),)]))
    assert [piece.text for piece in pieces if piece.is_found] == ["ống", "tre"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    inside = shown[2:-2]
    assert inside in text
    assert set(inside.split()) <= set(text.split())
    assert SNIPPET * 0.8 < len(inside) <= SNIPPET


def test_a_snippet_of_a_text_without_blanks_is_not_the_whole_of_it() -> None:
    pieces = snippet("x" * 5000 + "-ống-" + "y" * 5000, Matcher([(_slot("ống"),)]))
    assert [piece.text for piece in pieces if piece.is_found] == ["ống"]
    assert sum(len(piece.text) for piece in pieces) < SNIPPET + 10


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet("một ống tre", Matcher([(_slot("tre"),)])) == mark(
        "một ống tre", Matcher([(_slot("tre"),)])
    )


def test_words_are_marked_on_the_page_box_by_box() -> None:
    boxes = [(0.1, 0.1, 0.1, 0.1, word) for word in ("Việt-Nam", "ống", "tre,", "ỐNG", "", "tre")]
    assert marked_words(boxes, [(_slot("ống"), _slot("tre"))]) == [1, 2, 3, 4, 5]
    assert marked_words(boxes, [(_slot("nam"),)]) == [0]
    assert marked_words(boxes, []) == []
    assert marked_words([], [(_slot("nam"),)]) == []
