"""Names are found by their words, whatever has been renamed since."""

from __future__ import annotations

import pytest

from archive.search.analysis import word_forms
from archive.search.plan import beginning
from archive.search.tally.wordbook import Wordbook

NAMES = {1: "Nguyễn Văn An", 2: "Nguyễn Thị Ân", 3: "An Khê", 4: "NGUYEN AN AN", 5: "Kỳ Anh"}


def _bearing(book: Wordbook, text: str) -> list[int]:
    *whole, typed = text.split()
    return sorted(book.bearing(word_forms(" ".join(whole)), beginning("person", typed)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("an", [1, 2, 3, 4, 5]),
        ("ân", [1, 2, 3, 4, 5]),
        ("ấn", [1, 3, 4, 5]),
        ("nguyễ", [1, 2, 4]),
        ("nguyen van a", [1]),
        ("văn nguyễ", [1]),
        ("an an", [4]),
        ("an kh", [3]),
        ("an a", [4]),
        ("ký", []),
        ("kỳ", [5]),
        ("ki", [5]),
        ("nguyễn nguyễ", []),
    ],
)
def test_by_whole_words_and_the_beginning_of_another(text: str, found: list[int]) -> None:
    book = Wordbook()
    book.follow(NAMES)
    assert _bearing(book, text) == found


def test_a_name_is_known_as_it_is_now() -> None:
    book = Wordbook()
    book.follow(NAMES)
    book.follow({1: "Lê Văn An", 3: NAMES[3], 6: "Lê Lợi"})
    assert _bearing(book, "le") == [1, 6]
    assert _bearing(book, "nguyen") == []
    assert _bearing(book, "an") == [1, 3]
