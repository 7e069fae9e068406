"""Narrowing the desk's list of records."""

from __future__ import annotations

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from archive.catalogue.models import (
    AccessLevel,
    Condition,
    ProcessingState,
    Record,
    RecordKind,
    VettingStatus,
)


class RecordFilter(filters.FilterSet):
    """The desk's questions: which, what kind, how far, vetted, open to whom."""

    q = filters.CharFilter(
        label=_("Code or title"),
        method="with_words",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = filters.ChoiceFilter(label=_("Kind"), choices=RecordKind.choices)
    processing_state = filters.ChoiceFilter(label=_("Processing"), choices=ProcessingState.choices)
    vetting_status = filters.ChoiceFilter(label=_("Vetting status"), choices=VettingStatus.choices)
    access_level = filters.ChoiceFilter(label=_("Access"), choices=AccessLevel.choices)
    condition = filters.ChoiceFilter(label=_("Physical condition"), choices=Condition.choices)

    class Meta:
        model = Record
        fields = [
            "q",
            "kind",
            "processing_state",
            "vetting_status",
            "access_level",
            "condition",
        ]

    def with_words(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        return queryset.filter(Q(code__icontains=value) | Q(title__icontains=value))
