"""What people type about an interview."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.access.actions import Terms
from archive.access.models import Consent, Giver, Scope
from archive.catalogue.interviews import INTERVIEW_FIELDS
from archive.catalogue.models import (
    AppearanceRole,
    Interview,
    Person,
    Record,
    Transcript,
    TranscriptKind,
)
from archive.catalogue.speech.cues import MAX_BYTES
from archive.ui.choosing import offer, offer_rows
from archive.ui.forms import DayField, PastDayField
from archive.values.timecodes import InvalidTimecode, parse_timecode

PAPER_BYTES = 50 * 1024 * 1024
LANGUAGES = [
    ("vi", gettext_lazy("Vietnamese (Kinh)")),
    ("kpm", gettext_lazy("K'ho")),
    ("cma", gettext_lazy("Mạ")),
    ("cmo", gettext_lazy("M'nông")),
    ("cjm", gettext_lazy("Chăm")),
    ("en", gettext_lazy("English")),
    ("und", gettext_lazy("Another language")),
]


SHAPE = gettext_lazy("As 1:02:03, or in seconds.")


class TimecodeField(forms.CharField):
    """A place in a recording as people write it, `1:02:03`; milliseconds when cleaned."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_timecode(text)
        except InvalidTimecode:
            raise forms.ValidationError(_("Write a time as 1:02:03.")) from None


class InterviewForm(forms.ModelForm[Interview]):
    class Meta:
        model = Interview
        fields = INTERVIEW_FIELDS
        field_classes = {"mandate_on": PastDayField}


class ConsentForm(forms.Form):
    """One signed form: who, when, and what they ticked."""

    witness = forms.ModelChoiceField(
        label=gettext_lazy("Witness"), queryset=Person.objects.none(), empty_label=None
    )
    giver = forms.ChoiceField(label=gettext_lazy("Given by"), choices=Giver.choices)
    giver_name = forms.CharField(
        label=gettext_lazy("Name of the guardian or heir"), max_length=255, required=False
    )
    given_on = PastDayField(label=gettext_lazy("Given on"))
    pseudonym = forms.CharField(
        label=gettext_lazy("Pseudonym"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Shown to readers wherever the name is not allowed."),
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions, in the words of who consents"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    language_read = forms.ChoiceField(
        label=gettext_lazy("Language the form was read out in"), choices=LANGUAGES
    )
    form_version = forms.CharField(
        label=gettext_lazy("Version of the form"), max_length=32, required=False
    )
    paper = forms.FileField(
        label=gettext_lazy("Signed form (scan or PDF)"),
        required=False,
        help_text=gettext_lazy("Seen by the office only."),
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        witnesses = Person.objects.filter(
            appearances__record=record, appearances__role=AppearanceRole.WITNESS
        )
        offer_rows(self, "witness", witnesses.distinct())
        for scope in Scope:
            self.fields[f"allow_{scope}"] = forms.BooleanField(label=scope.label, required=False)
            self.fields[f"begins_{scope}"] = DayField(label=_("From"), required=False)
            self.fields[f"ends_{scope}"] = DayField(label=_("Until"), required=False)
            self.fields[f"death_{scope}"] = forms.BooleanField(
                label=_("only after the witness's death"), required=False
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for scope in Scope:
            begins, ends = given.get(f"begins_{scope}"), given.get(f"ends_{scope}")
            if begins and ends and ends < begins:
                self.add_error(f"ends_{scope}", _("This is before the first day."))
        if not any(given.get(f"allow_{scope}") for scope in Scope):
            self.add_error(None, _("Tick at least one thing that is allowed."))
        if given.get("giver") != Giver.WITNESS and not given.get("giver_name"):
            self.add_error("giver_name", _("Say who consents in the place of the witness."))
        return given

    def rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField, BoundField]]:
        """Yield what belongs to one scope: allowed, from, until, after death."""
        for scope in Scope:
            yield (
                self[f"allow_{scope}"],
                self[f"begins_{scope}"],
                self[f"ends_{scope}"],
                self[f"death_{scope}"],
            )

    def head(self) -> Iterator[BoundField]:
        """Yield the fields that stand above the table of what is allowed."""
        for name in self.base_fields:
            yield self[name]

    def terms(self) -> list[Terms]:
        given = self.cleaned_data
        return [
            Terms(
                scope,
                begins_on=given[f"begins_{scope}"],
                ends_on=given[f"ends_{scope}"],
                only_after_death=given[f"death_{scope}"],
            )
            for scope in Scope
            if given[f"allow_{scope}"]
        ]


class WithdrawalForm(forms.Form):
    """What is taken back of one consent, and why."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What is taken back"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, as it was given"), max_length=500, required=False
    )

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = [c for c in consent.clauses.all() if c.withdrawn_at is None]
        offer(self, "scopes", [(c.scope, c.get_scope_display()) for c in standing])
        self.fields["scopes"].initial = [c.scope for c in standing]


class StretchForm(forms.Form):
    """A stretch of time of a recording."""

    from_ms = TimecodeField(label=gettext_lazy("From (time)"), help_text=SHAPE)
    to_ms = TimecodeField(label=gettext_lazy("To (time)"), help_text="1:04:00")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begin, end = given.get("from_ms"), given.get("to_ms")
        if begin is not None and end is not None and end <= begin:
            self.add_error("to_ms", _("The stretch ends before it begins."))
        return given


class SealForm(StretchForm):
    """A stretch of time nobody outside may have."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=255)
    until = DayField(
        label=gettext_lazy("Sealed until"),
        required=False,
        help_text=gettext_lazy("Empty: until somebody lifts it."),
    )


class TranscriptForm(forms.Form):
    """A transcript file and what it is."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "WebVTT, SRT, OHMS, ELAN, TextGrid, Word, or text with time codes like [00:01:23]."
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=TranscriptKind.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    tiers = forms.CharField(
        label=gettext_lazy("Tiers, and who speaks in them"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "For ELAN and TextGrid, as: KK = Interviewer; NC = Witness. Empty: every tier."
        ),
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB.") % {"most": MAX_BYTES >> 20}
            )
        return file


class ConfirmationForm(forms.Form):
    """A witness's word that a transcript is right."""

    witness = forms.ModelChoiceField(
        label=gettext_lazy("Witness"), queryset=Person.objects.none(), empty_label=None
    )
    confirmed_on = PastDayField(label=gettext_lazy("Confirmed on"))
    remarks = forms.CharField(
        label=gettext_lazy("Remarks of the witness"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    paper = forms.FileField(label=gettext_lazy("Signed page (scan or PDF)"), required=False)

    def __init__(self, *args: Any, transcript: Transcript, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        witnesses = Person.objects.filter(
            appearances__record=transcript.record, appearances__role=AppearanceRole.WITNESS
        )
        offer_rows(self, "witness", witnesses.distinct())
