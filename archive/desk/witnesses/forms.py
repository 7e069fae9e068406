"""What collectors type about a witness."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.access import gate
from archive.access.days import begin_of
from archive.accounts.models import Role, User
from archive.catalogue.models import Record
from archive.collecting import policy, secrecy
from archive.collecting.actions import FACTS
from archive.collecting.models import Appointment, Campaign, Outcome, Witness
from archive.collecting.models.meetings import LONGEST, SHORTEST
from archive.collecting.models.witnesses import WAITING
from archive.collecting.urgency import queue
from archive.desk.records.fields import CodeField, UnitField, unit_label
from archive.ui.choosing import offer_rows
from archive.ui.forms import DayField, NumberField, PastDayField, SeenForm


class WitnessForm(SeenForm, forms.ModelForm[Witness]):
    """The open facts, and for collectors the private notes below them."""

    unit = UnitField(label=gettext_lazy("Unit they know most of"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("Contact, through family or Party cell"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    health = forms.CharField(
        label=gettext_lazy("Health"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    memory = forms.CharField(
        label=gettext_lazy("Memory"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    notes = forms.CharField(
        label=gettext_lazy("Private notes"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    class Meta:
        model = Witness
        fields = FACTS
        widgets = {
            "posts": forms.Textarea(attrs={"rows": 3}),
            "witnessed": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"last_contact_on": PastDayField}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reads_private = policy.may_read_private(user)
        for name in secrecy.FIELDS:
            if not self.reads_private:
                del self.fields[name]
            elif self.instance.pk:
                self.initial[name] = secrecy.unseal(self.instance.private)[name]
        if self.instance.unit is not None:
            self.initial["unit"] = unit_label(self.instance.unit)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}

    def private(self) -> dict[str, str] | None:
        if not self.reads_private:
            return None
        return {name: self.cleaned_data[name] for name in secrecy.FIELDS}


class AppointmentForm(forms.ModelForm[Appointment]):
    """Who goes, when, for how long, with whose permission and what."""

    minutes = NumberField(
        label=gettext_lazy("Length in minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=90,
    )

    class Meta:
        model = Appointment
        fields = (
            "interviewer",
            "starts_at",
            "minutes",
            "place",
            "mandate_number",
            "mandate_on",
            "mandate_signatory",
            "equipment",
        )
        widgets = {
            "starts_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "equipment": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"mandate_on": DayField}

    def __init__(self, *args: Any, witness: Witness, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault(
            "equipment",
            _("Recorder\nSpare batteries and cards\nMicrophone\nConsent form to be signed"),
        )
        people = User.objects.filter(
            is_active=True,
            office=witness.office_id,
            grants__role__in=[Role.COLLECTOR, Role.OFFICE_HEAD, Role.ARCHIVIST],
        )
        offer_rows(self, "interviewer", people.distinct())
        # What a slip of the keyboard makes of a year is a moment no clock and no calendar has.
        self.fields["starts_at"].validators += [
            MinValueValidator(begin_of(dt.date(1900, 1, 1)), _("Look at the year once more.")),
            MaxValueValidator(begin_of(dt.date(2200, 1, 1)), _("Look at the year once more.")),
        ]


class OutcomeForm(forms.Form):
    """What came of an appointment."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[choice for choice in Outcome.choices if choice[0] != Outcome.PENDING],
    )
    meet_again = forms.BooleanField(label=gettext_lazy("Another meeting is needed"), required=False)
    record = CodeField(
        label=gettext_lazy("Interview made of it (reference code)"), max_length=80, required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_record(self) -> Record | None:
        code = self.cleaned_data["record"]
        if not code:
            return None
        found = gate.workable_records(self.user).filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("Your office has no record with this code."))
        return found


class CampaignForm(forms.ModelForm[Campaign]):
    """A campaign, and whom it is to meet: the first of the queue, and whoever is named."""

    most_urgent = NumberField(
        label=gettext_lazy("How many from the head of the queue"),
        min_value=0,
        max_value=500,
        required=False,
    )
    unit = UnitField(label=gettext_lazy("Only those who know this unit"), required=False)
    names = forms.CharField(
        label=gettext_lazy("And these witnesses"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("Names as they stand in the register, one on a line."),
    )

    class Meta:
        model = Campaign
        fields = ("title", "due_on", "note")
        field_classes = {"due_on": DayField}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = policy.visible_witnesses(user)

    def clean_names(self) -> list[Witness]:
        found: list[Witness] = []
        lines = self.cleaned_data["names"].splitlines()
        for name in (" ".join(line.split()) for line in lines if line.strip()):
            # No name in the register is longer, and no database looks for one of any length.
            same = list(self.among.filter(name__iexact=name)[:2]) if len(name) <= 255 else []
            if len(same) != 1:
                words = (
                    _("“%(name)s” stands in the register twice.")
                    if same
                    else _("“%(name)s” does not stand in the register.")
                )
                raise forms.ValidationError(words % {"name": Truncator(name).chars(255)})
            found += same
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("most_urgent") and not given.get("names") and not self.errors:
            self.add_error("most_urgent", _("Say whom the campaign is to meet."))
        return given

    def targets(self, *, today: dt.date) -> list[Witness]:
        """Return whom the campaign is to meet, nobody twice."""
        rows = self.among.filter(status__in=WAITING)
        if unit := self.cleaned_data["unit"]:
            rows = rows.filter(unit=unit)
        first = queue(rows, today=today)[: self.cleaned_data["most_urgent"] or 0]
        wanted = {*first, *(witness.pk for witness in self.cleaned_data["names"])}
        return list(self.among.filter(pk__in=wanted))
