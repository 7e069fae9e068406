"""Records in a finding aid: as many at once as a batch has, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Iterator

from archive.access import gate
from archive.access.addresses import absolute
from archive.access.audiences import Viewer
from archive.access.ceilings import levels_of
from archive.access.dublin_core import has_manifest
from archive.access.linked import Links, links_of
from archive.access.sight import Sight
from archive.catalogue.models import Record, Vocabulary
from archive.catalogue.terms import Terms, split
from archive.interop.ead.parts import block, dates, ead, extents, invented, languages, named
from archive.interop.markup import Element

_SECTIONS = {
    "scopecontent": ("scope_and_content",),
    "custodhist": ("history",),
    "acqinfo": ("giver",),
    "originalsloc": ("original_location",),
    "altformavail": ("copies_location",),
    "appraisal": ("appraisal",),
    "phystech": ("use_mode",),
    "relatedmaterial": ("related_material",),
    "bibliography": ("publication_note",),
    "processinfo": ("archivist_note", "rules", "described_on"),
    "odd": ("notes",),
}


def items(viewer: Viewer, keys: Several[int], terms: Terms) -> dict[int, Element]:
    """Return the entry of each record that the viewer may see at this moment, by its id."""
    records = list(gate.visible_records(viewer).filter(pk__in=keys))
    levels = levels_of(records)
    return {
        pk: ead(
            "c",
            _did(links, terms),
            *_sections(links.record, links.sight),
            block("accessrestrict", str(levels[pk].label)),
            _access(links, terms),
            level="item",
        )
        for pk, links in links_of(viewer, records).items()
    }


def _did(links: Links, terms: Terms) -> Element:
    record, sight = links.record, links.sight
    address = absolute(record.get_absolute_url())
    return ead(
        "did",
        ead("unitid", record.code, identifier=address),
        ead.told("unitid", sight.veiled(record.number_and_symbol), localtype="number_and_symbol"),
        ead("unittitle", sight.veiled(record.title)),
        *dates(
            sight.veiled(record.date_written),
            record.date_edtf,
            record.date_earliest,
            record.date_latest,
        ),
        *extents(record),
        *_originations(record, sight),
        languages(record, terms),
        ead.told("abstract", sight.veiled(record.abstract)),
        ead("dao", href=address, daotype="unknown", show="new", actuate="onrequest")
        if has_manifest(links)
        else None,
    )


def _originations(record: Record, sight: Sight) -> Iterator[Element]:
    for name, text in (("corpname", record.issuing_body), ("name", record.creator)):
        if (made := named(name, sight.veiled(text))) is not None:
            yield ead("origination", made)


def _sections(record: Record, sight: Sight) -> Iterator[Element | None]:
    for section, fields in _SECTIONS.items():
        yield block(section, *(sight.veiled(getattr(record, name)) for name in fields))
    yield block("userestrict", sight.veiled(record.rights))
    yield invented(record)


def _access(links: Links, terms: Terms) -> Element | None:
    record, sight = links.record, links.sight
    kind = terms.label(Vocabulary.DOCUMENT_TYPE, record.document_type)
    genre = named("genreform", kind or str(record.get_kind_display()))
    words = (named("subject", sight.veiled(word)) for word in split(record.keywords))
    return ead("controlaccess", genre, *_names(links), *words)


def _names(links: Links) -> Iterator[Element | None]:
    """Yield who and what a record is linked to, people and bodies with what they are in it."""
    for role, people in links.people.items():
        for each in people:
            yield named("persname", each.name, relator=role)
    veiled = links.sight.veiled
    for part, bodies in links.bodies.items():
        for each in bodies:
            yield named("corpname", veiled(each.name), relator=part)
    for name, several in (
        ("geogname", links.places),
        ("subject", links.subjects),
        ("subject", links.events),
    ):
        for each in several:
            yield named(name, veiled(each.name))
