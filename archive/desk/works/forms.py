"""What people type about a work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.accounts.models import User
from archive.desk.records.fields import CodeField, UnitField
from archive.ui.choosing import offer, offer_rows
from archive.ui.forms import DayField, NumberField, PastDayField, SeenForm
from archive.works.actions import Paper
from archive.works.actions.describing import DESCRIPTIVE_FIELDS
from archive.works.ladder import rungs_from
from archive.works.models import Compiler, Work, WorkKind, WorkStage


class YearField(NumberField):
    """A year a history may begin or end with."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"min_value": 1, "max_value": 2199})


class WorkForm(SeenForm, forms.ModelForm[Work]):
    """The description of a work."""

    unit = UnitField(label=gettext_lazy("Unit whose history it is"))
    expected_on = DayField(label=gettext_lazy("Expected to be finished on"), required=False)
    online_address = forms.URLField(
        label=gettext_lazy("Address on the Internet"), required=False, assume_scheme="https"
    )
    online_on = PastDayField(label=gettext_lazy("Online since"), required=False)

    class Meta:
        model = Work
        fields = DESCRIPTIVE_FIELDS
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"period_from": YearField, "period_to": YearField}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("period_from"), data.get("period_to")
        if first and last and first > last:
            self.add_error("period_to", _("The period ends before it begins."))
        return data


class RegisterForm(forms.Form):
    """The least that must be known of a new work."""

    code = CodeField(label=gettext_lazy("Code"), max_length=80)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=500)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=WorkKind.choices)
    unit = UnitField(label=gettext_lazy("Unit whose history it is"))

    def description(self) -> dict[str, Any]:
        return self.cleaned_data | {"kind": WorkKind(self.cleaned_data["kind"])}


class PaperForm(forms.Form):
    on = DayField(label=gettext_lazy("Date"))
    number = forms.CharField(label=gettext_lazy("Document number"), max_length=64, required=False)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=255, required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(on=data["on"], number=data["number"], issuer=data["issuer"], note=data["note"])


class AdvanceForm(PaperForm):
    """The next stage, and the document it rests on."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage reached"))
    superseded_by = forms.ModelChoiceField(
        label=gettext_lazy("New edition"), queryset=Work.objects.none(), required=False
    )

    field_order = ["stage"]

    def __init__(self, data: Any = None, *, work: Work, editions: Any) -> None:
        super().__init__(data)
        rungs = rungs_from(WorkStage(work.stage))
        offer(self, "stage", [(rung.stage, f"{rung.stage.label} ({rung.basis})") for rung in rungs])
        if work.stage in {WorkStage.PUBLISHED, WorkStage.LEGACY_PUBLISHED}:
            offer_rows(self, "superseded_by", editions)
        else:
            del self.fields["superseded_by"]


class LegacyForm(forms.Form):
    """A book printed before the guideline, and the rule then in force."""

    published_on = PastDayField(
        label=gettext_lazy("Printed on (1 January when only the year is known)")
    )
    rule = forms.CharField(
        label=gettext_lazy("Rule then in force"),
        max_length=255,
        help_text=gettext_lazy("For example Regulation 996-QĐ/TU, or that it is not known."),
    )


class FileForm(forms.Form):
    """A file from outside: said first that it is no state secret."""

    file = forms.FileField(label=gettext_lazy("File"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)
    no_secret = forms.BooleanField(
        label=gettext_lazy("The file bears no mark of state secrecy"), required=False
    )

    field_order = ["no_secret", "file", "note"]

    def clean_no_secret(self) -> bool:
        if not self.cleaned_data["no_secret"]:
            raise self.declaration_missing()
        return True

    @staticmethod
    def declaration_missing() -> ValidationError:
        return ValidationError(
            _("Material under a state-secrecy mark may not enter; nothing of it was kept.")
        )


class CompilerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Compiler.Role.choices)
    user = forms.ModelChoiceField(
        label=gettext_lazy("Account, if they have one"),
        queryset=User.objects.filter(is_active=True),
        required=False,
    )


class CiteForm(forms.Form):
    """A source: a record, and the page or second the work rests on."""

    record = CodeField(label=gettext_lazy("Reference code of the record"), max_length=80)
    page = NumberField(label=gettext_lazy("Page"), min_value=1, required=False)
    seconds = NumberField(label=gettext_lazy("Second"), min_value=0, required=False)
    place_in_work = forms.CharField(
        label=gettext_lazy("Place in the work"), max_length=120, required=False
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)


class TakeBackForm(forms.Form):
    """Why a work is no longer shown; stands at its address."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)


class CodeForm(forms.Form):
    """Another code; the former address goes on leading here."""

    code = CodeField(label=gettext_lazy("New reference code"), max_length=80)
