"""Forms of the deposit screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.access.audiences import offices_of
from archive.accounts.models import Role, User
from archive.catalogue.models import RecordKind
from archive.ingest.models import Deposit, DepositedFile, FileState, Secrecy
from archive.ingest.watching import waiting_folders
from archive.ui.choosing import offer, offer_rows
from archive.ui.forms import PastDayField, RowsField
from archive.units.models import Unit
from archive.values.codes import InvalidCode, normalise_code


class SecrecyForm(forms.Form):
    """The question that comes before any file."""

    secrecy = forms.ChoiceField(
        label=_("Does the material carry a state-secrecy mark?"),
        choices=Secrecy.choices,
        widget=forms.RadioSelect,
    )
    declassified_by = forms.CharField(
        label=_("Number of the paper that declassified it"), max_length=120, required=False
    )
    declassified_on = PastDayField(label=_("Date of that paper"), required=False)
    office = forms.ModelChoiceField(
        label=_("Office that will hold it"), queryset=Unit.objects.none(), empty_label=None
    )

    folder = forms.ChoiceField(
        label=_("Where the files are"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.offices()
        if not user.has_role(Role.ADMINISTRATOR):
            offices = offices.filter(pk__in=offices_of(user))
        waiting = waiting_folders(offices)
        self.waiting = {folder.key: folder for folder in waiting if folder.is_well_named}
        self._offer_folders()
        offer_rows(self, "office", offices)
        self.fields["office"].initial = user.office_id

    def _offer_folders(self) -> None:
        if not self.waiting:
            del self.fields["folder"]
            return
        choices: list[tuple[str, Any]] = [("", _("On this computer: I send them now"))]
        choices += [
            (key, _("In the inbox: %(key)s (%(count)d files)") % {"key": key, "count": each.files})
            for key, each in self.waiting.items()
        ]
        offer(self, "folder", choices)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if folder := self.waiting.get(answers.get("folder", "")):
            # The folder says which office: the share it lies on was given to that one.
            answers["office"] = folder.office
        if answers.get("secrecy") == Secrecy.DECLASSIFIED:
            for name in ("declassified_by", "declassified_on"):
                if not answers.get(name) and name not in self.errors:
                    self.add_error(name, _("Declassified material needs this."))
        return answers


class RecordForm(forms.Form):
    """What is needed to make a record of files; everything else is described later."""

    code = forms.CharField(label=_("Reference code"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=RecordKind.choices)
    title = forms.CharField(label=_("Title"), max_length=500)
    chosen = RowsField(
        label=_("Files"),
        queryset=DepositedFile.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, deposit: Deposit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = deposit.files.filter(
            state=FileState.ACCEPTED, finished_at__isnull=False, record__isnull=True
        ).order_by("sort_key", "id")
        offer_rows(self, "chosen", free)
        self.fields["chosen"].initial = [file.pk for file in free]

    def clean_code(self) -> str:
        try:
            return normalise_code(self.cleaned_data["code"])
        except InvalidCode:
            raise forms.ValidationError(
                _("A code is made of letters, figures and hyphens: LD-P012-H034-0007.")
            ) from None
