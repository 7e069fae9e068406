from datetime import date, timedelta
from itertools import product

import pytest

from archive.values.lunar import (
    InvalidLunarDate,
    LunarDate,
    month_span,
    to_solar,
    year_name,
)

NEW_YEARS = {
    1900: "1900-01-31", 1930: "1930-01-30", 1945: "1945-02-13", 1954: "1954-02-03",
    1968: "1968-01-29",  # a day before the one kept in Sài Gòn
    1969: "1969-02-16", 1975: "1975-02-11", 1976: "1976-01-31",
    1985: "1985-01-21",  # a month before the Chinese one
    2007: "2007-02-17", 2023: "2023-01-22", 2024: "2024-02-10", 2025: "2025-01-29",
    2030: "2030-02-02",
}  # fmt: skip


@pytest.mark.parametrize(("year", "day"), NEW_YEARS.items())
def test_new_years_fall_on_the_days_vietnam_kept(year, day):
    assert to_solar(LunarDate(year, 1, 1)).isoformat() == day


def test_the_vietnamese_calendar_is_not_the_chinese_one():
    assert to_solar(LunarDate(1968, 1, 1), zone=8.0) == date(1968, 1, 30)
    assert to_solar(LunarDate(1985, 1, 1), zone=8.0) == date(1985, 2, 20)
    assert month_span(1987, 7, leap=True)
    with pytest.raises(InvalidLunarDate):
        month_span(1987, 6, leap=True)


@pytest.mark.parametrize(("year", "month"), [(1968, 7), (1985, 2), (2020, 4), (2023, 2), (2025, 6)])
def test_leap_months_stand_where_they_stood(year, month):
    first, length = month_span(year, month)
    assert month_span(year, month, leap=True)[0] == first + timedelta(days=length)


def test_months_follow_one_another_with_no_day_between_and_none_in_two():
    after = to_solar(LunarDate(1890, 1, 1))
    for year, month, leap in product(range(1890, 2050), range(1, 13), (False, True)):
        try:
            first, length = month_span(year, month, leap)
        except InvalidLunarDate:
            assert leap
        else:
            assert first == after and length in (29, 30)
            after = first + timedelta(days=length)


def test_days_that_never_were_are_refused():
    for wrong in (LunarDate(1968, 1, 31), LunarDate(1968, 13, 1), LunarDate(1500, 1, 1)):
        with pytest.raises(InvalidLunarDate):
            to_solar(wrong)


def test_years_have_their_names():
    assert [year_name(year) for year in (1930, 1945, 1968, 1984)] == [
        "canh ngọ", "ất dậu", "mậu thân", "giáp tý",
    ]  # fmt: skip
