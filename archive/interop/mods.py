"""The description of a record as libraries exchange it: MODS 3.8.

https://www.loc.gov/standards/mods/v3/ . Bags have it of all that is known, harvesters of what a
visitor may know: who calls says which.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.access.addresses import absolute
from archive.access.notes import INVENTED
from archive.catalogue.models import AppearanceRole, BodyRole, Record, RecordKind, Vocabulary
from archive.catalogue.terms import Terms, split
from archive.interop.markup import Element, Markup

NAMESPACE = "http://www.loc.gov/mods/v3"
_mods = Markup(NAMESPACE, "mods")

_RESOURCES = {
    RecordKind.DOCUMENT: "text",
    RecordKind.MEMOIR: "text",
    RecordKind.PUBLICATION: "text",
    RecordKind.PHOTOGRAPH: "still image",
    RecordKind.MAP: "cartographic",
    RecordKind.OBJECT: "three dimensional object",
    RecordKind.INTERVIEW: "sound recording-nonmusical",
}
# http://id.loc.gov/vocabulary/relators; who is mentioned is a subject and no contributor.
_RELATORS = {
    AppearanceRole.CREATOR: "creator",
    AppearanceRole.WITNESS: "interviewee",
    AppearanceRole.INTERVIEWER: "interviewer",
    AppearanceRole.PRESENT: "participant",
    BodyRole.ISSUER: "issuing body",
    BodyRole.CREATOR: "creator",
    BodyRole.RECIPIENT: "addressee",
}
_NOTES = {
    "number_and_symbol": "number and symbol",
    "autograph": "handwritten",
    "history": "ownership",
    "giver": "acquisition",
    "related_material": "related material",
    "publication_note": "publications",
    "original_location": "original location",
    "copies_location": "additional physical form",
    "archivist_note": "source of description",
    "notes": "",
}


def mods_of(record: Record, facts: dict[str, Any], rights: str, terms: Terms) -> Element:
    """Return the description as MODS; `facts` name what it is linked to (`bags.describing`)."""
    return _mods(
        "mods",
        _mods("titleInfo", _mods("title", record.title), xml__lang="vi"),
        *_names(facts),
        _mods("typeOfResource", _RESOURCES[RecordKind(record.kind)]),
        _genre(record, terms),
        _origin(record),
        *_languages(record),
        _physical(record),
        _mods.told("abstract", record.abstract, xml__lang="vi"),
        _mods.told("abstract", record.scope_and_content, type="scope and content", xml__lang="vi"),
        *_notes(record),
        *_subjects(record, facts),
        *_series(facts),
        _mods("identifier", record.code, type="local"),
        _mods(
            "location",
            _mods("physicalLocation", record.holder.name),
            _mods("url", absolute(record.get_absolute_url()), usage="primary"),
        ),
        _mods.told("accessCondition", rights, type="use and reproduction"),
        _mods(
            "recordInfo",
            _mods("recordIdentifier", record.code),
            _mods("recordCreationDate", record.created_at.date().isoformat(), encoding="iso8601"),
            _mods("recordChangeDate", record.changed_at.date().isoformat(), encoding="iso8601"),
            _mods.told("descriptionStandard", record.rules),
        ),
        version="3.8",
    )


def _names(facts: dict[str, Any]) -> Iterator[Element]:
    for field, kind in (("people", "personal"), ("bodies", "corporate")):
        for each in facts[field]:
            if relator := _RELATORS.get(each["role"]):
                role = _mods(
                    "role", _mods("roleTerm", relator, type="text", authority="marcrelator")
                )
                yield _mods("name", _mods("namePart", each["name"]), role, type=kind)


def _genre(record: Record, terms: Terms) -> Element | None:
    names = terms.both_labels(Vocabulary.DOCUMENT_TYPE, record.document_type)
    return _mods.told("genre", names[0], xml__lang="vi") if record.document_type else None


def _origin(record: Record) -> Element | None:
    if not record.date_written:
        return None
    return _mods(
        "originInfo",
        _mods("dateCreated", record.date_edtf, encoding="edtf") if record.date_edtf else None,
        _mods.told("dateCreated", record.date_written),
    )


def _languages(record: Record) -> Iterator[Element]:
    for code in split(record.languages):
        yield _mods("language", _mods("languageTerm", code, type="code", authority="rfc5646"))


def _physical(record: Record) -> Element | None:
    extents = [
        _mods.told("extent", record.extent),
        _mods("extent", str(record.sheet_count), unit="sheets") if record.sheet_count else None,
        _mods("extent", str(record.page_count), unit="pages") if record.page_count else None,
    ]
    said = [each for each in extents if each is not None]
    return _mods("physicalDescription", *said) if said else None


def _notes(record: Record) -> Iterator[Element | None]:
    for field, kind in _NOTES.items():
        yield _mods.told("note", getattr(record, field), type=kind or None)
    if record.is_demonstration:
        yield _mods("note", str(INVENTED), type="demonstration")


def _subjects(record: Record, facts: dict[str, Any]) -> Iterator[Element]:
    for field, kind in (("people", "personal"), ("bodies", "corporate")):
        for each in facts[field]:
            if each["role"] in (AppearanceRole.MENTIONED, BodyRole.MENTIONED):
                yield _mods("subject", _mods("name", _mods("namePart", each["name"]), type=kind))
    for field, name in (("subjects", "topic"), ("events", "topic"), ("places", "geographic")):
        for each in facts[field]:
            yield _mods("subject", _mods(name, each["name"]))
    for word in split(record.keywords):
        yield _mods("subject", _mods("topic", word))


def _series(facts: dict[str, Any]) -> Iterator[Element]:
    for level in reversed(facts["part_of"]):
        yield _mods(
            "relatedItem",
            _mods("titleInfo", _mods("title", level["title"])),
            _mods("identifier", level["code"], type="local"),
            type="host",
        )
