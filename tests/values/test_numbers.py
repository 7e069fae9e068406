"""Numbers in addresses and forms are whatever a stranger likes to write there."""

from __future__ import annotations

import pytest

from archive.values.numbers import long_number, whole_number


@pytest.mark.parametrize(
    ("text", "whole", "long"),
    [("0", 0, 0), ("007", 7, 7), ("9" * 8, 10**8 - 1, 10**8 - 1), ("9" * 18, None, 10**18 - 1)],
)
def test_a_number_is_read_as_far_as_a_column_holds_it(
    text: str, whole: int | None, long: int
) -> None:
    assert whole_number(text, None) == whole
    assert long_number(text, None) == long


@pytest.mark.parametrize("text", ["", " 1", "-1", "+1", "1.5", "1e3", "1_0", "²", "٣", "9" * 5000])
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text, -1) == long_number(text, -1) == -1
