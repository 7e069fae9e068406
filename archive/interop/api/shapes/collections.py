"""What is said of collections and of compiled histories."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from archive.interop.api.schema import Address
from archive.interop.api.shapes.parts import Coded, Days, Place, Ref


@dataclass(frozen=True, kw_only=True)
class CollectionSummary(Ref):
    """What a list tells of a fonds, series, file or made collection."""

    level_of_description: Annotated[Coded, "ISAD(G) 3.1.4."]
    date: Annotated[Days, "ISAD(G) 3.1.3."]
    part_of: Annotated[Ref | None, "The level above, where that is open to the asker."]
    is_demonstration: bool


@dataclass(frozen=True, kw_only=True)
class CollectionSaid(CollectionSummary):
    """The whole description of a collection; its records are behind `records_url`."""

    holder: Ref
    above: Annotated[list[Ref], "The levels above, from the root down."]
    parts_url: Annotated[Address, "The levels right below it."]
    records_url: Annotated[Address, "The records in it and in all levels below."]
    iiif_collection: Address
    status: Coded | None
    extent_and_medium: Annotated[str, "ISAD(G) 3.1.5."]
    sheet_count: int | None
    page_count: int | None
    name_of_creator: Annotated[str, "ISAD(G) 3.2.1."]
    administrative_or_biographical_history: Annotated[str, "ISAD(G) 3.2.2."]
    archival_history: Annotated[str, "ISAD(G) 3.2.3."]
    immediate_source_of_acquisition: Annotated[str, "ISAD(G) 3.2.4."]
    scope_and_content: Annotated[str, "ISAD(G) 3.3.1."]
    appraisal: Annotated[str, "ISAD(G) 3.3.2."]
    accruals: Annotated[str, "ISAD(G) 3.3.3."]
    system_of_arrangement: Annotated[str, "ISAD(G) 3.3.4."]
    keywords: str
    information_symbol: str
    conditions_governing_reproduction: Annotated[str, "ISAD(G) 3.4.2, as said of this level."]
    language_of_material: Annotated[list[Coded], "ISAD(G) 3.4.3."]
    scripts_of_material: Annotated[list[Coded], "ISAD(G) 3.4.3."]
    physical_characteristics: Annotated[Coded | None, "ISAD(G) 3.4.4."]
    finding_aids: Annotated[str, "ISAD(G) 3.4.5."]
    mode_of_use: str
    reliability: Coded | None
    retention: Coded | None
    related_units_of_description: Annotated[str, "ISAD(G) 3.5.3."]
    publication_note: Annotated[str, "ISAD(G) 3.5.4."]
    paper_code: str
    reserve_regime: str
    reserve_state: str
    note: Annotated[str, "ISAD(G) 3.6.1."]
    archivists_note: Annotated[str, "ISAD(G) 3.7.1."]
    rules_or_conventions: Annotated[str, "ISAD(G) 3.7.2."]
    dates_of_description: Annotated[str, "ISAD(G) 3.7.3."]


@dataclass(frozen=True, kw_only=True)
class WorkSummary(Ref):
    """What a list tells of a compiled history."""

    kind: Coded
    stage: Coded
    unit: Ref
    period_from: Annotated[int | None, "A year."]
    period_to: Annotated[int | None, "A year."]
    is_demonstration: bool


@dataclass(frozen=True, kw_only=True)
class WorkSaid(WorkSummary):
    """A compiled history; what it rests on is behind `sources_url`."""

    summary: str
    owner: Annotated[Ref, "The office that answers for it."]
    published_year: int | None
    online_address: str
    online_on: dt.date | None
    sources_url: Address


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place in a work that rests on a record open to the asker."""

    record: Ref
    place: Place
    html_url: Annotated[Address, "The very page or second."]
    place_in_work: str
    note: str
