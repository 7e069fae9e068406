"""What a date phrase was read as, and the small steps every language's reader shares."""

from typing import NamedTuple

from archive.values.edtf import InvalidEdtf, parse_edtf

FIRST_YEAR = 1930
"""Where the search begins for a two-figure year (in the hundred years from here) and for a year
named by stem and branch alone (in the sixty): the time a Party-history archive is about."""


class Reading(NamedTuple):
    """EDTF (empty: nothing is known) and what had to be assumed to get there, if anything.

    Assumptions: `century` a two-figure year, `cycle` a year named by stem and branch alone,
    `calendar` solar and lunar reading both possible and both kept, `zone` the calendars of UTC+7
    and UTC+8 differ that day, `short_range` 1937-38 read as two years.
    """

    edtf: str
    assumption: str = ""


UNKNOWN = Reading("")


def span(first: Reading, last: Reading) -> Reading:
    """From the beginning of one reading to the end of another."""
    start, _ = ends(first.edtf)
    _, end = ends(last.edtf)
    return Reading(f"{start}/{end}", first.assumption or last.assumption)


def ends(edtf: str) -> tuple[str, str]:
    """The two ends of an interval or set; a single date is both."""
    inner = edtf.strip("[]{}")
    for separator in ("/", "..", ","):
        if separator in inner:
            parts = inner.split(separator)
            return parts[0], parts[-1].split("..")[-1]
    return edtf, edtf


def before(reading: Reading) -> Reading:
    """Up to and including: a year named after `trước` may hold the day meant."""
    return Reading(f"../{ends(reading.edtf)[1]}", reading.assumption)


def after(reading: Reading) -> Reading:
    return Reading(f"{ends(reading.edtf)[0]}/..", reading.assumption)


def qualify(reading: Reading, sign: str) -> Reading:
    """With `~` or `?` on every part; what already bears one is left."""
    edtf = reading.edtf
    for separator in ("/", ",", ".."):
        if separator in edtf.strip("[]{}"):
            opening = edtf[0] if edtf[0] in "[{" else ""
            closing = edtf[-1] if opening else ""
            parts = edtf.strip("[]{}").split(separator)
            marked = separator.join(_marked(part, sign) for part in parts)
            return Reading(opening + marked + closing, reading.assumption)
    return Reading(_marked(edtf, sign), reading.assumption)


def _marked(part: str, sign: str) -> str:
    if not part or part == "..":
        return part
    return part if part[-1] in "?~%" else part + sign


def one_of(readings: list[Reading], *, every: bool = False) -> Reading:
    """A set: one of the dates, or every one of them."""
    opening, closing = "{}" if every else "[]"
    members = [
        reading.edtf.strip("[]{}").replace("/", "..") for reading in readings if reading.edtf
    ]
    assumption = next((r.assumption for r in readings if r.assumption), "")
    return Reading(opening + ",".join(members) + closing, assumption)


def checked(reading: Reading | None) -> Reading | None:
    """The reading if it is a date that exists."""
    if reading is None or not reading.edtf:
        return reading
    try:
        parse_edtf(reading.edtf)
    except InvalidEdtf:
        return None
    return reading
