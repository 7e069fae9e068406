"""Narrowing the list of records by address: every filter is a query parameter."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue.models import Involvement, Record, RecordKind, Subject, VettingStatus
from archive.catalogue.thesaurus import with_narrower
from archive.search.browsing.periods import PERIODS, Period
from archive.units.models import Unit


def under_subject(subject: int) -> Q:
    """Return the condition that a record is of the subject, or of one below it."""
    links = Record.subjects.through.objects.filter(subject__in=with_narrower(subject))
    return Q(pk__in=links.values("record"))


class RecordFilter(django_filters.FilterSet):
    """What of the records a viewer may see they asked for."""

    kind = django_filters.ChoiceFilter(choices=RecordKind)
    unit = django_filters.CharFilter(method="in_unit")
    collection = django_filters.CharFilter(method="in_collection")
    subject = django_filters.CharFilter(method="about")
    person = django_filters.CharFilter(method="with_person")
    body = django_filters.CharFilter(method="with_body")
    place = django_filters.CharFilter(method="at_place")
    event = django_filters.CharFilter(method="about_event")
    period = django_filters.ChoiceFilter(
        choices=[(period.key, period.key) for period in PERIODS], method="of_period"
    )
    year_from = django_filters.NumberFilter(method="since", min_value=1, max_value=9999)
    year_to = django_filters.NumberFilter(method="until", min_value=1, max_value=9999)
    vetting = django_filters.ChoiceFilter(field_name="vetting_status", choices=VettingStatus)
    condition = django_filters.CharFilter()
    document_type = django_filters.CharFilter()
    language = django_filters.CharFilter(method="in_language")

    class Meta:
        model = Record
        fields: list[str] = []

    def __init__(self, data: Any, queryset: QuerySet[Record], *, viewer: Viewer) -> None:
        super().__init__(data, queryset)
        self.viewer = viewer

    def in_unit(self, rows: QuerySet[Record], name: str, code: str) -> QuerySet[Record]:
        """Keep records of the unit, of what belonged to it and of what it came from."""
        return rows.filter(unit__in=Unit.objects.filter(code=code).with_predecessors())

    def in_collection(self, rows: QuerySet[Record], name: str, code: str) -> QuerySet[Record]:
        found = gate.visible_collections(self.viewer).filter(code=code).first()
        if found is None:
            return rows.none()
        return rows.filter(Q(collection=found) | Q(collection__path__startswith=found.path))

    def about(self, rows: QuerySet[Record], name: str, slug: str) -> QuerySet[Record]:
        """Keep records of the subject, and of those below it."""
        found = Subject.objects.filter(slug=slug).values_list("pk", flat=True).first()
        return rows.none() if found is None else rows.filter(under_subject(found))

    def with_person(self, rows: QuerySet[Record], name: str, slug: str) -> QuerySet[Record]:
        known = gate.visible_appearances(self.viewer).filter(person__slug=slug)
        return rows.filter(pk__in=known.values("record"))

    def with_body(self, rows: QuerySet[Record], name: str, slug: str) -> QuerySet[Record]:
        return rows.filter(pk__in=Involvement.objects.filter(body__slug=slug).values("record"))

    def about_event(self, rows: QuerySet[Record], name: str, slug: str) -> QuerySet[Record]:
        return rows.filter(events__slug=slug)

    def at_place(self, rows: QuerySet[Record], name: str, slug: str) -> QuerySet[Record]:
        return rows.filter(places__slug=slug)

    def of_period(self, rows: QuerySet[Record], name: str, key: str) -> QuerySet[Record]:
        period = next(period for period in PERIODS if period.key == key)
        return rows.filter(period.condition())

    def since(self, rows: QuerySet[Record], name: str, year: float) -> QuerySet[Record]:
        return rows.filter(Period(int(year), None).condition())

    def until(self, rows: QuerySet[Record], name: str, year: float) -> QuerySet[Record]:
        return rows.filter(Period(None, int(year)).condition())

    def in_language(self, rows: QuerySet[Record], name: str, tag: str) -> QuerySet[Record]:
        return rows.filter(languages__iregex=rf"(^|[,;\s]){re.escape(tag)}($|[,;\s])")
