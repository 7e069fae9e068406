"""Dates as English-language finding aids write them, put into EDTF.

Exchanged descriptions bring them along. A day and month in figures only is never read here: which
of the two comes first differs from land to land, and the Vietnamese order has been tried before.
"""

import re

from archive.values.date_reading import (
    UNKNOWN,
    Reading,
    after,
    before,
    checked,
    one_of,
    qualify,
    span,
)

_MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTH_NAME = re.compile(rf"\b(?:{'|'.join(f'({month})' for month in _MONTHS)})\b\.?")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SEASON = "(?P<s>" + "|".join(_SEASONS) + ")"
_Y, _M, _D = r"(?P<y>\d{4})", r"@(?P<m>\d\d)", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_DATES = [
    re.compile(shape)
    for shape in (
        _Y,
        rf"{_Y}-(?P<m>\d\d)(?:-(?P<d>\d\d))?",
        rf"{_D} {_M},? {_Y}",
        rf"{_M} {_D},? {_Y}",
        rf"{_Y}[.,]? {_M},?(?: {_D})?",
        rf"{_M},? {_Y}",
        rf"{_SEASON},?(?: of)? {_Y}",
        rf"{_Y},? {_SEASON}",
    )
]
_PARTIAL = [re.compile(shape) for shape in (rf"{_M}(?: {_D})?", rf"{_D} {_M}", _D)]
_UNDATED = re.compile(r"\(?\[?(?:undated|n\. ?d\.?|no date|s\. ?d\.?|unknown|date unknown)\]?\)?")
_WITH_UNDATED = re.compile(r"(.+?)(?:,| and|, and|;) (?:undated|n\.d\.?)")
_CIRCA = re.compile(r"(?:circa|ca|c|approximately|approx|about)\b[.,]? ?|ca?\.?(?=\d)|~ ?")
_PART_OF_DECADE = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}
# Wide, and over each other at the edges: nobody agrees where the middle of a century begins.
_PART_OF_CENTURY = {"early": (0, 39), "mid": (30, 69), "late": (60, 99)}


def read_english(text: str) -> Reading | None:
    """The reading of an English date phrase in small letters with plain hyphens, or None."""
    if _UNDATED.fullmatch(text):
        return UNKNOWN
    if match := _WITH_UNDATED.fullmatch(text):
        dated = read_english(match[1])
        return Reading(dated.edtf, "undated_part") if dated and dated.edtf else None
    text = _MONTH_NAME.sub(lambda match: f"@{match.lastindex:02d}", text)
    text = re.sub(r"(@\d\d) ?/ ?(?=@)", r"\1-", text)
    return _read(_unwrapped(text))


def _unwrapped(text: str) -> str:
    """Without the brackets of a supplied date."""
    while text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip(" .,")
    return text


def _read(text: str) -> Reading | None:
    if text.endswith("?"):
        reading = _read(text[:-1].strip())
        return qualify(reading, "?") if reading and reading.edtf else None
    for reader in (_point, _between, _relative, _range, _list):
        if (reading := checked(reader(text))) and reading.edtf:
            return reading
    return None


def _point(text: str) -> Reading | None:
    if match := _CIRCA.match(text):
        reading = _point(text[match.end() :])
        return reading and qualify(reading, "~")
    for shape in _DATES:
        if match := shape.fullmatch(text):
            return checked(_numbered(match.groupdict()))
    return _decade(text) or _century(text)


def _decade(text: str) -> Reading | None:
    match = re.fullmatch(r"(?:(early|mid|late)[ -])?(?:the )?(\d\d[1-9])(?:0'?s|-)", text)
    if not match:
        return None
    if match[1] is None:
        return Reading(f"{match[2]}X")
    first, last = _PART_OF_DECADE[match[1]]
    return Reading(f"{match[2]}{first}/{match[2]}{last}")


def _century(text: str) -> Reading | None:
    """`19th century`, and `1800s` or `18--`, which nobody means ten years by."""
    if match := re.fullmatch(
        r"(?:(early|mid|late)[ -])?(?:the )?(\d\d?)(?:st|nd|rd|th) century", text
    ):
        first = int(match[2]) * 100 - 99
    elif match := re.fullmatch(r"(?:(early|mid|late)[ -])?(?:the )?(\d\d)(?:00'?s|--?)", text):
        first = int(match[2]) * 100
    else:
        return None
    if first < 1:
        return None
    if match[1] is None:
        return Reading(f"{first:04d}/{first + 99:04d}")
    begins, ends = _PART_OF_CENTURY[match[1]]
    return Reading(f"{first + begins:04d}/{first + ends:04d}")


def _numbered(parts: dict[str, str | None]) -> Reading:
    season = parts.get("s")
    month = str(_SEASONS[season]) if season else parts.get("m")
    numbers = [number for number in (month, parts.get("d")) if number]
    return Reading("-".join([parts["y"] or "", *(f"{int(number):02d}" for number in numbers)]))


def _between(text: str) -> Reading | None:
    match = re.fullmatch(r"between (.+) and (.+)", text)
    if not match:
        return None
    first, last = _point(match[1]), _point(match[2])
    return one_of([span(first, last)]) if first and last else None


def _relative(text: str) -> Reading | None:
    if match := re.match(r"(?:before|earlier than|until|to) ", text):
        reading = _point(text[match.end() :])
        return reading and before(reading)
    if match := re.match(r"(?:after|later than|since|from) (?!.* to )", text):
        reading = _point(text[match.end() :])
        return reading and after(reading)
    return None


def _range(text: str) -> Reading | None:
    if match := re.fullmatch(r"(@\d\d) (\d{1,2}) ?- ?(\d{1,2}),? (\d{4})", text):
        text = f"{match[1]} {match[2]} {match[4]} - {match[1]} {match[3]} {match[4]}"
    text = re.sub(r"^from ", "", text).replace(" to ", " - ")
    cuts = [match.span() for match in re.finditer(" - ", text)]
    cuts = cuts or [match.span() for match in re.finditer(" ?- ?", text)]
    for start, end in cuts:
        if reading := checked(_joined(text[:start], text[end:])):
            return reading
    return None


def _joined(first: str, last: str) -> Reading | None:
    left, right = _point(first), _point(last)
    if left and not right and re.fullmatch(r"\d{4}", left.edtf) and re.fullmatch(r"\d\d", last):
        short = Reading(left.edtf[:2] + last, "short_range")
        return span(left, short) if last > left.edtf[2:] else None
    if left and not right:
        right = _borrowed(last, left)
    if right and not left:
        left = _borrowed(first, right)
    return span(left, right) if left and right else None


def _borrowed(text: str, other: Reading) -> Reading | None:
    """A part without a year takes it from the other end, a bare day its month too."""
    known = re.match(r"(\d{4})(?:-(\d\d))?", other.edtf)
    for shape in _PARTIAL:
        if known and (match := shape.fullmatch(text)):
            parts = match.groupdict()
            if not parts.get("m") and not known[2]:
                return None
            return checked(_numbered({"y": known[1], "m": known[2], **parts}))
    return None


def _list(text: str) -> Reading | None:
    text = re.sub(r"(@\d\d(?: \d{1,2})?), (?=\d{4})", r"\1 ", text)
    members = [member for member in re.split(r"\s*(?:[,;&]|\band\b)\s*", text) if member]
    if len(members) < 2:
        return None
    readings: list[Reading] = []
    for member in members:
        reading = _point(member) or _range(member)
        if reading is None and readings:
            reading = _borrowed(member, readings[-1])
        if reading is None:
            return None
        readings.append(reading)
    return one_of(readings, every=True)
