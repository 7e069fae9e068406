"""What people type in the round of a work: papers, comments, minutes, answers, documents."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.desk.interviews.forms import TimecodeField
from archive.desk.vetting.forms import DecisionForm, SubmitForm, text_area
from archive.desk.works.forms import FileForm
from archive.ui.choosing import offer, offer_rows
from archive.ui.forms import DayField, NumberField, RowsField
from archive.units.models import Level, Unit
from archive.values.boxes import InvalidBox, parse_box
from archive.vetting.actions.comments import Remark
from archive.vetting.actions.meetings import Sitting
from archive.vetting.models import (
    Certainty,
    CommentKind,
    Meeting,
    ObstacleKind,
    PaperState,
    Provision,
    ProvisionKind,
    Seat,
    SubjectKind,
    Verdict,
    Weight,
)
from archive.vetting.models.procedures import words_of
from archive.works.models import Citation, Manuscript, Work, WorkKind


class SubmitWorkForm(SubmitForm):
    """Asking for a work to be vetted: one version of its manuscript, by a numbered letter."""

    manuscript = forms.ModelChoiceField(
        label=gettext_lazy("Version that is vetted"), queryset=Manuscript.objects.none()
    )

    def __init__(self, data: Any = None, *, work: Work) -> None:
        super().__init__(data, kind=SubjectKind.WORK, body=None)
        self.fields["number"].required = True
        offer_rows(self, "manuscript", work.manuscripts.all())
        offer_rows(self, "body", Unit.objects.offices())


class PaperForm(forms.Form):
    """One paper of the check-list."""

    code = forms.ChoiceField(label=gettext_lazy("Paper"))
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=PaperState.choices)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=64, required=False)
    on = DayField(label=gettext_lazy("Date"), required=False)
    note = forms.CharField(label=gettext_lazy("Note or reason"), max_length=500, required=False)
    file = forms.FileField(label=gettext_lazy("Computer file"), required=False)
    no_secret = forms.BooleanField(
        label=gettext_lazy("The file bears no mark of state secrecy"), required=False
    )

    def __init__(self, *args: Any, papers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "code", papers)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") and not data.get("no_secret"):
            self.add_error("no_secret", FileForm.declaration_missing())
        return data


class ObstacleForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ObstacleKind.choices)
    text = forms.CharField(
        label=gettext_lazy("What stands in the way"), max_length=1000, widget=text_area(3)
    )


class BoxField(forms.CharField):
    """A part of a page, in hundredths of its width and height; a `Box` when cleaned."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_box(text)
        except InvalidBox:
            raise forms.ValidationError(
                _("Write four figures from 0 to 100: from the left, from the top, width, height.")
            ) from None


