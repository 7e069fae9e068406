"""Thousands of lines are marked at once: as each would be alone."""

from __future__ import annotations

import random
import unicodedata

import pytest

from archive.search.analysis import forms
from archive.search.highlight import Matcher, Pattern, Slot, excerpt, mark
from archive.search.marking import borne_by, mark_texts

LINES = [
    "Hồi đó anh em giao liên đi đêm qua rừng, mang thư trong ống tre.",
    "Ống — tre! ỐNG-TRE; ống_tre; ống\ntre và “ống” <b>tre</b> & tre ống",
    "",
    "tre",
    "Hoà bình hay hòa bình, kỹ sư hay kĩ sư; năm 1947 và 19470",
    "Việt-Nam, Việt Nam, viet nam",
    "ống",
    "tre già măng mọc … ống.",
    "ốngtre ống",
]


def _slot(*words: str, marked: bool = True) -> Slot:
    taken = frozenset(forms(word).marked for word in words)
    bare = frozenset(forms(word).folded for word in words)
    return Slot(taken, frozenset()) if marked else Slot(frozenset(), bare)


PATTERNS: list[list[Pattern]] = [
    [],
    [(_slot("ống"),)],
    [(_slot("ống"), _slot("tre"))],
    [(_slot("ống"),), (_slot("tre"),), (_slot("ống"), _slot("tre"))],
    [(_slot("ong", marked=False),), (_slot("tre", "rừng"),)],
    [(_slot("hòa"), _slot("bình")), (_slot("kỹ"),), (_slot("1947"),)],
    [(_slot("viet", marked=False), _slot("nam", marked=False))],
    [(_slot("khôngcó"), _slot("tre")), (_slot("không"),)],
]


@pytest.mark.parametrize("patterns", PATTERNS)
def test_every_line_is_marked_as_it_would_be_alone(patterns: list[Pattern]) -> None:
    chance = random.Random(3)
    lines = LINES + [" ".join(chance.choices(" ".join(LINES).split(), k=12)) for _ in range(60)]
    assert mark_texts(lines, patterns) == [mark(line, Matcher(patterns)) for line in lines]
    assert borne_by(lines, patterns) == [
        excerpt(line, Matcher(patterns)).patterns for line in lines
    ]


def test_a_phrase_does_not_run_from_one_line_into_the_next() -> None:
    [one, other] = mark_texts(["mang ống", "tre đi"], [(_slot("ống"), _slot("tre"))])
    assert not any(piece.is_found for piece in one + other)


@pytest.mark.parametrize(
    "odd", [unicodedata.normalize("NFD", LINES[0]), "ố\u200bng tre", "ống\x1etre"]
)
def test_letters_yet_to_be_composed_are_marked_all_the_same(odd: str) -> None:
    lines, patterns = [LINES[3], odd], PATTERNS[3]
    assert mark_texts(lines, patterns) == [mark(line, Matcher(patterns)) for line in lines]
    assert borne_by(lines, patterns) == [
        excerpt(line, Matcher(patterns)).patterns for line in lines
    ]
    assert any(piece.is_found for piece in mark_texts(lines, patterns)[1])


def test_there_is_nothing_to_mark_in_nothing() -> None:
    assert mark_texts([], PATTERNS[3]) == []
