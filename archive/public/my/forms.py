"""Forms of what a reader keeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.research.models import Often, ReadingList
from archive.ui.forms import NumberField

LONGEST_NOTE = 4_000


class ListNameForm(forms.Form):
    name = forms.CharField(label=_("Name of the list"), max_length=120)


class KeepForm(forms.Form):
    """Which list a place goes into: one there is, or a new one."""

    reading_list = forms.ModelChoiceField(
        label=_("List"), queryset=ReadingList.objects.none(), required=False,
        empty_label=_("a new list, named below"),
    )  # fmt: skip
    new_name = forms.CharField(label=_("Name of the new list"), max_length=120, required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you see it, unless you share the list with its notes."),
    )  # fmt: skip

    def __init__(self, *args: Any, lists: list[ReadingList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reading_list"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = ReadingList.objects.filter(pk__in=[kept.pk for kept in lists])
        if lists:
            field.initial = lists[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("reading_list") and not cleaned.get("new_name"):
            self.add_error("new_name", _("Choose a list or name a new one."))
        return cleaned


class PlaceForm(forms.Form):
    """A note on a listed place, or where it is to stand."""

    note = forms.CharField(required=False, max_length=LONGEST_NOTE)
    to = NumberField(required=False, min_value=1, max_value=100_000)


class AskForm(forms.Form):
    purpose = forms.CharField(
        label=_("What do you need it for?"), max_length=2_000, min_length=10,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Your work, what you are looking for, how it is to be published."),
    )  # fmt: skip


class SearchForm(forms.Form):
    name = forms.CharField(label=_("Name of the search"), max_length=120)
    often = forms.TypedChoiceField(
        label=_("E-mail when something new is found"), choices=Often.choices, coerce=int,
        initial=Often.NEVER,
    )  # fmt: skip
