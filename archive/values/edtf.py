"""Extended Date/Time Format (ISO 8601-2:2019): what a catalogue uses of levels 0, 1 and 2.

Supported: dates, months, years (negative too), times of day (read as their day), intervals with
open and unknown ends, seasons and other parts of a year (21-41), unspecified digits anywhere,
qualifiers `? ~ %` on the whole or on components, sets, long and exponential years, significant
digits. Anything else raises InvalidEdtf.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple


class InvalidEdtf(ValueError):
    """The text is not EDTF, or names a day that no calendar has."""


class Day(NamedTuple):
    """A day of the proleptic Gregorian calendar in any year, also before 1 and after 9999."""

    year: int
    month: int
    day: int


@dataclass(frozen=True)
class Bounds:
    """First and last possible day, both included; None is open or unknown.

    `lower` and `upper` hold what the digits say; `earliest` and `latest` are widened where the
    date is qualified: by one unit of the qualified precision, by two for `%`.
    """

    lower: Day | None
    upper: Day | None
    earliest: Day | None
    latest: Day | None

    def as_dates(self) -> tuple[date | None, date | None]:
        """The widened bounds as dates; a bound a date cannot hold is left open, never moved in."""
        first = self.earliest
        last = self.latest
        if first is None or first.year < 1:
            low = None
        else:
            low = date.max if first.year > 9999 else date(*first)
        if last is None or last.year > 9999:
            high = None
        else:
            high = date.min if last.year < 1 else date(*last)
        return low, high


_QUALIFIER = "[?~%]?"
_DATE = re.compile(
    f"(?P<q1>{_QUALIFIER})(?P<year>-?[0-9X]{{4}})(?P<q2>{_QUALIFIER})"
    f"(?:-(?P<q3>{_QUALIFIER})(?P<month>[0-9X]{{2}})(?P<q4>{_QUALIFIER})"
    f"(?:-(?P<q5>{_QUALIFIER})(?P<day>[0-9X]{{2}})(?P<q6>{_QUALIFIER}))?)?"
)
_TIME = re.compile(
    r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?|T24:00:00Z?"
)
_LONG_YEAR = re.compile(r"Y(-?[1-9]\d{0,11})(?:E(\d{1,2}))?(?:S([1-9]\d?))?([?~%]?)")
_SIGNIFICANT = re.compile(r"(-?\d{4})S([1-9]\d?)([?~%]?)")
_PARTS_OF_YEAR = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12),
    25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 12),
    29: (9, 11), 30: (12, 12), 31: (3, 5), 32: (6, 8),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip
_OPEN = Bounds(None, None, None, None)
_LONGEST = 200


def parse_edtf(text: str) -> Bounds:
    """The bounds of an EDTF string. Raises InvalidEdtf."""
    text = text.strip()
    if not text or len(text) > _LONGEST or not text.isascii():
        raise InvalidEdtf(text)
    if text[0] in "[{":
        return _set(text)
    if "/" in text:
        return _interval(text)
    return _single(text)


def _interval(text: str) -> Bounds:
    ends = text.split("/")
    if len(ends) != 2 or all(end in ("", "..") for end in ends):
        raise InvalidEdtf(text)
    first, last = (_OPEN if end in ("", "..") else _single(end) for end in ends)
    if first.lower and last.upper and first.lower > last.upper:
        raise InvalidEdtf(text)
    return Bounds(first.lower, last.upper, first.earliest, last.latest)


def _set(text: str) -> Bounds:
    closing = {"[": "]", "{": "}"}[text[0]]
    if text[-1] != closing:
        raise InvalidEdtf(text)
    members = [_member(member.strip()) for member in text[1:-1].split(",")]
    return Bounds(
        _least([member.lower for member in members]),
        _greatest([member.upper for member in members]),
        _least([member.earliest for member in members]),
        _greatest([member.latest for member in members]),
    )


def _member(text: str) -> Bounds:
    if ".." not in text:
        return _single(text)
    if text == "..":
        raise InvalidEdtf(text)
    return _interval("/".join(end or ".." for end in text.split("..")))


def _least(days: list[Day | None]) -> Day | None:
    return None if None in days else min(day for day in days if day is not None)


def _greatest(days: list[Day | None]) -> Day | None:
    return None if None in days else max(day for day in days if day is not None)


def _single(text: str) -> Bounds:
    if match := _LONG_YEAR.fullmatch(text):
        mantissa, exponent, digits, qualifier = match.groups()
        year = int(mantissa) * 10 ** int(exponent or 0)
        if exponent is None and len(mantissa.lstrip("-")) < 5:
            raise InvalidEdtf(text)
        return _year(year, digits, qualifier)
    if match := _SIGNIFICANT.fullmatch(text):
        year, digits, qualifier = match.groups()
        return _year(int(year), digits, qualifier)
    stem = text
    if "T" in text:
        stem, _, time = text.partition("T")
        if not _TIME.fullmatch("T" + time) or not re.fullmatch(r"-?\d{4}-\d\d-\d\d", stem):
            raise InvalidEdtf(text)
    match = _DATE.fullmatch(stem)
    if match is None or match["year"] == "-0000":
        raise InvalidEdtf(text)
    return _qualified(match)


def _year(year: int, digits: str | None, qualifier: str) -> Bounds:
    """A year estimated to so many significant digits: 1950S2 lies somewhere in 1900-1999."""
    lower, upper = Day(year, 1, 1), Day(year, 12, 31)
    low = high = year
    if digits is not None:
        unknown = len(str(abs(year))) - int(digits)
        if unknown < 0:
            raise InvalidEdtf(str(year))
        step = 10**unknown
        nearest_zero = abs(year) // step * step
        ends = (nearest_zero, nearest_zero + step - 1)
        low, high = ends if year >= 0 else (-ends[1], -ends[0])
    pad = _weight(qualifier)
    return Bounds(lower, upper, Day(low - pad, 1, 1), Day(high + pad, 12, 31))


def _qualified(match: re.Match[str]) -> Bounds:
    """A qualifier behind a component also weighs on those before it; widening by the finest unit
    says that enough, so each is counted at the component it touches."""
    year, month, day = match["year"], match["month"], match["day"]
    lower, upper = _first(year, month, day), _last(year, month, day)
    weights = [
        max(_weight(match[before] or ""), _weight(match[behind] or ""))
        for before, behind in (("q1", "q2"), ("q3", "q4"), ("q5", "q6"))
    ]
    earliest, latest = lower, upper
    unit = 10 ** len(re.findall("X", year))
    if reach := weights[0] * unit:
        earliest, latest = _add_years(earliest, -reach), _add_years(latest, reach)
    if reach := weights[1] * (3 if month is not None and month > "20" else 1):
        earliest = _add_months(earliest, -reach, None if day else 1)
        latest = _add_months(latest, reach, None if day else 31)
    if weights[2]:
        earliest, latest = _add_days(earliest, -weights[2]), _add_days(latest, weights[2])
    return Bounds(lower, upper, earliest, latest)


def _weight(qualifier: str) -> int:
    return {"": 0, "?": 1, "~": 1, "%": 2}[qualifier]


def _first(year: str, month: str | None, day: str | None) -> Day:
    for found in _days(year, month, day, newest_first=False):
        return found
    raise InvalidEdtf("-".join(part for part in (year, month, day) if part))


def _last(year: str, month: str | None, day: str | None) -> Day:
    for found in _days(year, month, day, newest_first=True):
        return found
    raise InvalidEdtf("-".join(part for part in (year, month, day) if part))


def _days(year: str, month: str | None, day: str | None, *, newest_first: bool) -> Iterator[Day]:
    """The days a pattern admits, from one end; a part of a year gives its first or last day."""
    if month is not None and month.isdecimal() and int(month) in _PARTS_OF_YEAR:
        if day is not None:
            return
        start, end = _PARTS_OF_YEAR[int(month)]
        month = f"{end if newest_first else start:02d}"
    months = _numbers(month or "XX", 1, 12)
    wanted = _numbers(day or "XX", 1, 31)
    for number in _years(year, newest_first):
        for m in reversed(months) if newest_first else months:
            length = _month_length(number, m)
            fitting = [d for d in wanted if d <= length]
            if fitting:
                yield Day(number, m, fitting[-1] if newest_first else fitting[0])


def _years(pattern: str, newest_first: bool) -> Iterator[int]:
    negative = pattern.startswith("-")
    digits = pattern.lstrip("-")
    small, great = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    candidates = (
        n
        for n in (
            range(great, small - 1, -1) if newest_first != negative else range(small, great + 1)
        )
        if all(p in ("X", c) for p, c in zip(digits, f"{n:04d}", strict=True))
    )
    return (-n if negative else n for n in candidates)


def _numbers(pattern: str, least: int, greatest: int) -> list[int]:
    return [
        number
        for number in range(least, greatest + 1)
        if all(p in ("X", c) for p, c in zip(pattern, f"{number:02d}", strict=True))
    ]


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _add_years(day: Day, years: int) -> Day:
    year = day.year + years
    return Day(year, day.month, min(day.day, _month_length(year, day.month)))


def _add_months(day: Day, months: int, keep: int | None) -> Day:
    """Moved by months; `keep` is the day to aim at when the date has no day of its own."""
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    return Day(year, month, min(keep or day.day, _month_length(year, month)))


def _add_days(day: Day, days: int) -> Day:
    if not 1 < day.year < 9999:
        return _add_months(day, 1 if days > 0 else -1, None)
    moved = date(*day) + timedelta(days=days)
    return Day(moved.year, moved.month, moved.day)
