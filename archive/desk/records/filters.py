"""Narrowing the desk's list of records."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from archive.catalogue.models import (
    AccessLevel,
    ProcessingState,
    Record,
    RecordKind,
    VettingStatus,
    Vocabulary,
)
from archive.catalogue.terms import Terms

RELEASE_CHOICES = (
    ("released", _("Released")),
    ("not_released", _("Not released")),
    ("withdrawn", _("Withdrawn")),
)


def _conditions() -> list[tuple[str, str]]:
    return Terms().choices(Vocabulary.CONDITION)


class Chosen(NamedTuple):
    """One question in use: its answer, and where the list is without it."""

    label: str
    url: str


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
    release = filters.ChoiceFilter(
        label=_("Release"), choices=RELEASE_CHOICES, method="with_release"
    )
    condition = filters.ChoiceFilter(label=_("Physical condition"), choices=_conditions)

    class Meta:
        model = Record
        fields = [
            "q",
            "kind",
            "processing_state",
            "vetting_status",
            "access_level",
            "release",
            "condition",
        ]

    def chosen(self) -> list[tuple[str, Chosen, str]]:
        """Return what narrows the list now, each by its label, and that no language is marked."""
        said = self.form.cleaned_data if self.form.is_valid() else {}
        found = []
        for name, field in self.form.fields.items():
            if value := said.get(name):
                rest = {key: other for key, other in said.items() if other and key != name}
                words = str(dict(getattr(field, "choices", ())).get(value, value))
                found.append((str(field.label), Chosen(words, f"?{urlencode(rest)}"), ""))
        return found

    def with_words(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        return queryset.filter(Q(code__icontains=value) | Q(title__icontains=value))

    def with_release(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        if value == "released":
            return queryset.filter(released_at__isnull=False)
        if value == "withdrawn":
            return queryset.filter(withdrawn_at__isnull=False)
        return queryset.filter(released_at=None, withdrawn_at=None)
