"""What a bag says of a record or of a level, as plain values: everything the catalogue knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from archive.catalogue.arrangement import ancestors_of
from archive.catalogue.interviews import INTERVIEW_FIELDS
from archive.catalogue.models import Collection, Interview, Record, Vocabulary
from archive.catalogue.terms import TERM_FIELDS, Terms, split
from archive.units.models import Unit

Facts = dict[str, Any]

# What is only of use within one database, or stands in another place of the description.
_INTERNAL = {"id", "version", "path"}
_CHAPTER = (
    *("start_ms", "end_ms", "title", "synopsis", "partial_transcript"),
    *("keywords", "people", "places", "latitude", "longitude"),
)
_CORROBORATION = (
    *("from_ms", "to_ms", "other__code", "other_page", "other_from_ms", "other_to_ms"),
    *("relation", "note"),
)


def as_json(said: object) -> bytes:
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode() + b"\n"


def record_facts(record: Record, terms: Terms) -> Facts:
    """Return the description of a record with the names of all it is linked to."""
    return {
        **_columns(record, terms),
        "holder": _unit(record.holder),
        "unit": _unit(record.unit),
        "created_by": str(record.created_by) if record.created_by else None,
        "former_codes": list(record.former_codes.order_by("pk").values_list("code", flat=True)),
        "part_of": _levels_above(record),
        **_linked(record),
        "interview": _interview(record),
        "chapters": list(record.chapters.values(*_CHAPTER)),
        "corroborations": list(record.corroborations.values(*_CORROBORATION)),
    }


def level_facts(level: Collection, terms: Terms) -> Facts:
    """Return the description of a fonds, series or file, and the code of the level above."""
    return {
        **_columns(level, terms),
        "holder": _unit(level.holder),
        "part_of": level.parent.code if level.parent else None,
    }


def _columns(described: Record | Collection, terms: Terms) -> Facts:
    """Return the columns of a description; of a coded one the terms' names beside the codes."""
    columns = [
        field.name
        for field in described._meta.concrete_fields
        if not field.is_relation and field.name not in _INTERNAL
    ]
    said = {name: getattr(described, name) for name in columns}
    coded = {name: TERM_FIELDS[name] for name in columns if name in TERM_FIELDS and said[name]}
    return said | {"terms": {name: _terms(terms, coded[name], said[name]) for name in coded}}


def _terms(terms: Terms, vocabulary: Vocabulary, codes: str) -> dict[str, list[str]]:
    return {code: terms.both_labels(vocabulary, code) for code in split(codes)}


def _unit(unit: Unit | None) -> Facts | None:
    return {"code": unit.code, "name": unit.name} if unit else None


def _levels_above(record: Record) -> list[Facts]:
    if record.collection is None:
        return []
    levels = [*ancestors_of(record.collection), record.collection]
    return [{"code": level.code, "title": level.title, "level": level.level} for level in levels]


def _linked(record: Record) -> Facts:
    people = record.appearances.select_related("person").prefetch_related("person__names")
    bodies = record.involvements.select_related("body").prefetch_related("body__names")
    return {
        "people": [
            _name(each.person) | {"role": each.role}
            for each in people.order_by("role", "person__sort_key")
        ],
        "bodies": [
            _name(each.body) | {"role": each.role}
            for each in bodies.order_by("role", "body__sort_key")
        ],
        **{
            field: list(_names(getattr(record, field).prefetch_related("names")))
            for field in ("places", "subjects", "events")
        },
    }


def _names(authorities: Iterable[Any]) -> Iterator[Facts]:
    yield from map(_name, authorities)


def _name(authority: Any) -> Facts:
    return {
        "slug": authority.slug,
        "name": authority.name,
        "further_names": [each.name for each in authority.names.all()],
    }


def _interview(record: Record) -> Facts | None:
    interview = Interview.objects.filter(record=record).first()
    if interview is None:
        return None
    documents = interview.documents.order_by("code").values_list("code", flat=True)
    facts = {name: getattr(interview, name) for name in INTERVIEW_FIELDS}
    return facts | {"documents": list(documents)}
