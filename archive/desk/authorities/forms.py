"""What an archivist types about a person, a place or a subject."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.catalogue.authority_control import FurtherName
from archive.catalogue.models import Person, PersonName, Place, Subject
from archive.values.text import canonical

SEPARATOR = ";"


class AuthorityForm(forms.Form):
    """What the three kinds have in common."""

    name = forms.CharField(label=gettext_lazy("Preferred name"), max_length=255)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, data: QueryDict | None = None, *, authority: Any, among: QuerySet[Any]
    ) -> None:
        super().__init__(data, initial=self.initial_of(authority))
        self.authority = authority
        self.among = among

    def initial_of(self, authority: Any) -> dict[str, Any]:
        return {"name": authority.name, "note": authority.note}

    def description(self) -> dict[str, Any]:
        """Return the cleaned form as the keyword arguments of its act."""
        return dict(self.cleaned_data)


class PersonForm(AuthorityForm):
    """A person's names and dates."""

    born_written = forms.CharField(label=gettext_lazy("Born"), max_length=120, required=False)
    died_written = forms.CharField(label=gettext_lazy("Died"), max_length=120, required=False)
    birth_names = forms.CharField(
        label=gettext_lazy("Birth names"),
        required=False,
        help_text=gettext_lazy("One name on a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    aliases = forms.CharField(
        label=gettext_lazy("Aliases"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    pen_names = forms.CharField(
        label=gettext_lazy("Pen names"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    other_names = forms.CharField(
        label=gettext_lazy("Other names"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    KINDS = {
        "birth_names": PersonName.Kind.BIRTH,
        "aliases": PersonName.Kind.ALIAS,
        "pen_names": PersonName.Kind.PEN,
        "other_names": PersonName.Kind.OTHER,
    }

    def initial_of(self, authority: Person) -> dict[str, Any]:
        names = list(authority.names.all())
        return super().initial_of(authority) | {
            "born_written": authority.born_written,
            "died_written": authority.died_written,
            **{
                field: "\n".join(other.name for other in names if other.kind == kind)
                for field, kind in self.KINDS.items()
            },
        }

    def description(self) -> dict[str, Any]:
        data = super().description()
        data["names"] = [
            FurtherName(name, kind)
            for field, kind in self.KINDS.items()
            for name in _lines(data.pop(field))
        ]
        return data


class PlaceForm(AuthorityForm):
    """A place's names through time."""

    other_names = forms.CharField(
        label=gettext_lazy("Other names"),
        required=False,
        help_text=gettext_lazy(
            "One name on a line; a note may follow after a semicolon: Old name; until 1958"
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def initial_of(self, authority: Place) -> dict[str, Any]:
        lines = [
            f"{other.name}{SEPARATOR} {other.note}" if other.note else other.name
            for other in authority.names.all()
        ]
        return super().initial_of(authority) | {"other_names": "\n".join(lines)}

    def description(self) -> dict[str, Any]:
        data = super().description()
        split = (line.partition(SEPARATOR) for line in _lines(data.pop("other_names")))
        data["names"] = [
            FurtherName(name.strip(), note.strip()[:255]) for name, _mark, note in split
        ]
        return data


class SubjectForm(AuthorityForm):
    """A subject and the broader one it belongs to."""

    broader = forms.CharField(
        label=gettext_lazy("Broader subject"),
        required=False,
        help_text=gettext_lazy("The name of a subject that is in use."),
    )

    def initial_of(self, authority: Subject) -> dict[str, Any]:
        broader = authority.broader.name if authority.broader else ""
        return super().initial_of(authority) | {"broader": broader}

    def clean_broader(self) -> Subject | None:
        name = self.cleaned_data["broader"]
        if not name:
            return None
        found = Subject.objects.filter(canonical_name=canonical(name)).filter(
            pk__in=self.among.values("pk")
        )
        if subject := found.first():
            return subject
        raise ValidationError(_("No subject in use has this name."))


class MergeForm(forms.Form):
    """Into which entry this one goes."""

    into = forms.CharField(
        label=gettext_lazy("Merge into"),
        help_text=gettext_lazy("The address of the entry to keep, as shown in the list."),
    )

    def __init__(self, *args: Any, among: QuerySet[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.among = among

    def clean_into(self) -> Any:
        if found := self.among.filter(slug=self.cleaned_data["into"].strip()).first():
            return found
        raise ValidationError(_("There is no other entry at this address."))


def _lines(text: str) -> list[str]:
    names = [" ".join(line.split())[:255] for line in text.splitlines()]
    return [name for name in names if name]
