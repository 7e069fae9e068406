"""What people type in a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.accounts.models import Role, User
from archive.ui.choosing import offer, offer_rows
from archive.ui.forms import DayField
from archive.units.models import Unit
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.models import (
    Certainty,
    Corroboration,
    Procedure,
    ProvisionKind,
    Seat,
    SeatRole,
    SubjectKind,
    Verdict,
)
from archive.vetting.rules import Rules

SITTERS = (
    Role.COUNCIL_MEMBER,
    Role.VETTING_SECRETARY,
    Role.VETTING_HEAD,
    Role.OFFICE_HEAD,
    Role.ARCHIVIST,
    Role.RESEARCHER,
)
MOST_SEATS = 9


def text_area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class SubmitForm(forms.Form):
    """Asking for vetting: under which procedure, of which body, by which letter."""

    procedure = forms.ModelChoiceField(
        label=gettext_lazy("Procedure"), queryset=Procedure.objects.none()
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("Vetting body"), queryset=Unit.objects.offices()
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the request"), max_length=64, required=False
    )
    requested_on = DayField(label=gettext_lazy("Date of the request"))
    empowered_by = forms.CharField(
        label=gettext_lazy("Document that empowers the body"),
        max_length=255,
        required=False,
        help_text=gettext_lazy(
            "Needed where nobody is known to be competent, or for another body than the usual one."
        ),
    )
    empowered_on = DayField(label=gettext_lazy("Date of that document"), required=False)

    def __init__(self, data: Any = None, *, kind: SubjectKind, body: Unit | None) -> None:
        today = timezone.localdate()
        found = Procedure.objects.in_force(kind, today)
        initial = {"procedure": found.first(), "body": body, "requested_on": today}
        super().__init__(data, initial=initial)
        offer_rows(self, "procedure", found)

    def request(self) -> Request:
        return Request(**self.cleaned_data)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, widget=text_area(3))


class NoteForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What was added"), max_length=1000, required=False, widget=text_area(3)
    )


class DecisionForm(forms.Form):
    """The decision that seats people."""

    number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=64)
    on = DayField(label=gettext_lazy("Date of the decision"))
    signatory = forms.CharField(label=gettext_lazy("Signed by"), max_length=150)

    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(number=data["number"], on=data["on"], signatory=data["signatory"])


class CouncilForm(DecisionForm):
    review_due_on = DayField(
        label=gettext_lazy("Opinions due on"),
        required=False,
        help_text=gettext_lazy("The office's own choice: no source states a period."),
    )


class SeatForm(forms.Form):
    """One seat; a row without a person is left out."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Person"), queryset=User.objects.none(), required=False
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=SeatRole.choices, initial=SeatRole.MEMBER
    )
    office = forms.CharField(label=gettext_lazy("Office"), max_length=255, required=False)
    field = forms.CharField(label=gettext_lazy("Field"), max_length=255, required=False)
    conflict_note = forms.CharField(
        label=gettext_lazy("Why seated although they had a part in it"),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = User.objects.filter(is_active=True, grants__role__in=SITTERS).distinct()
        offer_rows(self, "person", people.order_by("full_name", "username"))

    def sitting(self) -> Sitting:
        data = self.cleaned_data
        return Sitting(
            person=data["person"],
            role=SeatRole(data["role"]),
            office=data["office"],
            field=data["field"],
            conflict_note=data["conflict_note"],
        )


class SeatsFormSet(BaseFormSet[SeatForm]):
    """Rows for a council: the first is offered to the chair, the second to the secretary."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        first = dict(enumerate((SeatRole.CHAIR, SeatRole.SECRETARY)))
        role = SeatRole.MEMBER if index is None else first.get(index, SeatRole.MEMBER)
        return super().get_form_kwargs(index) | {"initial": {"role": role}}

    def sittings(self) -> list[Sitting]:
        return [form.sitting() for form in self if form.cleaned_data.get("person")]


SEATS = formset_factory(
    SeatForm,
    formset=SeatsFormSet,
    extra=MOST_SEATS,
    max_num=MOST_SEATS + 1,
    absolute_max=MOST_SEATS + 1,
    validate_max=True,
)


class ReplaceForm(SeatForm, DecisionForm):
    """Putting somebody in another's seat, by a decision, for a reason."""

    seat_left = forms.ModelChoiceField(label=gettext_lazy("Seat"), queryset=Seat.objects.none())
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)

    field_order = ["seat_left", "person", "role", "office", "field", "number", "on", "signatory"]

    def __init__(self, *args: Any, seats: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].required = True
        offer_rows(self, "seat_left", seats)


