"""Boxes on a page: what is written comes back, and what is no box is refused."""

import pytest

from archive.values.boxes import Box, InvalidBox, parse_box


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("percent:10,20,30,5", Box(10, 20, 30, 5)),
        ("xywh=percent:10.25,0,89.75,100", Box(10.25, 0, 89.75, 100)),
        (" 10 ; 20; 30 ;5.5 ", Box(10, 20, 30, 5.5)),
        ("percent:33.333,0,66.667,1", Box(33.33, 0, 66.67, 1)),
    ],
)
def test_a_box_comes_back_as_it_is_written(text: str, box: Box) -> None:
    assert parse_box(text) == box
    assert parse_box(str(box)) == box


@pytest.mark.parametrize(
    "text",
    ["", "10,20,30", "a,b,c,d", "10,20,0,5", "90,0,20,5", "0,0,101,1", "-1,0,5,5", "1e2,0,1,1"],
)
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(InvalidBox):
        parse_box(text)
