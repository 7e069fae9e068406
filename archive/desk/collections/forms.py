"""What an archivist types about a level of arrangement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from archive.catalogue.arrangement import DESCRIPTIVE_FIELDS
from archive.catalogue.models import AccessLevel, Collection, Vocabulary
from archive.desk.records.fields import (
    CodeField,
    CollectionField,
    TermField,
    TermsField,
    offer_terms,
)
from archive.ui.forms import NumberField, SeenForm


class CollectionForm(SeenForm, forms.ModelForm[Collection]):
    """The description of a level (ISAD(G))."""

    level = TermField(Vocabulary.LEVEL, required=True)
    languages = TermsField(Vocabulary.LANGUAGE, field="languages")
    scripts = TermsField(Vocabulary.SCRIPT, field="scripts")
    preservation = TermField(Vocabulary.CONDITION)
    reliability = TermField(Vocabulary.RELIABILITY)
    retention = TermField(Vocabulary.RETENTION)

    class Meta:
        model = Collection
        fields = (
            "title",
            "level",
            "status",
            "date_written",
            "extent",
            "sheet_count",
            "page_count",
            "creator",
            "creator_history",
            "history",
            "acquisition",
            "scope_and_content",
            "keywords",
            "information_symbol",
            "appraisal",
            "accruals",
            "arrangement",
            "use_mode",
            "rights",
            "languages",
            "scripts",
            "preservation",
            "reliability",
            "retention",
            "finding_aids",
            "paper_code",
            "reserve_regime",
            "reserve_state",
            "related_material",
            "publication_note",
            "publication",
            "notes",
            "archivist_note",
            "rules",
            "described_on",
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in (
                ("creator_history", 3),
                ("history", 3),
                ("acquisition", 2),
                ("scope_and_content", 5),
                ("appraisal", 2),
                ("arrangement", 2),
                ("finding_aids", 2),
                ("related_material", 2),
                ("publication_note", 2),
                ("notes", 2),
                ("archivist_note", 2),
            )
        }
        field_classes = {"sheet_count": NumberField, "page_count": NumberField}
        help_texts = {
            "date_written": gettext_lazy("From when to when, as it is written: 1945-1954 …"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_terms(self, self.instance)

    def description(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in DESCRIPTIVE_FIELDS}


class LimitForm(forms.Form):
    """How far what is kept at a level may be opened, and on what paper."""

    ceiling = forms.ChoiceField(
        label=gettext_lazy("Open at most to"),
        choices=[("", gettext_lazy("As the level above")), *AccessLevel.choices],
        required=False,
        help_text=gettext_lazy(
            "Of this and the levels above the strictest holds. Records are never opened wider "
            "than they were released."
        ),
    )
    basis_number = forms.CharField(
        label=gettext_lazy("Number of the decision"), max_length=128, required=False
    )


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
