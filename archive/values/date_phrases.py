"""Dates as Vietnamese write them, put into EDTF."""

import re
from collections.abc import Callable

from archive.values.date_english import read_english
from archive.values.date_lunar import looks_lunar, read_lunar
from archive.values.date_reading import (
    FIRST_YEAR,
    UNKNOWN,
    Reading,
    after,
    before,
    checked,
    one_of,
    qualify,
    span,
)
from archive.values.text import canonical

_LONGEST = 160
_NOTHING_KNOWN = re.compile(
    r"|-|\?|(?:không|chưa) (?:rõ|biết|xác định|ghi|có|đề)(?: (?:rõ|năm|ngày|tháng|ngày,? tháng"
    r"|ngày,? tháng,? năm|thời gian|niên đại))?|khuyết|k[./]?r\.?"
)
_NOISE = [
    re.compile(r"^[^\d,]{2,60}, (?=ngày )"),  # Đà Lạt, ngày …
    re.compile(r"^(?:vào )?(?:lúc |hồi )?\d{1,2} ?(?:h|giờ|g) ?(?:\d{1,2})?(?: phút)?,? "),
    re.compile(r"^(?:vào )?(?:rạng sáng|sáng|trưa|chiều|tối|đêm)(?= (?:ngày )?\d)"),
    re.compile(r"^(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật),? (?=ngày|\d)"),
    re.compile(r"^(?:vào|trong|hồi|khi|nhân) (?=ngày|tháng|năm|mùa|đầu|giữa|cuối|khoảng|những|\d)"),
]
_MONTH_NAMES = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_NAMED_MONTH = re.compile(r"\btháng (mười một|mười hai|" + "|".join(_MONTH_NAMES) + r")\b(?! \d)")
_NAMED_MONTH_YEAR = re.compile(
    r"\btháng (mười một|mười hai|" + "|".join(_MONTH_NAMES) + r")(?=,? (?:năm )?\d{4})"
)

