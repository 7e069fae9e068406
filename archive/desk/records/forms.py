"""What an archivist types about a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.access import gate
from archive.accounts.models import User
from archive.catalogue.actions import DESCRIPTIVE_FIELDS
from archive.catalogue.models import (
    AccessLevel,
    AppearanceRole,
    BodyRole,
    Record,
    RecordKind,
    Vocabulary,
)
from archive.desk.records.fields import (
    CodeField,
    CollectionField,
    NamesField,
    TermField,
    TermsField,
    UnitField,
    collection_label,
    offer_terms,
    unit_label,
)
from archive.ui.forms import NumberField, PastDayField
from archive.units.models import Unit
from archive.values.dates import parse_date

PEOPLE = {
    "creators": AppearanceRole.CREATOR,
    "witnesses": AppearanceRole.WITNESS,
    "interviewers": AppearanceRole.INTERVIEWER,
    "present": AppearanceRole.PRESENT,
    "mentioned": AppearanceRole.MENTIONED,
}
BODIES = {
    "issuing_bodies": BodyRole.ISSUER,
    "creating_bodies": BodyRole.CREATOR,
    "receiving_bodies": BodyRole.RECIPIENT,
    "bodies_mentioned": BodyRole.MENTIONED,
}


class RegisterForm(forms.Form):
    """The least that must be known of a new record."""

    code = CodeField(
        label=gettext_lazy("Reference code"),
        max_length=80,
        help_text=gettext_lazy("For example LD-P012-H034-0007: fonds, file, item."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=RecordKind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=500)


class DescribeForm(forms.ModelForm[Record]):
    """The description, area by area (ISAD(G)); the areas are listed in `AREAS`."""

    AREAS = (
        (
            gettext_lazy("Identity"),
            (
                "kind",
                "title",
                "abstract",
                "collection",
                "order_number",
                "date_written",
                "extent",
                "sheet_count",
                "page_count",
            ),
        ),
        (
            gettext_lazy("Document"),
            (
                "document_type",
                "number_and_symbol",
                "issuing_body",
                "creator",
                "languages",
                "scripts",
            ),
        ),
        (
            gettext_lazy("Content and access points"),
            (
                "unit",
                "scope_and_content",
                "appraisal",
                *PEOPLE,
                *BODIES,
                "places",
                "subjects",
                "events",
                "keywords",
            ),
        ),
        (gettext_lazy("Provenance"), ("history", "giver", "receipt", "received_on")),
        (
            gettext_lazy("Original and condition"),
            (
                "original_location",
                "copies_location",
                "originality",
                "reliability",
                "condition",
                "retention",
                "information_symbol",
                "autograph",
                "use_mode",
                "paper_code",
                "reserve_regime",
                "reserve_state",
            ),
        ),
        (gettext_lazy("Allied materials"), ("related_material", "publication_note")),
        (gettext_lazy("Rights, notes and processing"), ("rights", "notes", "processing_state")),
        (gettext_lazy("Description control"), ("archivist_note", "rules", "described_on")),
    )

    version = NumberField(widget=forms.HiddenInput)
    unit = UnitField(label=gettext_lazy("Unit at the time"), required=False)
    collection = CollectionField(label=gettext_lazy("Collection"), required=False)
    document_type = TermField(Vocabulary.DOCUMENT_TYPE)
    languages = TermsField(Vocabulary.LANGUAGE, field="languages")
    scripts = TermsField(Vocabulary.SCRIPT, field="scripts")
    originality = TermField(Vocabulary.ORIGINALITY)
    reliability = TermField(Vocabulary.RELIABILITY)
    condition = TermField(Vocabulary.CONDITION, required=True)
    retention = TermField(Vocabulary.RETENTION)
    creators = NamesField(label=gettext_lazy("Creators (persons)"), kind="people")
    witnesses = NamesField(label=gettext_lazy("Witnesses"), kind="people")
    interviewers = NamesField(label=gettext_lazy("Interviewers"), kind="people")
    present = NamesField(label=gettext_lazy("Also present"), kind="people")
    mentioned = NamesField(label=gettext_lazy("People mentioned"), kind="people")
    issuing_bodies = NamesField(label=gettext_lazy("Issuing bodies"), kind="bodies")
    creating_bodies = NamesField(label=gettext_lazy("Creators (bodies)"), kind="bodies")
    receiving_bodies = NamesField(label=gettext_lazy("Recipients (bodies)"), kind="bodies")
    bodies_mentioned = NamesField(label=gettext_lazy("Bodies mentioned"), kind="bodies")
    places = NamesField(label=gettext_lazy("Places"), kind="places")
    subjects = NamesField(label=gettext_lazy("Subjects"), kind="subjects")
    events = NamesField(label=gettext_lazy("Events"), kind="events")

    class Meta:
        model = Record
        fields = sorted(DESCRIPTIVE_FIELDS)
        widgets = {
            "abstract": forms.Textarea(attrs={"rows": 3}),
            "scope_and_content": forms.Textarea(attrs={"rows": 6}),
            "related_material": forms.Textarea(attrs={"rows": 2}),
            "publication_note": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 3}),
            "history": forms.Textarea(attrs={"rows": 2}),
            "appraisal": forms.Textarea(attrs={"rows": 2}),
            "archivist_note": forms.Textarea(attrs={"rows": 2}),
        }
        field_classes = {
            "received_on": PastDayField,
            "sheet_count": NumberField,
            "page_count": NumberField,
        }
        labels = {
            "creator": gettext_lazy("Creator, as it is written"),
            "issuing_body": gettext_lazy("Issuing body, as it is written"),
        }
        help_texts = {
            "date_written": gettext_lazy(
                "As it is written: 8-1945, about 1945, before 30/4/1975, the 1960s …"
            ),
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: User,
        instance: Record,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(
            data, instance=instance, initial={**_names_of(instance), **(initial or {})}
        )
        offer_terms(self, instance)
        collection = self.fields["collection"]
        assert isinstance(collection, CollectionField)
        collection.among = gate.workable_collections(user).filter(holder=instance.holder_id)

    def areas(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields of the form, area by area, for the template."""
        return [(label, [self[name] for name in names]) for label, names in self.AREAS]

    def date_reading(self) -> str:
        """Say how the date as written is understood, or that it is not."""
        date = parse_date(str(self["date_written"].value() or ""))
        if not date.written:
            return ""
        if not date.understood:
            return _("Not understood: it is kept as written and will not be found by year.")
        if date.earliest is None and date.latest is None:
            return _("Understood as: not known.")
        first = date.earliest.strftime("%d/%m/%Y") if date.earliest else "…"
        last = date.latest.strftime("%d/%m/%Y") if date.latest else "…"
        return _("Understood as: %(first)s to %(last)s.") % {"first": first, "last": last}

    def description(self) -> Mapping[str, Any]:
        """Return the cleaned form as the keyword arguments of `describe_record`."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in DESCRIPTIVE_FIELDS},
            "people": {role: data[name] for name, role in PEOPLE.items()},
            "bodies": {role: data[name] for name, role in BODIES.items()},
            "places": data["places"],
            "subjects": data["subjects"],
            "events": data["events"],
        }


class ReleaseForm(forms.Form):
    """Opening a record: to whom, and on what paper."""

    level = forms.ChoiceField(
        label=gettext_lazy("Open to"),
        choices=[choice for choice in AccessLevel.choices if choice[0] != AccessLevel.CLOSED],
    )
    basis_number = forms.CharField(
        label=gettext_lazy("Number of the decision"), max_length=128, required=False
    )


class WithdrawForm(forms.Form):
    """Taking a record back: why, in words its readers will see."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Readers who come to the address will see it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ChangeCodeForm(forms.Form):
    """Another reference code; the former address goes on leading here."""

    code = CodeField(label=gettext_lazy("New reference code"), max_length=80)


def _names_of(record: Record) -> dict[str, Any]:
    """Return what the typed fields start with: units and collections as lines, names as lists."""
    people: dict[str, list[str]] = {}
    for appearance in record.appearances.select_related("person").order_by("person__sort_key"):
        people.setdefault(appearance.role, []).append(appearance.person.name)
    bodies: dict[str, list[str]] = {}
    for involvement in record.involvements.select_related("body").order_by("body__sort_key"):
        bodies.setdefault(involvement.role, []).append(involvement.body.name)
    return {
        "version": record.version,
        "unit": unit_label(_with_parent(record.unit)) if record.unit else "",
        "collection": collection_label(record.collection) if record.collection else "",
        **{name: "\n".join(people.get(role, [])) for name, role in PEOPLE.items()},
        **{name: "\n".join(bodies.get(role, [])) for name, role in BODIES.items()},
        "places": "\n".join(record.places.values_list("name", flat=True)),
        "subjects": "\n".join(record.subjects.values_list("name", flat=True)),
        "events": "\n".join(record.events.values_list("name", flat=True)),
    }


def _with_parent(unit: Unit) -> Unit:
    return Unit.objects.select_related("parent").get(pk=unit.pk)
