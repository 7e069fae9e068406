"""The elements of a finding aid that levels and records share.

EAD3 1.1, https://www.loc.gov/ead/
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from archive.access.notes import INVENTED
from archive.catalogue.models import Collection, Record, Vocabulary
from archive.catalogue.terms import Terms, split
from archive.interop.markup import Element, Markup

NAMESPACE = "http://ead3.archivists.org/schema/"
ead = Markup(NAMESPACE, "")
_DECLARED = f' xmlns="{NAMESPACE}"'.encode()
_PARAGRAPHS = re.compile(r"\s*\n\s*\n\s*")
# ISO 639-3 of what descriptions write by two letters; the rest have three already.
_LANGUAGES = {
    "vi": "vie",
    "en": "eng",
    "fr": "fra",
    "zh": "zho",
    "ru": "rus",
    "lo": "lao",
    "km": "khm",
    "de": "deu",
    "es": "spa",
    "ja": "jpn",
    "ko": "kor",
    "th": "tha",
}


def inner(element: Element) -> bytes:
    """Return an element as it stands within a document that has named the namespace."""
    written: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=False)
    return written.replace(_DECLARED, b"", 1)


def opening(element: Element) -> bytes:
    """Return an element without its end, to be gone on with."""
    return inner(element).removesuffix(f"</{etree.QName(element).localname}>".encode())


def block(name: str, *texts: str, **facts: Any) -> Element | None:
    """Return a section with a paragraph for each that was written; None where nothing was."""
    paragraphs = [
        ead("p", part) for text in texts for part in _PARAGRAPHS.split(text.strip()) if part
    ]
    return ead(name, *paragraphs, **facts) if paragraphs else None


def invented(described: Record | Collection) -> Element | None:
    """Return the mark of demonstration data; None of what is real."""
    return block("odd", str(INVENTED)) if described.is_demonstration else None


def named(name: str, text: str, **facts: Any) -> Element | None:
    """Return a name as EAD3 has it, in a part; None where there is none."""
    part = ead.told("part", text)
    return ead(name, part, **facts) if part is not None else None


def dates(
    written: str, edtf: str, first: dt.date | None, last: dt.date | None
) -> Iterator[Element | None]:
    """Yield a date as written, and as the days it can mean; what is uncertain stays EDTF.

    EDTF is ISO 8601-2. Beside a range stands what was written, for which it has no place.
    """
    begins, is_span, ends = edtf.partition("/")
    if first is None and last is None:
        yield ead.told("unitdate", written or edtf, unitdatetype="inclusive")
        return
    if is_span:
        yield ead.told("unitdate", written, unitdatetype="inclusive")
    yield ead(
        "unitdatestructured",
        _span(begins, ends, first, last) if is_span else _single(written, edtf, first, last),
        unitdatetype="inclusive",
        certainty=_certainty(edtf),
    )


def extents(described: Record | Collection) -> Iterator[Element | None]:
    """Yield how much there is: as written, and counted."""
    yield ead.told("physdesc", described.extent)
    for count, unit in ((described.sheet_count, "tờ"), (described.page_count, "trang")):
        if count is not None:
            yield ead(
                "physdescstructured",
                ead("quantity", str(count)),
                ead("unittype", unit),
                physdescstructuredtype="spaceoccupied",
                coverage="whole",
            )


def languages(described: Record | Collection, terms: Terms) -> Element | None:
    """Return the languages of the material, with their scripts where these are said."""
    spoken = [
        ead(
            "language",
            terms.label(Vocabulary.LANGUAGE, code),
            langcode=_LANGUAGES.get(code, code if len(code) == 3 else None),
        )
        for code in split(described.languages)
    ]
    scripts = [
        ead("script", terms.label(Vocabulary.SCRIPT, code)) for code in split(described.scripts)
    ]
    if not spoken:
        return None
    told = [ead("languageset", *spoken, *scripts)] if scripts else spoken
    return ead("langmaterial", *told)


def sections(
    described: Record | Collection, names: Mapping[str, Iterable[str]]
) -> Iterator[Element | None]:
    """Yield the sections of a description, each from the fields that `names` gives it."""
    for section, fields in names.items():
        yield block(section, *(getattr(described, name) for name in fields))


def _single(written: str, edtf: str, first: dt.date | None, last: dt.date | None) -> Element:
    is_wide = first != last
    return ead(
        "datesingle",
        written or edtf,
        standarddate=edtf or None,
        notbefore=_day(first) if is_wide else None,
        notafter=_day(last) if is_wide else None,
    )


def _span(begins: str, ends: str, first: dt.date | None, last: dt.date | None) -> Element:
    return ead(
        "daterange",
        ead("fromdate", begins, standarddate=begins or None, notbefore=_day(first)),
        ead("todate", ends, standarddate=ends or None, notafter=_day(last)),
    )


def _certainty(edtf: str) -> str | None:
    if "%" in edtf or ("~" in edtf and "?" in edtf):
        return "uncertain-approximate"
    return "approximate" if "~" in edtf else "uncertain" if "?" in edtf else None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