class OpinionForm(forms.Form):
    """One member's opinion: a text by criterion, a whole, a proposed verdict."""

    text = forms.CharField(
        label=gettext_lazy("Opinion as a whole"), required=False, widget=text_area(8)
    )
    verdict = forms.ChoiceField(label=gettext_lazy("Proposed verdict"), required=False)
    late_reason = forms.CharField(
        label=gettext_lazy("Reason for being late"), max_length=500, required=False
    )

    def __init__(self, data: Any = None, *, rules: Rules, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        # What no source gives (a scoring form) is shown with the procedure, and not asked for.
        self.criteria = [
            criterion
            for criterion in rules.of(ProvisionKind.CRITERION)
            if criterion.certainty != Certainty.UNDETERMINED
        ]
        for criterion in self.criteria:
            self.fields[f"point_{criterion.code}"] = forms.CharField(
                label=criterion.text, required=False, widget=text_area(3)
            )
        offer(self, "verdict", [("", "—"), *verdict_choices(rules)])

    def by_criterion(self) -> list[tuple[Any, forms.BoundField]]:
        """Return each criterion with its field, so that the basis is shown beside it."""
        return [(criterion, self[f"point_{criterion.code}"]) for criterion in self.criteria]

    def written(self) -> list[tuple[Any, str]]:
        """Return each criterion something was written on, with what is kept of it."""
        kept = [(c, self.initial.get(f"point_{c.code}", "")) for c in self.criteria]
        return [(criterion, text) for criterion, text in kept if text]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "points": {c.code: data[f"point_{c.code}"].strip() for c in self.criteria},
            "text": data["text"],
            "verdict": Verdict(data["verdict"]) if data["verdict"] else None,
        }


class ConcludeForm(forms.Form):
    """The conclusion: verdict, paper, text, and what was found."""

    verdict = forms.ChoiceField(label=gettext_lazy("Verdict"))
    number = forms.CharField(label=gettext_lazy("Number of the conclusion"), max_length=64)
    on = DayField(label=gettext_lazy("Date of the conclusion"))
    signatory = forms.CharField(label=gettext_lazy("Signed by"), max_length=150)
    text = forms.CharField(label=gettext_lazy("Conclusion"), widget=text_area(6))
    corroboration = forms.ChoiceField(
        label=gettext_lazy("Corroboration"),
        choices=[("", "—"), *Corroboration.choices],
        required=False,
    )

    def __init__(self, data: Any = None, *, rules: Rules, kind: SubjectKind) -> None:
        super().__init__(data)
        offer(self, "verdict", verdict_choices(rules))
        self.points = [c for c in rules.of(ProvisionKind.CRITERION) if c.code != "corroboration"]
        if kind == SubjectKind.WORK:
            del self.fields["corroboration"]
            self.points = []
        for point in self.points:
            self.fields[f"point_{point.code}"] = forms.CharField(
                label=_("Finding: %(criterion)s") % {"criterion": point.text.lower()},
                required=False,
                widget=text_area(2),
            )

    def finding(self) -> Finding:
        data = self.cleaned_data
        found = data.get("corroboration") or ""
        return Finding(
            verdict=Verdict(data["verdict"]),
            number=data["number"],
            on=data["on"],
            signatory=data["signatory"],
            text=data["text"],
            corroboration=Corroboration(found) if found else None,
            points={p.code: data[f"point_{p.code}"] for p in self.points},
        )


def verdict_choices(rules: Rules) -> list[tuple[str, str]]:
    return [(verdict.code, verdict.text) for verdict in rules.of(ProvisionKind.VERDICT)]
