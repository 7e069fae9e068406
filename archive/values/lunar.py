"""The Vietnamese lunisolar calendar, reckoned for UTC+7, for the years 1800 to 2199.

New moons and the sun's longitude are computed with the truncated series of Jean Meeus,
*Astronomical Algorithms*, as Hồ Ngọc Đức proposed for this calendar. A month begins on the day of
the new moon, month 11 holds the winter solstice, and of thirteen months between two solstices the
first without a major solar term is the leap month.

Vietnam has reckoned for UTC+7 since 1968 (Decision 121-CP of 8 August 1967); before that, and in
the South until 1975, printed calendars were those of UTC+8. `zone` lets a caller compare.
"""

import math
from datetime import date
from functools import lru_cache
from typing import NamedTuple

VIETNAM = 7.0
FIRST_YEAR, LAST_YEAR = 1800, 2199

_SYNODIC_MONTH = 29.530588853
_EPOCH_NEW_MOON = 2415021.076998695  # the new moon of 1 January 1900, as a Julian day
_JULIAN_DAY_OFFSET = 1721425  # Julian day number of a date minus its ordinal

STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
BRANCHES = (
    "tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi"
)  # fmt: skip


class InvalidLunarDate(ValueError):
    """The lunar year has no such month or day, or lies outside what is reckoned."""


class LunarDate(NamedTuple):
    """A day of the lunar calendar; `leap` marks the second of two months of one number."""

    year: int
    month: int
    day: int
    leap: bool = False


def to_solar(lunar: LunarDate, zone: float = VIETNAM) -> date:
    """The Gregorian day. Raises InvalidLunarDate."""
    first, length = month_span(lunar.year, lunar.month, lunar.leap, zone)
    if not 1 <= lunar.day <= length:
        raise InvalidLunarDate(str(lunar))
    return date.fromordinal(first.toordinal() + lunar.day - 1)


def month_span(
    year: int, month: int, leap: bool = False, zone: float = VIETNAM
) -> tuple[date, int]:
    """First day and number of days of a lunar month. Raises InvalidLunarDate."""
    months = {(m, is_leap): (start, length) for m, is_leap, start, length in _months(year, zone)}
    try:
        start, length = months[month, leap]
    except KeyError:
        raise InvalidLunarDate(f"{year}-{month}{'+' if leap else ''}") from None
    return date.fromordinal(start), length


def year_span(year: int, zone: float = VIETNAM) -> tuple[date, date]:
    """First and last day of a lunar year."""
    months = _months(year, zone)
    return date.fromordinal(months[0][2]), date.fromordinal(months[-1][2] + months[-1][3] - 1)


def cycle_position(year: int) -> int:
    """Where a year stands in the cycle of sixty; 0 is giáp tý (1924, 1984)."""
    return (year - 4) % 60


def year_name(year: int) -> str:
    """Its name by stem and branch: 1968 → `mậu thân`."""
    position = cycle_position(year)
    return f"{STEMS[position % 10]} {BRANCHES[position % 12]}"


