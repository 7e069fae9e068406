"""What an archivist types about a level of arrangement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from archive.catalogue.arrangement import DESCRIPTIVE_FIELDS
from archive.catalogue.models import Collection
from archive.desk.records.fields import CodeField, CollectionField


class CollectionForm(forms.ModelForm[Collection]):
    """The description of a level (ISAD(G) areas 1 to 4)."""

    class Meta:
        model = Collection
        fields = (
            "title",
            "level",
            "creator",
            "date_written",
            "scope_and_content",
            "history",
            "rights",
            "publication",
        )
        widgets = {
            "scope_and_content": forms.Textarea(attrs={"rows": 5}),
            "history": forms.Textarea(attrs={"rows": 3}),
        }

    def description(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in DESCRIPTIVE_FIELDS}


class ParentForm(forms.Form):
    """Where a level stands."""

    parent = CollectionField(
        label=gettext_lazy("Part of"),
        required=False,
        help_text=gettext_lazy("Left empty, it stands at the top."),
    )

    def __init__(self, *args: Any, among: QuerySet[Collection], **options: Any) -> None:
        super().__init__(*args, **options)
        parent = self.fields["parent"]
        assert isinstance(parent, CollectionField)
        parent.among = among


class NewCollectionForm(ParentForm, CollectionForm):
    """A level that is not there yet."""

    code = CodeField(label=gettext_lazy("Reference code"), max_length=80)
    field_order = ["code", "title", "level", "parent"]
