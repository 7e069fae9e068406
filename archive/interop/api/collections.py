"""Collections: the levels of arrangement, from the fonds down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404

from archive.access import gate
from archive.access.addresses import at
from archive.access.audiences import Viewer
from archive.catalogue.models import Collection, Vocabulary
from archive.catalogue.terms import Terms
from archive.interop.api.listing import PAGING, listed
from archive.interop.api.operations import Asked, Operation, reading
from archive.interop.api.parameters import text
from archive.interop.api.referring import collection_ref, days, several, term, unit_ref
from archive.interop.api.shapes.collections import CollectionSaid, CollectionSummary
from archive.interop.api.shapes.parts import Coded, Listed, Ref
from archive.interop.iiif import addresses as iiif
from archive.ui.paging import ByNumber

TEXTS = {
    "extent_and_medium": "extent",
    "name_of_creator": "creator",
    "administrative_or_biographical_history": "creator_history",
    "archival_history": "history",
    "immediate_source_of_acquisition": "acquisition",
    "scope_and_content": "scope_and_content",
    "appraisal": "appraisal",
    "accruals": "accruals",
    "system_of_arrangement": "arrangement",
    "keywords": "keywords",
    "information_symbol": "information_symbol",
    "conditions_governing_reproduction": "rights",
    "finding_aids": "finding_aids",
    "mode_of_use": "use_mode",
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
"""What an element of the answer is called, and the field of a collection it is."""
PART_OF = text("part_of", "Only what is right below this collection (its code).", longest=80)


@reading(
    "collections/",
    Listed[CollectionSummary],
    "The collections open to the asker, of every level, by their codes",
    PART_OF, *PAGING,
)  # fmt: skip
def collections(asked: Asked) -> Listed[CollectionSummary]:
    visible = gate.visible_collections(asked.viewer)
    rows = visible.order_by("code")
    if asked.query["part_of"]:
        rows = rows.filter(parent__in=visible.filter(code=asked.query["part_of"]))
    return listed(asked, ByNumber(rows), lambda some: _summaries(asked.viewer, some))


@reading("collections/<str:code>/", CollectionSaid, "One collection: all that is said of it")
def collection(asked: Asked, code: str) -> CollectionSaid:
    visible = gate.visible_collections(asked.viewer)
    found = get_object_or_404(visible.select_related("holder"), code=code)
    above = visible.filter(pk__in=found.ancestor_ids).order_by("path")
    levels = {each.pk: collection_ref(each) for each in above}
    terms = Terms()
    texts = {name: getattr(found, field) for name, field in TEXTS.items()}
    return CollectionSaid(
        **_short(terms, found, levels) | texts,
        holder=unit_ref(found.holder),
        above=list(levels.values()),
        parts_url=f"{at('api:collections')}?part_of={found.code}",
        records_url=f"{at('api:records')}?collection={found.code}",
        iiif_collection=iiif.collection(found.code),
        status=Coded(code=found.status, label=found.get_status_display()) if found.status else None,
        sheet_count=found.sheet_count,
        page_count=found.page_count,
        language_of_material=several(terms, "languages", found.languages),
        scripts_of_material=several(terms, "scripts", found.scripts),
        physical_characteristics=term(terms, "preservation", found.preservation),
        reliability=term(terms, "reliability", found.reliability),
        retention=term(terms, "retention", found.retention),
    )


OPERATIONS: tuple[Operation, ...] = (collections, collection)


def _summaries(viewer: Viewer, some: list[Collection]) -> list[CollectionSummary]:
    above = gate.visible_collections(viewer).filter(pk__in={each.parent_id for each in some})
    levels = {each.pk: collection_ref(each) for each in above} if some else {}
    terms = Terms()
    return [CollectionSummary(**_short(terms, each, levels)) for each in some]


def _short(terms: Terms, found: Collection, levels: Mapping[int, Ref]) -> dict[str, Any]:
    """Return what a list tells of a collection; `levels` are those above that may be told of."""
    label = terms.label(Vocabulary.LEVEL, found.level)
    return vars(collection_ref(found)) | {
        "level_of_description": Coded(code=found.level, label=label),
        "date": days(found),
        "part_of": levels.get(found.parent_id or 0),
        "is_demonstration": found.is_demonstration,
    }
