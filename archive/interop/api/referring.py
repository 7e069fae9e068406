"""How answers name what has an address: codes, dates and ways to other things."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from archive.access import gate
from archive.access.addresses import absolute, at
from archive.access.audiences import Viewer
from archive.catalogue.models import Collection, Record
from archive.catalogue.models.authorities import Authority
from archive.catalogue.terms import TERM_FIELDS, Terms, split
from archive.interop.api.shapes.parts import Coded, Days, Ref
from archive.units.models import Unit
from archive.values.dates import parse_date
from archive.works.models import Work


class _Dated(Protocol):
    """A row with a date as it is written, as EDTF, and its two bounds."""

    date_written: str
    date_edtf: str
    date_earliest: dt.date | None
    date_latest: dt.date | None


def record_ref(record: Record, title: str | None = None) -> Ref:
    """Return the way to a record; `title` is its title as the asker may read it."""
    return Ref(
        id=record.code,
        name=record.title if title is None else title,
        url=at("api:record", record.code),
        html_url=absolute(record.get_absolute_url()),
    )


def collection_ref(collection: Collection) -> Ref:
    return Ref(
        id=collection.code,
        name=collection.title,
        url=at("api:collection", collection.code),
        html_url=absolute(collection.get_absolute_url()),
    )


def unit_ref(unit: Unit) -> Ref:
    return Ref(
        id=unit.code,
        name=unit.name,
        url=at("api:unit", unit.code),
        html_url=at("public:unit", unit.code),
    )


def work_ref(work: Work) -> Ref:
    return Ref(
        id=work.code,
        name=work.title,
        url=at("api:work", work.code),
        html_url=absolute(work.get_absolute_url()),
    )


def name_ref(row: Authority) -> Ref:
    """Return the way to a person, body, place, subject or event."""
    kind = row._meta.model_name
    return Ref(
        id=row.slug,
        name=row.name,
        url=at(f"api:{kind}", row.slug),
        html_url=at(f"public:{kind}", row.slug),
    )


def open_collections(viewer: Viewer, records: list[Record]) -> dict[int, Ref]:
    """Return the ways to those collections of the records that the viewer may see, in one query."""
    kept = {record.collection_id for record in records if record.collection_id is not None}
    if not kept:
        return {}
    seen = gate.visible_collections(viewer).filter(pk__in=kept)
    return {collection.pk: collection_ref(collection) for collection in seen}


def days(row: _Dated) -> Days:
    return Days(
        written=row.date_written,
        edtf=row.date_edtf,
        earliest=row.date_earliest,
        latest=row.date_latest,
    )


def life(written: str, earliest: dt.date | None, latest: dt.date | None) -> Days:
    """Return a date of which only the words and the bounds are kept."""
    return Days(written=written, edtf=parse_date(written).edtf, earliest=earliest, latest=latest)


def term(terms: Terms, field: str, code: str) -> Coded | None:
    """Return the value of a coded field, with what it is called; None where it is empty."""
    return Coded(code=code, label=terms.label(TERM_FIELDS[field], code)) if code else None


def several(terms: Terms, field: str, codes: str) -> list[Coded]:
    """Return the values of a field that keeps several codes."""
    return [Coded(code=code, label=terms.label(TERM_FIELDS[field], code)) for code in split(codes)]


def seconds(milliseconds: int) -> float:
    return milliseconds / 1000