@lru_cache(maxsize=512)
def _months(year: int, zone: float) -> tuple[tuple[int, bool, int, int], ...]:
    """The months of a lunar year in order: number, leap, ordinal of the first day, length."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidLunarDate(str(year))
    before = _from_solstice_to_solstice(year - 1, zone)
    after = _from_solstice_to_solstice(year, zone)
    # Month 12 may have a leap twin, month 11 too: cut by number, not by position.
    start = next(i for i, entry in enumerate(before) if entry[0] == 1)
    tail = [entry for entry in after if entry[0] in (11, 12)]
    return (*before[start:], *tail)


@lru_cache(maxsize=512)
def _from_solstice_to_solstice(year: int, zone: float) -> tuple[tuple[int, bool, int, int], ...]:
    """The months from month 11 of `year` up to, without, month 11 of the next."""
    index = _index_of_month_eleven(year, zone)
    end = _index_of_month_eleven(year + 1, zone)
    starts = [_new_moon_day(k, zone) for k in range(index, end + 1)]
    leap_at = _leap_position(starts, zone) if len(starts) == 14 else None
    months = []
    number = 11
    for position, first in enumerate(starts[:-1]):
        leap = position == leap_at
        if position and not leap:
            number = number % 12 + 1
        months.append((number, leap, first, starts[position + 1] - first))
    return tuple(months)


def _leap_position(starts: list[int], zone: float) -> int:
    terms = [_major_term(first, zone) for first in starts]
    return next(i for i in range(1, 13) if terms[i] == terms[i + 1])


def _index_of_month_eleven(year: int, zone: float) -> int:
    """Count of the new moon that begins the month holding the winter solstice of `year`."""
    end_of_year = date(year, 12, 31).toordinal() + _JULIAN_DAY_OFFSET
    k = math.floor((end_of_year - _EPOCH_NEW_MOON) / _SYNODIC_MONTH)
    # Term 9 begins at longitude 270°, the solstice itself.
    return k - 1 if _major_term(_new_moon_day(k, zone), zone) >= 9 else k


def _new_moon_day(k: int, zone: float) -> int:
    """Ordinal of the local day of the k-th new moon after that of 1 January 1900."""
    return math.floor(_new_moon(k) + 0.5 + zone / 24) - _JULIAN_DAY_OFFSET


def _major_term(ordinal: int, zone: float) -> int:
    """Which twelfth of its path (0–11) the sun is in when the local day begins."""
    julian_day = ordinal + _JULIAN_DAY_OFFSET - 0.5 - zone / 24
    return int(_sun_longitude(julian_day) / (math.pi / 6))


def _new_moon(k: int) -> float:
    t = k / 1236.85
    radians = math.pi / 180
    mean = (
        2415020.75933
        + 29.53058868 * k
        + 0.0001178 * t**2
        - 0.000000155 * t**3
        + 0.00033 * math.sin((166.56 + 132.87 * t - 0.009173 * t**2) * radians)
    )
    sun = (359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3) * radians
    moon = (306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3) * radians
    node = (21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3) * radians
    correction = (
        (0.1734 - 0.000393 * t) * math.sin(sun)
        + 0.0021 * math.sin(2 * sun)
        - 0.4068 * math.sin(moon)
        + 0.0161 * math.sin(2 * moon)
        - 0.0004 * math.sin(3 * moon)
        + 0.0104 * math.sin(2 * node)
        - 0.0051 * math.sin(sun + moon)
        - 0.0074 * math.sin(sun - moon)
        + 0.0004 * math.sin(2 * node + sun)
        - 0.0004 * math.sin(2 * node - sun)
        - 0.0006 * math.sin(2 * node + moon)
        + 0.0010 * math.sin(2 * node - moon)
        + 0.0005 * math.sin(2 * moon + sun)
    )
    return mean + correction - _clock_drift(t)


def _clock_drift(t: float) -> float:
    """Days by which dynamical time ran before universal time, t centuries after 1900."""
    if t < -11:
        return 0.001 + 0.000839 * t + 0.0002261 * t**2 - 0.00000845 * t**3 - 0.000000081 * t**4
    return -0.000278 + 0.000265 * t + 0.000262 * t**2


def _sun_longitude(julian_day: float) -> float:
    """The sun's apparent longitude in radians, 0 at the spring equinox."""
    t = (julian_day - 2451545.0) / 36525
    radians = math.pi / 180
    anomaly = (357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3) * radians
    mean = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    centre = (
        (1.914600 - 0.004817 * t - 0.000014 * t**2) * math.sin(anomaly)
        + (0.019993 - 0.000101 * t) * math.sin(2 * anomaly)
        + 0.000290 * math.sin(3 * anomaly)
    )
    return (mean + centre) * radians % (2 * math.pi)
