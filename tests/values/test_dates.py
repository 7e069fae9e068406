import random
from datetime import date
from pathlib import Path

import pytest

from archive.values.dates import EDTF_MAX_LENGTH, UncertainDate, parse_date
from archive.values.edtf import parse_edtf

DATA = Path(__file__).parent / "data"
WORDS_OF_DATES = (
    "từ trước sau đến khoảng - ? (?) 1945 8 tháng năm ngày tết mậu thân , và mùa xuân cuối đầu "
    "30/4/1975 nửa đêm rạng không rõ jan 1990 circa"
)

UNDERSTOOD = """
1945 | 1945 | 1945-01-01 | 1945-12-31
30/4/1975 | 1975-04-30 | 1975-04-30 | 1975-04-30
30.4.1975 | 1975-04-30 | 1975-04-30 | 1975-04-30
30 - 4 - 1975 | 1975-04-30 | 1975-04-30 | 1975-04-30
ngày 2 tháng 9 năm 1945 | 1945-09-02 | 1945-09-02 | 1945-09-02
Đà Lạt, ngày 15 tháng 3 năm 1976 | 1976-03-15 | 1976-03-15 | 1976-03-15
11h30 ngày 30/4/1975 | 1975-04-30 | 1975-04-30 | 1975-04-30
thứ tư, ngày 30/4/1975 | 1975-04-30 | 1975-04-30 | 1975-04-30
8-1945 | 1945-08 | 1945-08-01 | 1945-08-31
tháng Tám 1945 | 1945-08 | 1945-08-01 | 1945-08-31
tháng năm năm 1945 | 1945-05 | 1945-05-01 | 1945-05-31
khoảng năm 1945 | 1945~ | 1944-01-01 | 1946-12-31
có lẽ 1945 | 1945? | 1944-01-01 | 1946-12-31
1945 (?) | 1945? | 1944-01-01 | 1946-12-31
khoảng 1945-1947 | 1945~/1947~ | 1944-01-01 | 1948-12-31
cuối 1953 đầu 1954 | 1953-39/1954-37 | 1953-09-01 | 1954-04-30
giữa năm 1954 | 1954-38 | 1954-05-01 | 1954-08-31
hạ tuần tháng 8 năm 1945 | 1945-08-21/1945-08 | 1945-08-21 | 1945-08-31
quý I/1968 | 1968-33 | 1968-01-01 | 1968-03-31
sáu tháng đầu năm 1968 | 1968-40 | 1968-01-01 | 1968-06-30
thập niên 1960 | 196X | 1960-01-01 | 1969-12-31
cuối những năm 1960 | 1965/1969 | 1965-01-01 | 1969-12-31
thế kỷ XIX | 1801/1900 | 1801-01-01 | 1900-12-31
trước 30/4/1975 | ../1975-04-30 | | 1975-04-30
sau năm 1975 | 1975/.. | 1975-01-01 |
từ 1954 đến nay | 1954/.. | 1954-01-01 |
từ 1954 đến 1975 | 1954/1975 | 1954-01-01 | 1975-12-31
giai đoạn 1954 – 1975 | 1954/1975 | 1954-01-01 | 1975-12-31
tháng 8 đến tháng 10/1945 | 1945-08/1945-10 | 1945-08-01 | 1945-10-31
từ ngày 5 đến ngày 10/3/1968 | 1968-03-05/1968-03-10 | 1968-03-05 | 1968-03-10
5-10/3/1968 | 1968-03-05/1968-03-10 | 1968-03-05 | 1968-03-10
10-1930 đến 2-1931 | 1930-10/1931-02 | 1930-10-01 | 1931-02-28
đêm 30 rạng 31/1/1968 | 1968-01-30/1968-01-31 | 1968-01-30 | 1968-01-31
ngày 19 và 20 tháng 8 năm 1945 | {1945-08-19,1945-08-20} | 1945-08-19 | 1945-08-20
mùa thu 1945 | [1945-07..1945-11] | 1945-07-01 | 1945-11-30
đông xuân 1953-1954 | [1953-10..1954-05] | 1953-10-01 | 1954-05-31
mùa khô 1967 | [1967-01..1967-04,1967-11..1967-12] | 1967-01-01 | 1967-12-31
mùa khô 1966-1967 | 1966-11/1967-04 | 1966-11-01 | 1967-04-30
không rõ ngày, tháng 3 năm 1945 | 1945-03-XX | 1945-03-01 | 1945-03-31
-0043-03-15 | -0043-03-15 | | 0001-01-01
Không rõ | | |
không rõ năm | | |
undated | | |
10/3 âm lịch 1968 | 1968-04-07 | 1968-04-07 | 1968-04-07
tháng Chạp năm Đinh Mùi (1967) | 1967-12-31/1968-01-28 | 1967-12-31 | 1968-01-28
1945 (Ất Dậu) | 1945-02-13/1946-02-01 | 1945-02-13 | 1946-02-01
1952 March-1953 April | 1952-03/1953-04 | 1952-03-01 | 1953-04-30
21-24 Jun. 1990 | 1990-06-21/1990-06-24 | 1990-06-21 | 1990-06-24
1947 August 27-December 31 | 1947-08-27/1947-12-31 | 1947-08-27 | 1947-12-31
between 1926 and 1929 | [1926..1929] | 1926-01-01 | 1929-12-31
1931-1934, 1949, 1963 | {1931..1934,1949,1963} | 1931-01-01 | 1963-12-31
1800s | 1800/1899 | 1800-01-01 | 1899-12-31
late 1800s | 1860/1899 | 1860-01-01 | 1899-12-31
late 19th century | 1861/1900 | 1861-01-01 | 1900-12-31
late 1940s | 1945/1949 | 1945-01-01 | 1949-12-31
[193-] | 193X | 1930-01-01 | 1939-12-31
19-- | 1900/1999 | 1900-01-01 | 1999-12-31
circa, 1990 | 1990~ | 1989-01-01 | 1991-12-31
"""


