from datetime import date

import pytest

from archive.values.dates import UncertainDate, parse_date


@pytest.mark.parametrize(
    ("written", "edtf", "earliest", "latest"),
    [
        ("1945", "1945", date(1945, 1, 1), date(1945, 12, 31)),
        ("30/4/1975", "1975-04-30", date(1975, 4, 30), date(1975, 4, 30)),
        ("ngày 2 tháng 9 năm 1945", "1945-09-02", date(1945, 9, 2), date(1945, 9, 2)),
        ("8-1945", "1945-08", date(1945, 8, 1), date(1945, 8, 31)),
        ("khoảng năm 1945", "1945~", date(1944, 1, 1), date(1946, 12, 31)),
        ("thập niên 1960", "196X", date(1960, 1, 1), date(1969, 12, 31)),
        ("trước 30/4/1975", "../1975-04-30", None, date(1975, 4, 30)),
        ("sau năm 1975", "1975/..", date(1975, 1, 1), None),
        ("-0043-03-15", "-0043-03-15", None, date.min),
        ("Không rõ", "", None, None),
        ("", "", None, None),
    ],
)
def test_what_is_written_is_understood(written, edtf, earliest, latest):
    assert parse_date(written) == UncertainDate(written, edtf, earliest, latest)


@pytest.mark.parametrize("written", ["31/2/1945", "hồi đó", "1945-13-01", "12345", "2004/1999"])
def test_what_is_not_understood_is_kept_and_said(written):
    assert parse_date(written) == UncertainDate(written, understood=False)
