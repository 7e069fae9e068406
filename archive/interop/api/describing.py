"""Records in the words of an answer: many in short, one in full, in constant queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.access import gate
from archive.access.addresses import absolute, at
from archive.access.audiences import Viewer
from archive.access.ceilings import levels_of
from archive.access.cited import told_source
from archive.access.corroboration import Place as Seen
from archive.access.corroboration import related_to
from archive.access.sight import Sight
from archive.access.sound import films_shown
from archive.access.speech import points_for, told_versions
from archive.catalogue.arrangement import rights_of
from archive.catalogue.models import AppearanceRole, BodyRole, Record, Transcript, Vocabulary
from archive.catalogue.terms import Terms
from archive.interop.api.referring import (
    days,
    name_ref,
    open_collections,
    record_ref,
    seconds,
    several,
    term,
    unit_ref,
    work_ref,
)
from archive.interop.api.shapes.parts import Coded, Place
from archive.interop.api.shapes.records import (
    Appearing,
    Chapter,
    Cited,
    Pages,
    RecordSaid,
    RecordSummary,
    Related,
    Spoken,
    Tape,
)
from archive.interop.iiif import addresses as iiif
from archive.interop.shown import heard
from archive.ui.cards import cards_of

WITH_PARTS = Record.objects.select_related("collection", "holder", "unit")
MOST_CITING = 50

TEXTS = {
    "extent_and_medium": "extent",
    "number_and_symbol": "number_and_symbol",
    "order_number": "order_number",
    "name_of_creator": "creator",
    "issuing_body": "issuing_body",
    "archival_history": "history",
    "immediate_source_of_acquisition": "giver",
    "abstract": "abstract",
    "scope_and_content": "scope_and_content",
    "appraisal": "appraisal",
    "keywords": "keywords",
    "information_symbol": "information_symbol",
    "autograph": "autograph",
    "mode_of_use": "use_mode",
    "declassified_by": "declassified_by",
    "location_of_originals": "original_location",
    "location_of_copies": "copies_location",
    "related_units_of_description": "related_material",
    "publication_note": "publication_note",
    "paper_code": "paper_code",
    "reserve_regime": "reserve_regime",
    "reserve_state": "reserve_state",
    "note": "notes",
    "archivists_note": "archivist_note",
    "rules_or_conventions": "rules",
    "dates_of_description": "described_on",
}
"""What an element of the answer is called, and the field of a record it is."""


def summaries(viewer: Viewer, records: list[Record]) -> list[RecordSummary]:
    """Return what a list tells of records the gate has let through."""
    return [RecordSummary(**facts) for facts in _short(viewer, records)]


def _short(viewer: Viewer, records: list[Record]) -> Iterator[dict[str, Any]]:
    collections, levels = open_collections(viewer, records), levels_of(records)
    for card in cards_of(viewer, records):
        record = card.record
        level = levels[record.pk]
        yield {
            "code": record.code,
            "url": at("api:record", record.code),
            "html_url": absolute(record.get_absolute_url()),
            "title": record.title,
            "kind": Coded(code=record.kind, label=record.get_kind_display()),
            "date": days(record),
            "collection": collections.get(record.collection_id or 0),
            "vetting_status": Coded(
                code=record.vetting_status, label=record.get_vetting_status_display()
            ),
            "access_level": Coded(code=level.value, label=str(level.label)),
            "thumbnail": absolute(card.thumbnail) if card.thumbnail else None,
            "changed_at": record.changed_at,
            "is_demonstration": record.is_demonstration,
        }


def described(viewer: Viewer, record: Record, sight: Sight) -> RecordSaid:
    """Return all that is said of a record, as far as `sight` has it. Constant queries."""
    [short] = _short(viewer, [record])
    terms = Terms()
    versions = told_versions(record, sight)
    tapes, pages = _tapes(record, sight), _pages(record, sight)
    texts = {name: sight.veiled(getattr(record, field)) for name, field in TEXTS.items()}
    return RecordSaid(
        **short | {"title": sight.veiled(record.title)} | texts,
        level_of_description="item",
        sheet_count=record.sheet_count,
        page_count=record.page_count,
        document_type=term(terms, "document_type", record.document_type),
        holder=unit_ref(record.holder),
        unit=unit_ref(record.unit) if record.unit else None,
        receipt=record.receipt if sight.masters else "",
        received_on=record.received_on,
        conditions_governing_reproduction=rights_of(record.collection, record.rights).value,
        language_of_material=several(terms, "languages", record.languages),
        scripts_of_material=several(terms, "scripts", record.scripts),
        physical_characteristics=term(terms, "condition", record.condition),
        originality=term(terms, "originality", record.originality),
        reliability=term(terms, "reliability", record.reliability),
        retention=term(terms, "retention", record.retention),
        declassified_on=record.declassified_on,
        people=_people(viewer, record),
        bodies=_bodies(record),
        places=[name_ref(each) for each in record.places.all()],
        subjects=[name_ref(each) for each in record.subjects.all()],
        events=[name_ref(each) for each in record.events.all()],
        pages=pages,
        recordings=tapes,
        transcripts=[spoken(record, terms, version) for version in versions],
        table_of_contents=_chapters(record, sight),
        related=_related(viewer, record, sight),
        cited_in=_cited(viewer, record, sight),
        iiif_manifest=iiif.manifest(record.code) if pages or tapes else None,
    )


def spoken(record: Record, terms: Terms, version: Transcript) -> Spoken:
    language = terms.label(Vocabulary.LANGUAGE, version.language)
    return Spoken(
        key=version.key,
        kind=Coded(code=version.kind, label=version.get_kind_display()),
        language=Coded(code=version.language, label=language),
        url=at("api:transcript", record.code, version.key),
    )


def _people(viewer: Viewer, record: Record) -> list[Appearing]:
    seen = gate.visible_appearances(viewer).filter(record=record).select_related("person")
    return [
        Appearing(
            **vars(name_ref(each.person)),
            role=Coded(code=each.role, label=str(AppearanceRole(each.role).label)),
        )
        for each in seen.order_by("person__sort_key", "pk")
    ]


def _bodies(record: Record) -> list[Appearing]:
    return [
        Appearing(
            **vars(name_ref(each.body)),
            role=Coded(code=each.role, label=str(BodyRole(each.role).label)),
        )
        for each in record.involvements.select_related("body").order_by("body__sort_key", "pk")
    ]


def _pages(record: Record, sight: Sight) -> Pages | None:
    if not sight.pages:
        return None
    count = record.pages.exclude(number__in=sight.sealed_pages).count()
    return Pages(count=count, url=at("api:pages", record.code)) if count else None


def _tapes(record: Record, sight: Sight) -> list[Tape]:
    recordings = heard(record, sight)
    films = films_shown(sight, recordings)
    return [
        Tape(
            part=each.part,
            label=sight.veiled(each.label),
            start=seconds(each.starts_ms),
            duration=seconds(each.duration_ms),
            audio=at("public:audio", record.code, each.part),
            film=at("public:film", record.code, each.part) if each.pk in films else None,
        )
        for each in recordings
    ]


def _chapters(record: Record, sight: Sight) -> list[Chapter]:
    return [
        Chapter(
            start=seconds(point.start_ms),
            end=None if point.end_ms is None else seconds(point.end_ms),
            title=point.title,
            synopsis=point.synopsis,
            keywords=point.keywords,
            html_url=at("public:moment", record.code, point.seconds),
        )
        for point in points_for(sight, record)
    ]


def _related(viewer: Viewer, record: Record, sight: Sight) -> list[Related]:
    return [
        Related(
            relation=Coded(code=each.relation, label=str(each.words)),
            here=_place(each.here),
            record=record_ref(each.other),
            there=_place(each.there),
            note=each.note,
        )
        for each in related_to(viewer, record, sight)
    ]


def _place(seen: Seen) -> Place:
    return Place(
        page=seen.page,
        start=None if seen.from_ms is None else seconds(seen.from_ms),
        end=None if seen.to_ms is None else seconds(seen.to_ms),
    )


def _cited(viewer: Viewer, record: Record, sight: Sight) -> list[Cited]:
    citing = record.citations.filter(work__in=gate.visible_works(viewer)).select_related("work")
    return [
        Cited(work=work_ref(each.work), place_in_work=told_source(each, sight).place_in_work)
        for each in citing.order_by("work__code", "id")[:MOST_CITING]
    ]
