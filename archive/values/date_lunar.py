"""Lunar dates as Vietnamese write them: `mồng 5 tháng Giêng năm Mậu Thân`, `rằm tháng Bảy`."""

import re
from datetime import date

from archive.values import lunar
from archive.values.date_reading import (
    FIRST_YEAR,
    Reading,
    one_of,
)
from archive.values.lunar import BRANCHES, STEMS, InvalidLunarDate, LunarDate

_ONE_CALENDAR_SINCE = 1976
"""Until then calendars reckoned for UTC+8 were printed in one part of the country or both."""
_NUMBERS = ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"]
_DAYS = {word: number for number, word in enumerate(_NUMBERS, 1)} | {"bốn": 4, "bẩy": 7, "rằm": 15}
_MONTHS = {word: number for number, word in enumerate(_NUMBERS, 1)} | {
    "giêng": 1, "bẩy": 7, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
del _MONTHS["một"]  # the first month to some, the eleventh to others

_SPELLINGS = {"kỉ": "kỷ", "tí": "tý", "tị": "tỵ", "quí": "quý", "mẹo": "mão", "sữu": "sửu"}
_NAME = f"(?P<stem>{'|'.join(STEMS)}) (?P<branch>{'|'.join(BRANCHES)})"
_NAME_BEHIND = _NAME.replace("stem", "stem2").replace("branch", "branch2")
_YEAR = (
    rf"(?:năm )?(?:{_NAME}(?: \(?(?P<y>\d{{4}})\)?)?"
    rf"|(?P<y2>\d{{4}})(?: \(?{_NAME_BEHIND}\)?)?)"
)
_DAY = r"(?:ngày |hôm )?(?:(?:mồng|mùng) )?(?P<d>\d{1,2}|[a-zà-ỹđ]+)"
_MONTH = r"(?P<m>\d{1,2}|giêng|chạp|mười một|mười hai|[a-zà-ỹđ]+)(?P<leap> nhuận)?"
_MARK = r"(?: ?\(?(?:âm lịch|âl)\)?)?"
_SHAPES = [
    re.compile(f"(?:{_DAY}),? tháng {_MONTH}{_MARK},? {_YEAR}{_MARK}"),
    re.compile(
        rf"(?:ngày )?(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<m>\d{{1,2}})(?P<leap> nhuận)?{_MARK}"
        rf"(?:\s?[/.-]\s?|,? ){_YEAR}{_MARK}"
    ),
    re.compile(f"(?:{_DAY}) (?P<tet>tết)(?: nguyên đán)? {_YEAR}{_MARK}"),
    re.compile(f"tháng {_MONTH}{_MARK},? {_YEAR}{_MARK}"),
    re.compile(f"(?:tết|tết nguyên đán) {_YEAR}"),
    re.compile(_YEAR),
]  # fmt: skip
_LUNAR_SIGN = re.compile(rf"\b(?:âm lịch|âl|mồng|mùng|rằm|chạp|giêng|tết|nhuận)\b|{_NAME}")
_CERTAINLY = re.compile(rf"\b(?:âm lịch|âl|rằm|tết|nhuận)\b|{_NAME}")


def looks_lunar(text: str) -> bool:
    return _LUNAR_SIGN.search(_plain(text)) is not None


def read_lunar(text: str) -> Reading | None:
    """The solar dates of a lunar phrase (canonical text), or None.

    With nothing but `tháng Giêng`, `tháng Chạp` or `mồng` and a year in figures either calendar
    may be meant (the election of `6 tháng Giêng 1946` was in January): both are kept.
    """
    text = _plain(text)
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            parts = {key: value for key, value in match.groupdict().items() if value}
            return _reading(parts, is_tet="tết" in text, certain=bool(_CERTAINLY.search(text)))
    return None


def _plain(text: str) -> str:
    words = (_SPELLINGS.get(word, word) for word in text.replace(",", ", ").split())
    return " ".join(words).replace(" ,", ",")


def _reading(parts: dict[str, str], *, is_tet: bool, certain: bool) -> Reading | None:
    years, assumption = _years(parts)
    month = 1 if is_tet and "m" not in parts else _number(parts.get("m"), _MONTHS, 12)
    day = _number(parts.get("d"), _DAYS, 30)
    if ("d" in parts and day is None) or ("m" in parts and month is None):
        return None
    found = []
    for year in years:
        try:
            found.append(_solar(year, month, day, "leap" in parts))
        except InvalidLunarDate:
            continue
    if not found:
        return None
    if not certain:
        solar = [str(years[0]), f"{month:02d}" if month else "", f"{day:02d}" if day else ""]
        found.insert(0, Reading("-".join(part for part in solar if part), "calendar"))
    reading = found[0] if len(found) == 1 else one_of(found)
    return Reading(reading.edtf, assumption or found[0].assumption)


def _solar(year: int, month: int | None, day: int | None, leap: bool) -> Reading:
    if month is None:
        first, last = lunar.year_span(year)
        return Reading(f"{first}/{last}")
    if day is None:
        start, length = lunar.month_span(year, month, leap)
        return Reading(f"{start}/{date.fromordinal(start.toordinal() + length - 1)}")
    meant = LunarDate(year, month, day, leap)
    solar = lunar.to_solar(meant)
    return Reading(solar.isoformat(), "" if _same_everywhere(meant, solar) else "zone")


def _same_everywhere(meant: LunarDate, solar: date) -> bool:
    if meant.year > _ONE_CALENDAR_SINCE:
        return True
    try:
        return lunar.to_solar(meant, 8.0) == solar
    except InvalidLunarDate:
        return False


def _years(parts: dict[str, str]) -> tuple[list[int], str]:
    """The years meant; a name that contradicts the figures beside it leaves none."""
    figures = parts.get("y") or parts.get("y2")
    stem = parts.get("stem") or parts.get("stem2")
    branch = parts.get("branch") or parts.get("branch2")
    if stem is None or branch is None:
        return [int(figures)] if figures else [], ""
    wanted = f"{stem} {branch}"
    if figures:
        return [int(figures)] if lunar.year_name(int(figures)) == wanted else [], ""
    fitting = [
        year for year in range(FIRST_YEAR, FIRST_YEAR + 60) if lunar.year_name(year) == wanted
    ]
    return fitting, "cycle"


def _number(text: str | None, names: dict[str, int], greatest: int) -> int | None:
    if text is None:
        return None
    number = int(text) if text.isdecimal() else names.get(text)
    return number if number is not None and 1 <= number <= greatest else None
