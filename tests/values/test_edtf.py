import json
import re
from pathlib import Path

import pytest

from archive.values.edtf import Day, InvalidEdtf, parse_edtf

EXAMPLES = json.loads((Path(__file__).parent / "data" / "edtf_examples.json").read_text("utf-8"))
UNKNOWN_ENDS = ("/2006", "2004-06-01/", "1984-06-02?/")
"""An unknown end stays open with us; python-edtf sets it ten years off."""


def day(text: str) -> Day | None:
    match = re.fullmatch(r"(-?\d+)-(\d\d)-(\d\d)", text)
    return Day(*map(int, match.groups())) if match else None


@pytest.mark.parametrize(("text", "expected"), EXAMPLES["EXAMPLES"])
def test_valid_dates_have_the_bounds_their_digits_say(text, expected):
    lower = day(expected[0])
    upper = day(expected[1] if len(expected) in (2, 4) else expected[0])
    bounds = parse_edtf(text)
    if text in UNKNOWN_ENDS:
        assert bounds.lower is None or bounds.upper is None
        return
    assert (bounds.lower, bounds.upper) == (lower, upper)


@pytest.mark.parametrize(("text", "expected"), EXAMPLES["EXAMPLES"])
def test_qualified_dates_are_widened_but_not_beyond_the_usual(text, expected):
    bounds = parse_edtf(text)
    if len(expected) < 3 or text in UNKNOWN_ENDS:
        return
    # python-edtf ends a month qualified on the 30th; ours end on its last day.
    month_end = 1 if expected[-1].endswith("-30") else 0
    first, last = day(expected[-2]), day(expected[-1])
    assert first and last
    assert bounds.earliest and bounds.lower and first <= bounds.earliest <= bounds.lower
    assert bounds.upper and bounds.latest and bounds.upper <= bounds.latest
    assert bounds.latest <= last._replace(day=last.day + month_end)


@pytest.mark.parametrize("text", [bad for bad in EXAMPLES["BAD_EXAMPLES"] if bad is not None])
def test_bad_dates_are_refused(text):
    with pytest.raises(InvalidEdtf):
        parse_edtf(text)


@pytest.mark.parametrize(("text", "_qualifiers"), EXAMPLES["APPROXIMATE_UNCERTAIN_EXAMPLES"])
def test_every_place_of_a_qualifier_is_read(text, _qualifiers):
    parse_edtf(text)


@pytest.mark.parametrize(
    "text",
    [
        "1985-02-29",
        "1985-04-31",
        "20-04-12",
        "1985-1-2",
        "198",
        "19850412",
        "2004/1999",
        "../..",
        "/",
        "a/b",
        "1984/1985/1986",
        "[1984",
        "{1984]",
        "[..]",
        "[]",
        "Y1984",
        "1950S5",
        "2001-21-05",
        "2001-42",
        "2001-99",
        "XXXX-02-30",
        "2004-01-01T25:00:00",
        "T10:00:00",
        "1984?~",
        "1984??",
        "２００４",
        "1" * 500,
    ],
)
def test_more_bad_dates_are_refused(text):
    with pytest.raises(InvalidEdtf):
        parse_edtf(text)


def test_bounds_a_date_cannot_hold_are_left_open():
    assert parse_edtf("Y170000002").as_dates()[1] is None
    assert parse_edtf("-0099").as_dates()[0] is None
    assert str(parse_edtf("2004").as_dates()[1]) == "2004-12-31"
