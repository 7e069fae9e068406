"""How to cite a record, a page or a stretch of it: Vietnamese style, Chicago, BibTeX, RIS."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

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
_SPECIAL = re.compile(r"([#$%&_{}])")


@dataclass(frozen=True)
class Citation:
    """A place to be cited: the record, who made it, where it is read, and on what day."""

    record: Record
    author: str
    url: str
    read_on: dt.date
    page: int | None = None
    at_ms: int | None = None
    to_ms: int | None = None

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
            f"“{record.title}”",
            record.number_and_symbol,
            record.date_written,
            self.place,
            _("held by %(holder)s, code %(code)s")
            % {"holder": record.holder.name, "code": record.code},
        ]
        read_on = date_format(self.read_on, "SHORT_DATE_FORMAT")
        end = _("read on %(day)s") % {"day": read_on}
        return f"{', '.join(part for part in parts if part)}. {self.url}, {end}."

    def chicago(self) -> str:
        """Return the note as the Chicago Manual of Style has it for archival material."""
        record = self.record
        with translation.override("en"):
            parts = [
                self.author,
                f"“{record.title}”",
                "interview" if record.kind == RecordKind.INTERVIEW else "",
                record.number_and_symbol,
                record.date_written,
                self.place,
                record.code,
                record.holder.name,
                f"accessed {date_format(self.read_on, 'F j, Y')}",
                self.url,
            ]
            return f"{', '.join(part for part in parts if part)}."

    def bibtex(self) -> str:
        record = self.record
        fields = {
            "author": f"{{{_escaped(self.author)}}}" if self.author else "",
            "title": f"{{{_escaped(record.title)}}}",
            "year": str(record.date_earliest.year) if record.date_earliest else "",
            "note": _escaped(", ".join(filter(None, [record.date_written, self.place]))),
            "institution": _escaped(record.holder.name),
            "number": _escaped(record.code),
            "url": self.url,
            "urldate": self.read_on.isoformat(),
        }
        body = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
        return f"@misc{{{_key(record.code)},\n{body}\n}}\n"

    def ris(self) -> str:
        record = self.record
        lines = [
            ("TY", _RIS_TYPES.get(RecordKind(record.kind), "GEN")),
            ("AU", self.author),
            ("TI", record.title),
            ("PY", str(record.date_earliest.year) if record.date_earliest else ""),
            ("DA", record.date_earliest.strftime("%Y/%m/%d/") if record.date_earliest else ""),
            ("SP", self.place),
            ("M1", record.number_and_symbol),
            ("PB", record.holder.name),
            ("AN", record.code),
            ("UR", self.url),
            ("Y2", self.read_on.strftime("%Y/%m/%d/")),
        ]
        # A line break inside a field would begin a field of its own.
        text = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)
        return f"{text}ER  - \r\n"


def _escaped(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", r"\textbackslash ")
    return _SPECIAL.sub(r"\\\1", plain)


def _key(code: str) -> str:
    return re.sub("[^A-Za-z0-9-]", "", fold(code).upper()) or "record"
