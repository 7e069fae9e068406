"""Dates as Vietnamese write them, put into EDTF."""

import re

from archive.values.edtf import InvalidEdtf, parse_edtf
from archive.values.text import canonical

_UNKNOWN = {"", "không rõ", "không rõ năm", "không rõ ngày tháng", "chưa rõ", "không xác định",
            "không ghi", "s.d.", "n.d.", "?", "-"}  # fmt: skip
_YEAR = r"(?:năm )?(?P<y>\d{4})"
_SHAPES = [
    re.compile(r"(?:ngày )?(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})"),
    re.compile(r"(?:ngày )?(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) " + _YEAR),
    re.compile(r"(?:tháng )?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})"),
    re.compile(r"tháng (?P<m>\d{1,2}) " + _YEAR),
    re.compile(_YEAR),
]
_DECADE = re.compile(r"(?:những năm|thập niên|thập kỷ) (\d{3})0")
_ABOUT = re.compile(r"(?:vào )?(?:khoảng|chừng|độ|ước)(?: chừng)? ")
_BEFORE = re.compile(r"trước (?:khi )?")
_AFTER = re.compile(r"(?:sau|từ sau) (?:khi )?")


def phrase_to_edtf(text: str) -> str | None:
    """EDTF for a Vietnamese date phrase; empty if it says nothing is known, None if not read."""
    text = canonical(text).strip(" .,;")
    if text in _UNKNOWN:
        return ""
    edtf = _read(text)
    if edtf is None:
        return None
    try:
        parse_edtf(edtf)
    except InvalidEdtf:
        return None
    return edtf


def _read(text: str) -> str | None:
    if (match := _BEFORE.match(text)) and (rest := _point(text[match.end() :])):
        return f"../{rest}"
    if (match := _AFTER.match(text)) and (rest := _point(text[match.end() :])):
        return f"{rest}/.."
    return _point(text)


def _point(text: str) -> str | None:
    if match := _ABOUT.match(text):
        rest = _plain(text[match.end() :])
        return rest and f"{rest}~"
    return _plain(text)


def _plain(text: str) -> str | None:
    if match := _DECADE.fullmatch(text):
        return f"{match[1]}X"
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            parts = match.groupdict()
            numbers = [parts["y"]] + [f"{int(parts[k]):02d}" for k in "md" if parts.get(k)]
            return "-".join(numbers)
    return None
