"""Records in a finding aid: as many at once as a batch has, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterator
from typing import Any

from archive.access import gate
from archive.access.addresses import absolute
from archive.access.audiences import Viewer
from archive.access.ceilings import levels_of
from archive.access.sight import Sight, sights_of
from archive.catalogue.models import Involvement, Page, Record, Recording, Vocabulary
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
_LINKED = {"places": ("place", "geogname"), "subjects": ("subject", "subject")} | {
    "events": ("event", "subject")
}

Names = dict[int, list[Element]]


def items(viewer: Viewer, keys: Several[int], terms: Terms) -> dict[int, Element]:
    """Return the entry of each record that the viewer may see at this moment, by its id."""
    seen = gate.visible_records(viewer).filter(pk__in=keys)
    records = list(seen.select_related("holder"))
    sights = sights_of(viewer, records)
    levels = levels_of(records)
    names = _names(viewer, records, sights)
    shown = _with_something_to_see(records, sights)
    return {
        record.pk: ead(
            "c",
            _did(record, sights[record.pk], terms, has_object=record.pk in shown),
            *_sections(record, sights[record.pk]),
            block("accessrestrict", str(levels[record.pk].label)),
            _access(record, sights[record.pk], names[record.pk], terms),
            level="item",
        )
        for record in records
    }


def _did(record: Record, sight: Sight, terms: Terms, *, has_object: bool) -> Element:
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
        if has_object
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


def _access(record: Record, sight: Sight, names: list[Element], terms: Terms) -> Element | None:
    kind = terms.label(Vocabulary.DOCUMENT_TYPE, record.document_type)
    genre = named("genreform", kind or str(record.get_kind_display()))
    words = (named("subject", sight.veiled(word)) for word in split(record.keywords))
    return ead("controlaccess", genre, *names, *words)


def _names(
    viewer: Viewer, records: list[Record], sights: dict[int, Sight]
) -> defaultdict[int, list[Element]]:
    """Return who and what each record is linked to, in five queries."""
    found: defaultdict[int, list[Element]] = defaultdict(list)
    for record, name, text, facts in _links(viewer, records, sights):
        if (made := named(name, text, **facts)) is not None:
            found[record].append(made)
    return found


def _links(
    viewer: Viewer, records: list[Record], sights: dict[int, Sight]
) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
    seen = gate.visible_appearances(viewer).filter(record__in=sights)
    people = seen.order_by("person__sort_key").values_list(
        "record_id", "person_id", "person__name", "role"
    )
    for record, person, name, role in people:
        yield record, "persname", sights[record].name_of(person, name), {"relator": role}
    bodies = Involvement.objects.filter(record__in=sights).order_by("body__sort_key")
    for record, name, role in bodies.values_list("record_id", "body__name", "role"):
        yield record, "corpname", sights[record].veiled(name), {"relator": role}
    for field, (one, element) in _LINKED.items():
        through: Any = getattr(Record, field).through
        rows = through.objects.filter(record__in=sights).order_by(f"{one}__sort_key")
        for record, name in rows.values_list("record_id", f"{one}__name"):
            yield record, element, sights[record].veiled(name), {}


def _with_something_to_see(records: list[Record], sights: dict[int, Sight]) -> set[int]:
    """Return the records with a page or a recording that the viewer may have."""
    shown: set[int] = set()
    for rows, opened in ((Page.objects, "pages"), (Recording.objects, "audio")):
        open_to = [record.pk for record in records if getattr(sights[record.pk], opened)]
        shown.update(
            rows.filter(record__in=open_to)
            .order_by()
            .values_list("record_id", flat=True)
            .distinct()
        )
    return shown
