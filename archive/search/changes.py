"""Which records an entry of the journal changes in the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.apps import apps
from django.db.models import Q

from archive.catalogue.models import Record, Term, Vocabulary
from archive.journal.models import Entry
from archive.search.engines import protocol as ask
from archive.search.engines.protocol import Reader

# How a record is reached from what an act was about. An act on anything else does not show in
# the index; an act on several records is written down for each.
_PATHS: dict[str, str] = {
    "catalogue.person": "people",
    "catalogue.personname": "people__names",
    "catalogue.place": "places",
    "catalogue.placename": "places__names",
    "catalogue.subject": "subjects",
    # Without a facet of their own: what was linked to one merged away is linked to the one kept.
    "catalogue.body": "bodies",
    "catalogue.event": "events",
    "catalogue.appearance": "appearances",
    "catalogue.page": "pages",
    "catalogue.transcript": "transcripts",
    "catalogue.segment": "transcripts__segments",
    "access.grant": "grants",
    "access.seal": "seals",
    "catalogue.collection": "collection",
    "units.unit": "unit",
}
_FACETS = {
    "catalogue.person": "person",
    "catalogue.place": "place",
    "catalogue.subject": "subject",
    "catalogue.collection": "collection",
    "units.unit": "unit",
}
_EVERYTHING = {"units.succession"}
_RECORD = "catalogue.record"
MOST_AT_ONCE = 100_000


def records_touched(
    entries: Iterable[Entry], formerly: Callable[[str, Iterable[str]], set[int]]
) -> set[int]:
    """Return the ids of the records whose index entries may have to change.

    What is linked now and what was linked before (`formerly`: by facet and values) are both
    asked: an authority that was merged away is found only in the latter.
    """
    subjects: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        subjects[entry.subject_type].add(entry.subject_id)
    touched: set[int] = set()
    for kind, ids in subjects.items():
        if kind == _RECORD:
            touched.update(map(int, ids))
        if kind in _EVERYTHING:
            touched.update(Record.objects.values_list("pk", flat=True))
        if kind in _PATHS:
            linked = Record.objects.filter(Q(**{f"{_PATHS[kind]}__in": ids}))
            touched.update(linked.values_list("pk", flat=True))
        if facet := _FACETS.get(kind):
            touched.update(formerly(facet, ids))
        if finder := _FINDERS.get(kind):
            touched.update(finder(ids))
    return touched


def indexed_under(reader: Reader, facet: str, values: Iterable[str]) -> set[int]:
    """Return the records the index holds under one of the values."""
    found: set[int] = set()
    question = ask.Query(
        must=ask.Tagged(facet, tuple(values)),
        audiences=frozenset({"all"}),
        limit=MOST_AT_ONCE,
        sort=ask.Sort.NEWEST,
    )
    found.update(int(hit.record_key) for hit in reader.search(question).hits)
    return found


def _by_related_record(label: str) -> Callable[[set[str]], set[int]]:
    """Return a finder for rows that point at their record, whatever room they stand in."""

    def find(ids: set[str]) -> set[int]:
        model = apps.get_model(label)
        rows = model._default_manager.filter(pk__in=ids)
        return {pk for pk in rows.values_list("record_id", flat=True) if pk is not None}

    return find


def _described_with(ids: set[str]) -> set[int]:
    """Return the records of the document types among the terms `ids`: their names are indexed."""
    types = Term.objects.filter(vocabulary=Vocabulary.DOCUMENT_TYPE, pk__in=ids)
    records = Record.objects.filter(document_type__in=types.values("code"))
    return set(records.values_list("pk", flat=True))


_FINDERS: dict[str, Callable[[set[str]], set[int]]] = {
    "catalogue.term": _described_with,
    "access.consent": _by_related_record("access.consent"),
}
