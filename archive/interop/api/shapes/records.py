"""What is said of records. The elements are named after ISAD(G), 2nd edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from archive.interop.api.schema import Address
from archive.interop.api.shapes.parts import Coded, Days, Place, Ref


@dataclass(frozen=True, kw_only=True)
class RecordSummary:
    """What a list tells of a record."""

    code: Annotated[str, "ISAD(G) 3.1.1, reference code, as addresses carry it."]
    url: Address
    html_url: Annotated[Address, "Its permanent address, for people and for citations."]
    title: Annotated[str, "ISAD(G) 3.1.2."]
    kind: Coded
    date: Annotated[Days, "ISAD(G) 3.1.3."]
    collection: Annotated[Ref | None, "What it is part of, where that is open to the asker."]
    vetting_status: Coded
    access_level: Annotated[Coded, "ISAD(G) 3.4.1: who may read it, its collections considered."]
    thumbnail: Address | None
    changed_at: dt.datetime
    is_demonstration: Annotated[bool, "Made up, to show how the archive works."]


@dataclass(frozen=True, kw_only=True)
class Appearing(Ref):
    """A person or body, and what they have to do with a record."""

    role: Coded


@dataclass(frozen=True, kw_only=True)
class Pages:
    """How many pages there are for the asker, and where they are."""

    count: int
    url: Address


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One version of what is said in a record."""

    key: str
    kind: Coded
    language: Coded
    url: Address


@dataclass(frozen=True, kw_only=True)
class Tape:
    """One recording, on the record's one timeline; times in seconds."""

    part: int
    label: str
    start: float
    duration: float
    audio: Annotated[Address, "MPEG-4 AAC; what is sealed for the asker is silenced."]
    film: Annotated[Address | None, "The moving pictures, where there are any for the asker."]


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One entry of an interview's table of contents; times in seconds."""

    start: float
    end: Annotated[float | None, "Null: to the next entry."]
    title: str
    synopsis: str
    keywords: str
    html_url: Address


@dataclass(frozen=True, kw_only=True)
class Related:
    """What bears the record out, contradicts it or adds to it, as seen from the record."""

    relation: Coded
    here: Place
    record: Ref
    there: Place
    note: str


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A compiled history that rests on the record, and where."""

    work: Ref
    place_in_work: str


@dataclass(frozen=True, kw_only=True)
class RecordSaid(RecordSummary):
    """The whole description of a record, as far as the asker may have it.

    Every property is always there: unknown texts are empty, unknown values null.
    """

    level_of_description: Annotated[Literal["item"], "ISAD(G) 3.1.4."]
    extent_and_medium: Annotated[str, "ISAD(G) 3.1.5."]
    sheet_count: int | None
    page_count: int | None
    document_type: Coded | None
    number_and_symbol: str
    order_number: Annotated[str, "Number in the file."]

    holder: Annotated[Ref, "The office that holds it."]
    unit: Annotated[Ref | None, "The administrative unit it is of, as it was at the time."]
    name_of_creator: Annotated[str, "ISAD(G) 3.2.1, as it is written."]
    issuing_body: Annotated[str, "As it is written."]
    archival_history: Annotated[str, "ISAD(G) 3.2.3."]
    immediate_source_of_acquisition: Annotated[str, "ISAD(G) 3.2.4: given by whom."]
    receipt: Annotated[str, "Of the acquisition; for the holder's staff, else empty."]
    received_on: dt.date | None

    abstract: str
    scope_and_content: Annotated[str, "ISAD(G) 3.3.1."]
    appraisal: Annotated[str, "ISAD(G) 3.3.2, appraisal, destruction and scheduling."]
    keywords: str
    information_symbol: Annotated[str, "Ký hiệu thông tin (TT 05/2025)."]

    conditions_governing_reproduction: Annotated[str, "ISAD(G) 3.4.2; inherited if need be."]
    language_of_material: Annotated[list[Coded], "ISAD(G) 3.4.3; codes of ISO 639."]
    scripts_of_material: Annotated[list[Coded], "ISAD(G) 3.4.3; codes of ISO 15924."]
    physical_characteristics: Annotated[Coded | None, "ISAD(G) 3.4.4: its condition."]
    originality: Coded | None
    reliability: Coded | None
    retention: Coded | None
    autograph: Annotated[str, "Bút tích (TT 05/2025)."]
    mode_of_use: str
    declassified_by: str
    declassified_on: dt.date | None

    location_of_originals: Annotated[str, "ISAD(G) 3.5.1."]
    location_of_copies: Annotated[str, "ISAD(G) 3.5.2."]
    related_units_of_description: Annotated[str, "ISAD(G) 3.5.3."]
    publication_note: Annotated[str, "ISAD(G) 3.5.4."]
    paper_code: str
    reserve_regime: str
    reserve_state: str

    note: Annotated[str, "ISAD(G) 3.6.1."]
    archivists_note: Annotated[str, "ISAD(G) 3.7.1."]
    rules_or_conventions: Annotated[str, "ISAD(G) 3.7.2."]
    dates_of_description: Annotated[str, "ISAD(G) 3.7.3."]

    people: list[Appearing]
    bodies: list[Appearing]
    places: list[Ref]
    subjects: list[Ref]
    events: list[Ref]

    pages: Annotated[Pages | None, "Null where no page may be seen, or there is none."]
    recordings: list[Tape]
    transcripts: list[Spoken]
    table_of_contents: list[Chapter]
    related: list[Related]
    cited_in: Annotated[list[Cited], "The first fifty works."]
    iiif_manifest: Annotated[Address | None, "Null where there is nothing to see or hear."]


@dataclass(frozen=True, kw_only=True)
class PageSaid:
    """One page: its text where there is one, and its pictures where they are made."""

    number: int
    label: str
    text: Annotated[str, "As the lines of the paper have it; withheld names have pseudonyms."]
    text_quality: Annotated[Coded, "Where the text comes from and how far it can be trusted."]
    html_url: Address
    thumbnail: Address | None
    image: Annotated[Address | None, "Its IIIF Image 3 service."]


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One stretch of what is said; times in seconds on the record's timeline."""

    start: float
    end: float
    speaker: str
    text: str
    html_url: Address


@dataclass(frozen=True, kw_only=True)
class TranscriptSaid:
    """One version of what is said, without what is sealed; withheld names have pseudonyms."""

    record: Ref
    key: str
    kind: Coded
    language: Coded
    segments: list[Segment]
