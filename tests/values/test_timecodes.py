import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.values.timecodes import InvalidTimecode, format_timecode, parse_timecode


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0:00", 0),
        ("01:02", 62_000),
        ("1:02:03.5", 3_723_500),
        ("00:01:02,345", 62_345),
        ("75", 75_000),
        ("75.25s", 75_250),
        ("1h2m3s", 3_723_000),
        ("2m", 120_000),
        ("90:00", 5_400_000),
    ],
)
def test_the_usual_ways_to_write_a_time_are_read(text, ms):
    assert parse_timecode(text) == ms


@pytest.mark.parametrize(
    "text", ["", " ", "1:60:00", "1:2:3:4", "-5", "12:75", "mm:ss", "1h2", "9" * 50]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(InvalidTimecode):
        parse_timecode(text)


def test_hours_are_shown_when_there_are_any_or_when_wanted():
    assert format_timecode(62_345) == "01:02"
    assert format_timecode(62_345, hours=True, millis=True) == "0:01:02.345"
    assert format_timecode(3_723_000) == "1:02:03"
    assert format_timecode(3_723_000, hours=False) == "62:03"
    with pytest.raises(InvalidTimecode):
        format_timecode(-1)


@given(st.integers(0, 10**9))
def test_a_time_written_is_read_back(ms):
    assert parse_timecode(format_timecode(ms, millis=True)) == ms