_Y = r"(?:năm )?(?P<y>\d{4}|\d\d)"
_Y4 = r"(?:năm )?(?P<y>\d{4})"
_SEP = r"\s?[/.-]\s?"
_DATES = [
    re.compile(rf"(?:ngày )?(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}}|\d\d)"),
    re.compile(rf"(?:ngày )?(?P<d>\d{{1,2}}),? tháng (?P<m>\d{{1,2}}),? {_Y4}"),
    re.compile(rf"(?:ngày )?(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}),? năm (?P<y>\d{{4}})"),
    re.compile(rf"tháng (?P<m>\d{{1,2}})(?:{_SEP}|,? ){_Y}"),
    re.compile(rf"(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}})"),
    re.compile(_Y4),
]
_DAY_OF_MONTH = r"(?:ngày )?(?P<d>\d{1,2})"
_PARTIAL = [
    re.compile(rf"{_DAY_OF_MONTH}(?:{_SEP}|,? tháng )(?P<m>\d{{1,2}})"),
    re.compile(r"tháng (?P<m>\d{1,2})"),
    re.compile(_DAY_OF_MONTH),
]
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CENTURIES = {"xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
_SEASONS = {
    # Wider than the seasons of EDTF: a Vietnamese spring begins with Tết, the autumn of 1945 is
    # August. Both the lunar and the solar season lie within.
    "xuân": ("{y}-01", "{y}-05"),
    "hè": ("{y}-04", "{y}-08"),
    "hạ": ("{y}-04", "{y}-08"),
    "thu": ("{y}-07", "{y}-11"),
    "đông": ("{y}-10", "{n}-02"),
    "mưa": ("{y}-05", "{y}-10"),
    "đông xuân": ("{y}-10", "{n}-05"),
    "đông-xuân": ("{y}-10", "{n}-05"),
}
_PART = {"đầu": 0, "giữa": 1, "cuối": 2}
_JOINTS = [
    re.compile(joint)
    for joint in (" ?(?:cho )?(?:đến|tới) ", " - ", r" ?- ?(?=\d{4}\b)", " (?=cuối |đầu |giữa )")
]
_ABOUT = re.compile(r"(?:vào )?(?:khoảng|chừng|độ chừng|độ|ước chừng|ước|gần|trên dưới) ")
_PERHAPS = re.compile(r"(?:có lẽ|có thể|hình như|không chắc) (?:là )?")


def read_phrase(text: str) -> Reading | None:
    """The reading of a date phrase, Vietnamese first; None if it is not understood."""
    if len(text) > _LONGEST:
        return None
    text = re.sub("[‐‑‒−]", "-", re.sub(" ?[–—] ?", " - ", canonical(text))).strip(" .,;:")
    if _NOTHING_KNOWN.fullmatch(text):
        return UNKNOWN
    return checked(_read(text)) or checked(read_english(text))


def _read(text: str, *, nested: bool = False) -> Reading | None:
    """Nested, a phrase is no range or list itself: a stranger's text must not branch for ever."""
    text = re.sub(r" ?\(\?\)$", "?", text)
    if text.endswith("?"):
        return _marked(text[:-1], "?", nested)
    if match := _PERHAPS.match(text):
        return _marked(text[match.end() :], "?", nested)
    if match := _ABOUT.match(text):
        return _marked(text[match.end() :], "~", nested)
    for reader in _SIMPLE_READERS if nested else _READERS:
        if (reading := reader(text)) and checked(reading):
            return reading
    stripped = _without_noise(text)
    return _read(stripped, nested=nested) if stripped != text else None


def _marked(text: str, sign: str, nested: bool) -> Reading | None:
    reading = _read(text.strip(), nested=nested)
    return qualify(reading, sign) if reading and reading.edtf else None


def _without_noise(text: str) -> str:
    for noise in _NOISE:
        text = noise.sub("", text).strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return text


def _lunar(text: str) -> Reading | None:
    return read_lunar(text) if looks_lunar(text) else None


_Relation = Callable[[Reading], Reading]
_RELATIONS: list[tuple[re.Pattern[str], _Relation]] = [
    (re.compile(r"(?:từ )?trước (?:ngày |khi )?"), before),
    (re.compile(r"(?:cho )?(?:đến|tới) (?:trước )?"), before),
    (re.compile(r"(?:từ )?sau (?:ngày |khi )?"), after),
    (re.compile(r"từ (?=(?:(?!đến|tới| - ).)+$)"), after),
]
_TILL_NOW = re.compile(r"(?:từ )?(.+?) (?:đến|tới|cho đến|-) (?:nay|hiện nay|bây giờ)")


def _relative(text: str) -> Reading | None:
    if (match := _TILL_NOW.fullmatch(text)) and (reading := _read(match[1], nested=True)):
        return after(reading)
    for opening, relate in _RELATIONS:
        if (match := opening.match(text)) and (reading := _read(text[match.end() :], nested=True)):
            return relate(reading)
    return None


def _known_in_part(text: str) -> Reading | None:
    """`không rõ ngày, tháng 3 năm 1945`: the day exists, its number is not known."""
    match = re.fullmatch(
        r"không (?:rõ|nhớ) ngày(?:,? tháng(?=,? năm))?,? (?P<rest>(?:tháng|năm|\d).+)", text
    )
    point = match and _point(match["rest"])
    if not match or not point or not re.fullmatch(r"\d{4}(-\d\d)?", point.edtf):
        return None
    return Reading(point.edtf + ("-XX-XX" if len(point.edtf) == 4 else "-XX"))


def _point(text: str) -> Reading | None:
    text = _NAMED_MONTH_YEAR.sub(lambda match: f"tháng {_MONTH_NAMES[match[1]]}", text)
    text = _NAMED_MONTH.sub(lambda match: f"tháng {_MONTH_NAMES[match[1]]}", text)
    for shape in _DATES:
        if match := shape.fullmatch(text):
            return _numbered(match)
    for reader in (_season, _part_of_year, _part_of_month, _decade, _century):
        if reading := reader(text):
            return reading
    return None


def _either(text: str) -> Reading | None:
    """`3-4/1968` may be 3 April or the months March and April: the two months hold both."""
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})/(\d{4})", text)
    if match and int(match[1]) < int(match[2]):
        return Reading(f"[{match[3]}-{int(match[1]):02d}..{match[3]}-{int(match[2]):02d}]")
    return None


def _numbered(match: re.Match[str]) -> Reading:
    parts = match.groupdict()
    year, assumption = parts["y"], ""
    if len(year) == 2:
        year = str(FIRST_YEAR + (int(year) - FIRST_YEAR) % 100)
        assumption = "century"
    numbers = [year] + [f"{int(parts[key]):02d}" for key in "md" if parts.get(key)]
    return Reading("-".join(numbers), assumption)


def _season(text: str) -> Reading | None:
    dry = re.fullmatch(r"mùa khô (?:năm )?(\d{4})(?: ?[-/] ?(\d{4}|\d\d))?", text)
    if dry and dry[2]:
        year = int(dry[1])
        return (
            Reading(f"{year}-11/{year + 1}-04") if int(dry[2]) % 100 == (year + 1) % 100 else None
        )
    if dry:  # the dry season runs from November to April: of one year both ends are meant
        return Reading(f"[{dry[1]}-01..{dry[1]}-04,{dry[1]}-11..{dry[1]}-12]")
    names = "|".join(sorted(_SEASONS, key=len, reverse=True))
    match = re.fullmatch(rf"(?:mùa |vụ )?({names}) (?:năm )?(\d{{4}})(?: ?[-/] ?(\d{{4}}))?", text)
    if not match:
        return None
    year = int(match[2])
    if match[3] and (int(match[3]) != year + 1 or "đông" not in match[1]):
        return None
    first, last = (part.format(y=year, n=year + 1) for part in _SEASONS[match[1]])
    return Reading(f"[{first}..{last}]")