@pytest.mark.parametrize("line", UNDERSTOOD.strip().splitlines())
def test_what_is_written_is_understood(line):
    written, edtf, *bounds = (part.strip() for part in line.split("|"))
    earliest, latest = (date.fromisoformat(bound) if bound else None for bound in bounds)
    assert parse_date(written) == UncertainDate(written, edtf, earliest, latest)


@pytest.mark.parametrize(
    ("written", "edtf", "assumption"),
    [
        ("mồng 5 tháng Giêng năm Mậu Thân", "1968-02-02", "cycle"),
        ("mồng 1 Tết Mậu Thân 1968", "1968-01-29", "zone"),
        ("6 tháng Giêng năm 1946", "[1946-01-06,1946-02-07]", "calendar"),
        ("mùng 3 tháng 2 năm 1930", "[1930-02-03,1930-03-02]", "calendar"),
        ("30/4/75", "1975-04-30", "century"),
        ("1937-38", "1937/1938", "short_range"),
        ("1990-1995, undated", "1990/1995", "undated_part"),
    ],
)
def test_what_had_to_be_assumed_is_said(written, edtf, assumption):
    read = parse_date(written)
    assert (read.edtf, read.assumption) == (edtf, assumption)


@pytest.mark.parametrize(
    "written",
    [
        "31/2/1945",
        "tháng 13 năm 1945",
        "hồi đó",
        "1945-13-01",
        "12345",
        "2004/1999",
        "sau Hiệp định Giơ-ne-vơ",
        "năm Giáp Thân 1945",  # 1945 was Ất Dậu
        "rằm tháng 8 nhuận năm 1968",  # the leap month of 1968 was the seventh
        "Dec-03",
        "19301939",
        "-1999",  # until 1999, or before our era
        "bulk 1970-1989",
        "x" * 5000,
    ],
)
def test_what_is_not_understood_is_kept_and_said(written):
    assert parse_date(written) == UncertainDate(written, understood=False)


def test_either_reading_of_a_day_and_a_month_lies_within_the_bounds():
    read = parse_date("3-4/1968")
    assert (read.earliest, read.latest) == (date(1968, 3, 1), date(1968, 4, 30))


def test_real_dates_of_finding_aids_are_reported_honestly():
    rows = [
        line.split("\t") for line in (DATA / "unitdates_sample.tsv").read_text("utf-8").splitlines()
    ]
    reads = [(int(count), parse_date(written)) for count, written in rows]
    for _, read in reads:
        if read.understood and read.edtf:
            assert (read.earliest, read.latest) == parse_edtf(read.edtf).as_dates()
        else:
            assert (read.edtf, read.earliest, read.latest) == ("", None, None)
    understood = sum(count for count, read in reads if read.understood)
    assert understood / sum(count for count, _ in reads) > 0.95


def test_words_of_dates_in_any_order_never_break_the_reader():
    vocabulary = WORDS_OF_DATES.split(" ")
    shuffled = random.Random(3)
    for _ in range(1000):
        read = parse_date(" ".join(shuffled.choices(vocabulary, k=shuffled.randint(1, 25))))
        assert len(read.edtf) <= EDTF_MAX_LENGTH
        assert not (read.earliest and read.latest) or read.earliest <= read.latest