class CommentForm(forms.Form):
    """A remark on one place. `places` names the fields that say where, of those there are."""

    paragraph = NumberField(label=gettext_lazy("Paragraph"), min_value=1, required=False)
    page = NumberField(label=gettext_lazy("Page"), min_value=1, required=False)
    box = BoxField(
        label=gettext_lazy("Part of the page"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "In hundredths: from the left, from the top, width, height. Empty: the whole page."
        ),
    )
    seconds = TimecodeField(
        label=gettext_lazy("Moment"),
        required=False,
        help_text=gettext_lazy("As 1:02:03, or in seconds."),
    )
    until = TimecodeField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Empty: this moment alone."),
    )
    citation = forms.ModelChoiceField(
        label=gettext_lazy("Source it points at"),
        queryset=Citation.objects.none(),
        required=False,
    )
    quote = forms.CharField(label=gettext_lazy("Quoted words"), max_length=500, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CommentKind.choices)
    weight = forms.ChoiceField(
        label=gettext_lazy("Weight"), choices=Weight.choices, initial=Weight.SHOULD
    )
    text = forms.CharField(label=gettext_lazy("Comment"), widget=text_area(3))

    _PLACES = ("paragraph", "page", "box", "seconds", "until")

    def __init__(
        self,
        data: Any = None,
        *,
        places: Collection[str] = ("paragraph", "page", "seconds", "until"),
        sources: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        for name in set(self._PLACES).difference(places):
            del self.fields[name]
        if sources is None:
            del self.fields["citation"]
        else:
            offer_rows(self, "citation", sources)

    def places(self) -> list[forms.BoundField]:
        """Return the fields that say where, those of them that what is vetted has."""
        return [self[name] for name in self._PLACES if name in self.fields]

    def remark(self, *, page: int | None = None) -> Remark:
        """Return what was written; `page` where the address says it and not the form."""
        data = self.cleaned_data
        return Remark(
            text=data["text"],
            kind=CommentKind(data["kind"]),
            weight=Weight(data["weight"]),
            paragraph=data.get("paragraph"),
            page=page or data.get("page"),
            box=data.get("box"),
            at_ms=data.get("seconds"),
            until_ms=data.get("until"),
            quote=data["quote"],
            citation=data.get("citation"),
        )


class MeetingForm(forms.Form):
    held_on = DayField(label=gettext_lazy("Held on"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=255, required=False)
    present = RowsField(
        label=gettext_lazy("Present"),
        queryset=Seat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    also_present = forms.CharField(
        label=gettext_lazy("Also present"), max_length=500, required=False
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the minutes"), max_length=64, required=False
    )
    minutes = forms.CharField(label=gettext_lazy("Minutes"), widget=text_area(8))

    def __init__(self, data: Any = None, *, seats: Any) -> None:
        super().__init__(data)
        offer_rows(self, "present", seats)

    def sitting(self) -> Sitting:
        data = self.cleaned_data
        return Sitting(**(data | {"present": list(data["present"])}))


class BallotForm(forms.Form):
    """A secret ballot as it was counted on paper."""

    meeting = forms.ModelChoiceField(label=gettext_lazy("Meeting"), queryset=Meeting.objects.none())
    question = forms.CharField(label=gettext_lazy("Question"), max_length=255)
    spoilt = NumberField(label=gettext_lazy("Spoilt slips"), min_value=0, initial=0)
    envelope = forms.CharField(
        label=gettext_lazy("Mark on the sealed envelope"), max_length=120, required=False
    )

    field_order = ["meeting", "question", *Verdict.values, "spoilt", "envelope"]

    def __init__(self, data: Any = None, *, meetings: Any, verdicts: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.verdicts = [Verdict(code) for code, _label in verdicts]
        offer_rows(self, "meeting", meetings)
        for code, label in verdicts:
            self.fields[code] = NumberField(label=label, min_value=0, max_value=99, initial=0)
        self.order_fields(self.field_order)

    def counts(self) -> dict[Verdict, int]:
        return {verdict: self.cleaned_data[verdict.value] for verdict in self.verdicts}


class AnswerForm(forms.Form):
    """Taken in, and where; or not, and why."""

    accepted = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[("yes", gettext_lazy("taken in")), ("no", gettext_lazy("not taken in"))],
    )
    text = forms.CharField(
        label=gettext_lazy("Where it was changed, or why it was not"), widget=text_area(2)
    )


class ResubmitForm(forms.Form):
    manuscript = forms.ModelChoiceField(
        label=gettext_lazy("Corrected manuscript"), queryset=Manuscript.objects.none()
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the report"), max_length=64, required=False
    )
    on = DayField(label=gettext_lazy("Date of the report"))

    def __init__(self, data: Any = None, *, work: Work) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        offer_rows(self, "manuscript", work.manuscripts.all())


class CompleteForm(forms.Form):
    """A returned dossier of a work sent in again, with another manuscript if there is one."""

    note = forms.CharField(
        label=gettext_lazy("What was added"), max_length=1000, required=False, widget=text_area(3)
    )
    manuscript = forms.ModelChoiceField(
        label=gettext_lazy("Another version, if there is one"),
        queryset=Manuscript.objects.none(),
        required=False,
    )

    def __init__(self, data: Any = None, *, work: Work) -> None:
        super().__init__(data)
        offer_rows(self, "manuscript", work.manuscripts.all())


class DocumentForm(DecisionForm):
    """The vetting document."""

    number = forms.CharField(label=gettext_lazy("Document number"), max_length=64)
    on = DayField(label=gettext_lazy("Date"))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=text_area(3))


class DiscloseForm(DecisionForm):
    """What readers see of a round that ended well, by a decision of the office."""

    opinions = forms.BooleanField(label=gettext_lazy("Show the written opinions"), required=False)
    names = forms.BooleanField(
        label=gettext_lazy("Show the names of the council"),
        required=False,
        help_text=gettext_lazy(
            "Neither ticked: readers see the outcome only, as before any decision."
        ),
    )

    field_order = ["opinions", "names", "number", "on", "signatory"]


class CompetenceForm(forms.Form):
    """Who vets what, from when to when, by which document."""

    procedure_code = forms.ChoiceField(label=gettext_lazy("Procedure"))
    work_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of work"), choices=[("", "–"), *WorkKind.choices], required=False
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=[("", "–"), *Level.choices], required=False
    )
    valid_from = DayField(label=gettext_lazy("From"), required=False)
    valid_to = DayField(label=gettext_lazy("To"), required=False)
    body = forms.CharField(
        label=gettext_lazy("Competent body"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Empty: not determined."),
    )
    body_level = forms.ChoiceField(
        label=gettext_lazy("Level of the body"),
        choices=[("", "–"), *Level.choices],
        required=False,
    )
    basis = forms.CharField(
        label=gettext_lazy("Document that decides it (number, date, issuer)"), max_length=500
    )
    certainty = forms.ChoiceField(
        label=gettext_lazy("Certainty"), choices=Certainty.choices, initial=Certainty.OFFICE
    )

    def __init__(self, data: Any = None, *, procedures: list[tuple[str, str]]) -> None:
        super().__init__(data)
        offer(self, "procedure_code", procedures)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and first > last:
            self.add_error("valid_to", gettext_lazy("The period ends before it begins."))
        return data


def mark_languages(form: forms.Form) -> None:
    """Say of each text that is entered in both languages which one it is in."""
    for name, field in form.fields.items():
        if f"{name}_en" in form.fields:
            field.widget.attrs["lang"] = "vi"
        elif name.endswith("_en"):
            field.widget.attrs["lang"] = "en"


class DemandForm(forms.Form):
    """One demand of a new version of a procedure; emptied, it is left out."""

    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=ProvisionKind.choices)
    code = forms.SlugField(label=gettext_lazy("Code"), max_length=40, required=False)
    label = forms.CharField(label=gettext_lazy("Demand"), max_length=500, required=False)
    label_en = forms.CharField(
        label=gettext_lazy("Demand in English"), max_length=500, required=False
    )
    value = forms.CharField(label=gettext_lazy("Value"), max_length=40, required=False)
    basis = forms.CharField(label=gettext_lazy("Basis"), max_length=500, required=False)
    basis_en = forms.CharField(
        label=gettext_lazy("Basis in English"), max_length=500, required=False
    )
    certainty = forms.ChoiceField(label=gettext_lazy("Certainty"), choices=Certainty.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mark_languages(self)
        kind, code, value = (str(self._given(name) or "") for name in ("kind", "code", "value"))
        if words := words_of(kind, code):
            choices = {"": "–", **words}
            if not self.is_bound:
                choices.setdefault(value, value)  # as somebody entered it before
            self.fields["value"] = forms.ChoiceField(
                label=gettext_lazy("Value"), choices=list(choices.items()), required=False
            )

    def _given(self, name: str) -> Any:
        return self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)

    @property
    def shown(self) -> Provision:
        """Return the demand as it stands in the form, to be read in one's own language."""
        return Provision(**{name: self[name].value() or "" for name in self.fields})


DEMANDS = forms.formset_factory(DemandForm, extra=0, max_num=200, absolute_max=200)


class ProcedureForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=255, required=False)
    document_number = forms.CharField(
        label=gettext_lazy("Document number"), max_length=64, required=False
    )
    document_on = DayField(label=gettext_lazy("Document date"), required=False)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=255, required=False)
    note = forms.CharField(
        label=gettext_lazy("What is known of it"), required=False, widget=text_area(3)
    )
    note_en = forms.CharField(
        label=gettext_lazy("What is known of it, in English"), required=False, widget=text_area(3)
    )
    valid_from = DayField(label=gettext_lazy("From"), required=False)
    valid_to = DayField(label=gettext_lazy("To"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mark_languages(self)


class NewProcedureForm(ProcedureForm):
    """Another procedure: a rule of the office's own, or one that was in force before."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=32)

    field_order = ["code", "name", "name_en"]

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()
