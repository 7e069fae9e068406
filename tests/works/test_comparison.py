"""Two versions side by side: what differs, where, and that nothing of either is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.works.comparison import Row, compare

WORDS = ["Chi bộ", "Chi bộ thành lập", "Năm 1930", "", "Đoạn"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8)


def test_the_changed_word_is_marked_and_the_rest_is_not() -> None:
    before = ["Mở đầu", "Chi bộ thành lập năm 1930 tại xã.", "Kết"]
    after = ["Mở đầu", "Chi bộ thành lập tháng 10 năm 1930 tại xã.", "Kết", "Phụ lục"]
    changed, added = compare(before, after)
    assert (changed.before_number, changed.after_number) == (2, 2)
    assert not any(piece.changed for piece in changed.before)
    assert "".join(piece.text for piece in changed.after if piece.changed).strip() == "tháng 10"
    assert (added.before_number, added.after_number) == (None, 4)


def test_a_paragraph_taken_out_stands_alone() -> None:
    [row] = compare(["a", "b", "c"], ["a", "c"])
    assert (row.before_number, row.after_number, row.after) == (2, None, ())


@given(TEXTS, TEXTS)
def test_with_the_rows_the_one_version_becomes_the_other(
    before: list[str], after: list[str]
) -> None:
    rows = compare(before, after)
    taken = {row.before_number for row in rows if row.before_number}
    put = {row.after_number: _text(row) for row in rows if row.after_number}
    kept = [text for number, text in enumerate(before, 1) if number not in taken]
    same = [text for number, text in enumerate(after, 1) if number not in put]
    assert kept == same
    assert all(after[number - 1] == text for number, text in put.items())


def _text(row: Row) -> str:
    return "".join(piece.text for piece in row.after)
