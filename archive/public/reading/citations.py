"""How to cite a record, a page or a stretch of it: as a footnote, and for reference managers.

In words in the Vietnamese style and in Chicago's; as BibTeX, RIS and CSL JSON.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.catalogue.models import Record, RecordKind
from archive.values.text import fold
from archive.values.timecodes import format_timecode

_RIS_TYPES = {
    RecordKind.PHOTOGRAPH: "FIGURE",
    RecordKind.INTERVIEW: "SOUND",
    RecordKind.MAP: "MAP",
    RecordKind.PUBLICATION: "BOOK",
    RecordKind.DOCUMENT: "MANSCPT",
    RecordKind.MEMOIR: "MANSCPT",
}
_CSL_TYPES = {
    RecordKind.PHOTOGRAPH: "graphic",
    RecordKind.INTERVIEW: "interview",
    RecordKind.MAP: "map",
    RecordKind.PUBLICATION: "book",
    RecordKind.DOCUMENT: "manuscript",
    RecordKind.MEMOIR: "manuscript",
}
_IN_BIBTEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "#$%&_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


@dataclass(frozen=True)
class Citation:
    """A place to be cited: the record, who made it, where it is read, and on what day.

    `note` is what the reader remarks on it; it goes along into reference managers.
    """

    record: Record
    title: str
    author: str
    url: str
    read_on: dt.date
    page: int | None = None
    at_ms: int | None = None
    to_ms: int | None = None
    note: str = ""

    @property
    def place(self) -> str:
        """Return the page or the time as it is cited."""
        if self.page is not None:
            return _("p. %(page)d") % {"page": self.page}
        if self.at_ms is None:
            return ""
        time = format_timecode(self.at_ms)
        if self.to_ms is not None:
            time = f"{time}–{format_timecode(self.to_ms)}"
        return _("at %(time)s") % {"time": time}

    @property
    def place_query(self) -> str:
        """Return the query that asks a citation file for the same place."""
        if self.page is not None:
            return f"?p={self.page}"
        if self.at_ms is None:
            return ""
        to = f"&to={self.to_ms // 1000}" if self.to_ms is not None else ""
        return f"?t={self.at_ms // 1000}{to}"

    def in_words(self) -> str:
        """Return the citation as a footnote has it."""
        record = self.record
        parts = [
            self.author,
            f"“{self.title}”",
            record.number_and_symbol,
            record.date_written,
            self.place,
            _("held by %(holder)s, code %(code)s")
            % {"holder": record.holder.name, "code": record.code},
        ]
        read_on = date_format(self.read_on, "SHORT_DATE_FORMAT")
        end = _("read on %(day)s") % {"day": read_on}
        return f"{', '.join(part for part in parts if part)}. {self.url}, {end}."

    def in_chicago(self) -> str:
        """Return the entry of a bibliography as the Chicago Manual has it for manuscripts.

        17th edition, 14.222 and 14.232: author, item, date, place in it, collection, depository.
        """
        record = self.record
        with override("en"):
            read_on = date_format(self.read_on, "F j, Y")
            place = self.place
        parts = [
            self.author,
            f"“{self.title}.”",
            "Interview" if record.kind == RecordKind.INTERVIEW else "",
            record.number_and_symbol,
            ", ".join(filter(None, [record.date_written, place])),
            ", ".join(
                filter(None, [record.code, record.collection.title if record.collection else ""])
            ),
            record.holder.name,
            f"Accessed {read_on}",
            self.url,
        ]
        return " ".join(_ended(part) for part in parts if part)

    def csl(self) -> dict[str, Any]:
        """Return the item as CSL JSON 1.0.2 has it."""
        record = self.record
        fields = {
            "id": f"{record.code}{self.place_query}",
            "type": _CSL_TYPES.get(RecordKind(record.kind), "document"),
            "title": self.title,
            "author": [{"literal": self.author}] if self.author else [],
            "issued": _csl_dates(record),
            "number": record.number_and_symbol,
            "locator": self.place,
            "archive": record.holder.name,
            "archive_collection": record.collection.title if record.collection else "",
            "archive_location": record.code,
            "URL": self.url,
            "accessed": {"date-parts": [_parts(self.read_on)]},
            "note": self.note,
        }
        return {name: value for name, value in fields.items() if value}

    def bibtex(self) -> str:
        record = self.record
        fields = {
            "author": f"{{{_escaped(self.author)}}}" if self.author else "",
            "title": f"{{{_escaped(self.title)}}}",
            "year": _years(record),
            "note": _escaped(", ".join(filter(None, [record.date_written, self.place]))),
            "institution": _escaped(record.holder.name),
            "number": _escaped(record.code),
            "url": self.url,
            "urldate": self.read_on.isoformat(),
            "annote": _escaped(self.note),
        }
        body = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
        return f"@misc{{{_key(record.code)},\n{body}\n}}\n"

    def ris(self) -> str:
        record = self.record
        lines = [
            ("TY", _RIS_TYPES.get(RecordKind(record.kind), "GEN")),
            ("AU", self.author),
            ("TI", self.title),
            ("PY", "".join(str(year) for year in _certain(record)[:1])),
            ("DA", _ris_date(record)),
            ("SP", self.place),
            ("M1", record.number_and_symbol),
            ("PB", record.holder.name),
            ("AN", record.code),
            ("N1", self.note),
            ("UR", self.url),
            ("Y2", self.read_on.strftime("%Y/%m/%d/")),
        ]
        # A line break inside a field would begin a field of its own.
        text = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)
        return f"{text}ER  - \r\n"


def _ended(part: str) -> str:
    """Return a part of a bibliography entry with the full stop it ends in."""
    return part if part.endswith((".", ".”", "?", "!")) else f"{part}."


def _csl_dates(record: Record) -> dict[str, Any]:
    """Return the date as far as it is certain, or the years it may lie in, or as it was written."""
    earliest, latest = record.date_earliest, record.date_latest
    if certain := _certain(record):
        return {"date-parts": [certain]}
    if earliest and latest:
        return {"date-parts": [[earliest.year], [latest.year]]}
    return {"literal": record.date_written} if record.date_written else {}


def _certain(record: Record) -> list[int]:
    """Return year, month and day as far as both bounds of the date agree."""
    certain: list[int] = []
    if record.date_earliest and record.date_latest:
        for one, other in zip(
            _parts(record.date_earliest), _parts(record.date_latest), strict=True
        ):
            if one != other:
                break
            certain.append(one)
    return certain


def _years(record: Record) -> str:
    """Return the year, the first and the last of several, or nothing where one is not known."""
    if record.date_earliest is None or record.date_latest is None:
        return ""
    years = dict.fromkeys([record.date_earliest.year, record.date_latest.year])
    return "--".join(str(year) for year in years)


def _ris_date(record: Record) -> str:
    """Return year/month/day as far as they are certain, and the words where that is not all."""
    certain = _certain(record)
    if not (certain or record.date_written):
        return ""
    year, month, day = [*(f"{part:02}" for part in certain), "", "", ""][:3]
    return f"{year}/{month}/{day}/{'' if day else record.date_written}"


def _parts(day: dt.date) -> list[int]:
    return [day.year, day.month, day.day]


def bibtex_of(citations: list[Citation]) -> str:
    """Return several entries; a key that would stand twice gets a letter behind it."""
    seen: dict[str, int] = {}
    entries = []
    for citation in citations:
        key = _key(citation.record.code)
        count = seen[key] = seen.get(key, 0) + 1
        entry = citation.bibtex()
        entries.append(entry.replace(f"{{{key},", f"{{{key}-{count},", 1) if count > 1 else entry)
    return "\n".join(entries)


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_IN_BIBTEX)


def _key(code: str) -> str:
    return re.sub("[^A-Za-z0-9-]", "", fold(code).upper()) or "record"