def _part_of_year(text: str) -> Reading | None:
    if match := re.fullmatch(r"(?:vào )?(đầu|giữa|cuối) (?:năm )?(\d{4})", text):
        return Reading(f"{match[2]}-{37 + _PART[match[1]]}")
    if match := re.fullmatch(
        r"(?:nửa|6 tháng|sáu tháng) (đầu|cuối|sau) (?:của )?(?:năm )?(\d{4})", text
    ):
        return Reading(f"{match[2]}-{40 if match[1] == 'đầu' else 41}")
    if match := re.fullmatch(r"quý ([1-4]|i{1,3}|iv)(?:[/ -]+| năm )(?:năm )?(\d{4})", text):
        quarter = _ROMAN.get(match[1]) or int(match[1])
        return Reading(f"{match[2]}-{32 + quarter}")
    return None


def _part_of_month(text: str) -> Reading | None:
    match = re.fullmatch(r"(đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần) (tháng .+)", text)
    month = match and _point(match[2])
    if not match or not month or not re.fullmatch(r"\d{4}-\d\d", month.edtf):
        return None
    part = {"thượng tuần": 0, "trung tuần": 1, "hạ tuần": 2}.get(match[1], _PART.get(match[1], 0))
    first = f"{month.edtf}-{1 + 10 * part:02d}"
    last = f"{month.edtf}-{10 * (part + 1)}" if part < 2 else month.edtf
    return Reading(f"{first}/{last}", month.assumption)


def _decade(text: str) -> Reading | None:
    match = re.fullmatch(
        r"(?:(đầu|giữa|cuối) )?(?:trong )?(?:những năm|các năm|thập niên|thập kỷ|thập kỉ)"
        r"(?: (?:của )?những năm)? (\d{3})0",
        text,
    )
    if not match:
        return None
    if match[1] is None:
        return Reading(f"{match[2]}X")
    first, last = [(0, 4), (3, 7), (5, 9)][_PART[match[1]]]
    return Reading(f"{match[2]}{first}/{match[2]}{last}")


def _century(text: str) -> Reading | None:
    match = re.fullmatch(r"(?:(đầu|giữa|cuối) )?thế kỷ (?:thứ )?(\d\d|[ivx]+)", text)
    number = match and (_CENTURIES.get(match[2]) or (match[2].isdecimal() and int(match[2])))
    if not match or not number:
        return None
    first, last = [(1, 40), (30, 70), (60, 100)][_PART[match[1]]] if match[1] else (1, 100)
    return Reading(f"{(number - 1) * 100 + first:04d}/{(number - 1) * 100 + last:04d}")


def _night(text: str) -> Reading | None:
    """`đêm 30 rạng 31/1/1968`: from one day into the next."""
    match = re.fullmatch(r"đêm (?:ngày )?(.+?),? rạng (?:sáng )?(?:ngày )?(.+)", text)
    return _completed(match[1], match[2]) if match else None


def _range(text: str) -> Reading | None:
    text = re.sub(
        r"^(?:giai đoạn|thời kỳ|thời kì|trong những năm|những năm|các năm|trong) ", "", text
    )
    if match := re.fullmatch(r"(?:(?:từ )?ngày )?(\d{1,2})-(\d{1,2})([/. ].+)", text):
        return _completed(match[1], match[2] + match[3])
    if match := re.fullmatch(r"tháng (\d{1,2}) ?- ?(\d{1,2})((?:/| năm | ).+)", text):
        return _completed(f"tháng {match[1]}", f"tháng {match[2]}{match[3]}")
    text = text.removeprefix("từ ")
    for joint in (match for joints in _JOINTS for match in joints.finditer(text)):
        first, last = text[: joint.start()].strip(" ,"), text[joint.end() :].strip(" ,")
        if first and (reading := checked(_completed(first, last))):
            return reading
    return None


def _completed(first: str, last: str) -> Reading | None:
    """A span whose first part borrows the month and year it leaves out from the last."""
    end = _read(last, nested=True)
    if not end or not end.edtf:
        return None
    start = _read(first, nested=True) or _borrowed(first, end)
    return span(start, end) if start and start.edtf else None


def _borrowed(first: str, end: Reading) -> Reading | None:
    year, _, rest = end.edtf.rstrip("?~").partition("-")
    first = _NAMED_MONTH.sub(lambda match: f"tháng {_MONTH_NAMES[match[1]]}", first)
    for shape in _PARTIAL:
        if (match := shape.fullmatch(first)) and year.isdecimal():
            parts = match.groupdict()
            month = parts.get("m") or rest.partition("-")[0]
            numbers = [year, *(f"{int(n):02d}" for n in (month, parts.get("d")) if n)]
            return checked(Reading("-".join(numbers), end.assumption))
    return None


def _list(text: str) -> Reading | None:
    """`1945, 1946 và 1948`: every one of them; `ngày 19 và 20/8/1945` borrows from the last."""
    members = re.split(r"\s*(?:[,;]|\bvà\b|&)\s*", text)
    last = (_point(members[-1]) or _range(members[-1])) if len(members) > 1 else None
    if last is None:
        return None
    readings = [_point(m) or _range(m) or _borrowed(m, last) for m in members[:-1]]
    found = [reading for reading in readings if reading]
    return one_of([*found, last], every=True) if len(found) == len(readings) else None


_SIMPLE_READERS = (_lunar, _known_in_part, _either, _point)
_READERS = (_lunar, _relative, _known_in_part, _either, _point, _night, _list, _range)
