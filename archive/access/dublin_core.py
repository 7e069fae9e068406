"""A record in the fifteen elements of Dublin Core, as one viewer may have it.

The one place that says which of our fields is which element (DCMI Metadata Terms; types after the
DCMI Type Vocabulary, dates after W3CDTF, spans of time as ISO 8601 intervals). What harvesters get
and what stands in the head of a page is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import get_language

from archive.access.addresses import absolute, at
from archive.access.linked import Links, Named
from archive.access.notes import INVENTED, closed_in
from archive.catalogue.models import AppearanceRole, BodyRole, Record, RecordKind, Vocabulary
from archive.catalogue.terms import Terms, split
from archive.values.licences import rights_address

# Words an office writes about its holdings are Vietnamese, whatever language the screen speaks.
OURS = "vi"
# What aggregators read the openness of a thing from (https://wiki.surfnet.nl/display/standards).
OPEN_ACCESS = "info:eu-repo/semantics/openAccess"
RESTRICTED_ACCESS = "info:eu-repo/semantics/restrictedAccess"

_TYPES = {
    RecordKind.DOCUMENT: "Text",
    RecordKind.PHOTOGRAPH: "StillImage",
    RecordKind.INTERVIEW: "Sound",
    RecordKind.MEMOIR: "Text",
    RecordKind.MAP: "StillImage",
    RecordKind.OBJECT: "PhysicalObject",
    RecordKind.PUBLICATION: "Text",
}
_TELLERS = (AppearanceRole.CREATOR, AppearanceRole.WITNESS)
_HELPERS = (AppearanceRole.INTERVIEWER, AppearanceRole.PRESENT)
_PLAIN_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", re.ASCII)


class Element(NamedTuple):
    """One element: its name without prefix, its words, and the language they are in ("" none)."""

    name: str
    text: str
    lang: str = ""


def elements_of(links: Links, terms: Terms) -> list[Element]:
    """Return the elements of a record in their usual order; nothing twice, nothing empty."""
    parts = (_titles, _creators, _subjects, _descriptions, _publishers, _contributors, _dates)
    found = [element for part in parts for element in part(links)]
    found += _types(links, terms)
    further = (_formats, _identifiers, _sources, _languages, _relations, _coverage, _rights)
    found += [element for part in further for element in part(links)]
    plain = (element._replace(text=" ".join(element.text.split())) for element in found)
    return list(dict.fromkeys(element for element in plain if element.text))


def date_of(record: Record) -> str:
    """Return the date as W3CDTF where it is plain, else the first and last day it can mean.

    ISO 8601-1 and EDTF level 0 write an interval so; an open end is `..` (EDTF level 1).
    """
    if _PLAIN_DATE.fullmatch(record.date_edtf):
        return record.date_edtf
    first, last = record.date_earliest, record.date_latest
    if first is None and last is None:
        return ""
    return f"{first or '..'}/{last or '..'}" if first != last else f"{first}"


def creators_of(links: Links) -> list[str]:
    """Return who made it or tells it, the words of the description before the authorities."""
    said = [links.record.issuing_body, links.record.creator]
    bodies = links.bodies[BodyRole.ISSUER] + links.bodies[BodyRole.CREATOR]
    named = [each.name for each in [*bodies, *_people(links, *_TELLERS)]]
    return list(dict.fromkeys([*filter(None, map(links.sight.veiled, said)), *named]))


def _titles(links: Links) -> Iterator[Element]:
    yield _told(links, "title", links.record.title)


def _creators(links: Links) -> Iterator[Element]:
    for name in creators_of(links):
        yield Element("creator", name, OURS)


def _subjects(links: Links) -> Iterator[Element]:
    mentioned = links.bodies[BodyRole.MENTIONED] + _people(links, AppearanceRole.MENTIONED)
    for named in [*links.subjects, *links.events, *mentioned]:
        yield Element("subject", named.name, OURS)
    for keyword in split(links.sight.veiled(links.record.keywords)):
        yield Element("subject", keyword, OURS)


def _descriptions(links: Links) -> Iterator[Element]:
    yield _told(links, "description", links.record.abstract)
    yield _told(links, "description", links.record.scope_and_content)
    if links.record.is_demonstration:
        yield _worded("description", str(INVENTED))


def _publishers(links: Links) -> Iterator[Element]:
    yield Element("publisher", links.holder.name, OURS)


def _contributors(links: Links) -> Iterator[Element]:
    for named in [*_people(links, *_HELPERS), *links.bodies[BodyRole.RECIPIENT]]:
        yield Element("contributor", named.name, OURS)


def _dates(links: Links) -> Iterator[Element]:
    yield Element("date", date_of(links.record))


def _types(links: Links, terms: Terms) -> Iterator[Element]:
    record = links.record
    kind = RecordKind(record.kind)
    yield Element("type", "MovingImage" if links.held.films else _TYPES[kind])
    if record.document_type:
        names = terms.both_labels(Vocabulary.DOCUMENT_TYPE, record.document_type)
        yield Element("type", names[0], OURS)
    else:
        yield _worded("type", str(kind.label))


def _formats(links: Links) -> Iterator[Element]:
    yield _told(links, "format", links.record.extent)


def _identifiers(links: Links) -> Iterator[Element]:
    yield Element("identifier", absolute(links.record.get_absolute_url()))
    yield Element("identifier", links.record.code)
    yield Element("identifier", links.sight.veiled(links.record.number_and_symbol))


def _sources(links: Links) -> Iterator[Element]:
    yield _told(links, "source", links.record.original_location)
    yield Element("source", links.sight.veiled(links.record.paper_code))


def _languages(links: Links) -> Iterator[Element]:
    for code in split(links.record.languages):
        yield Element("language", code)


def _relations(links: Links) -> Iterator[Element]:
    if links.collection is not None:
        yield Element("relation", links.collection.title, OURS)
        yield Element("relation", absolute(links.collection.get_absolute_url()))
    if has_manifest(links):
        yield Element("relation", at("iiif:manifest", links.record.code))
    yield _told(links, "relation", links.record.related_material)


def _coverage(links: Links) -> Iterator[Element]:
    for place in links.places:
        yield Element("coverage", place.name, OURS)
    if links.unit is not None:
        yield Element("coverage", links.unit.name, OURS)


def _rights(links: Links) -> Iterator[Element]:
    yield _told(links, "rights", links.rights)
    yield Element("rights", rights_address(links.rights))
    yield Element("rights", OPEN_ACCESS if links.is_whole else RESTRICTED_ACCESS)
    for sentence in closed_in(links.sight, links.held):
        yield _worded("rights", sentence)


def has_manifest(links: Links) -> bool:
    """Tell whether there is something to be seen or heard in a viewer of IIIF."""
    pages = links.held.pages and links.sight.pages
    return bool(pages or (links.held.parts and links.sight.audio))


def _people(links: Links, *roles: AppearanceRole) -> list[Named]:
    return [named for role in roles for named in links.people[role]]


def _told(links: Links, name: str, text: str) -> Element:
    """Return an element in the office's own words, with no name in it that is withheld."""
    return Element(name, links.sight.veiled(text), OURS)


def _worded(name: str, text: str) -> Element:
    """Return an element in words of the program, which speaks the language of the screen."""
    return Element(name, text, get_language() or OURS)
