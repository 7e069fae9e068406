"""What an archivist types about an authority: its names, dates and place among the others."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from archive.catalogue.authority_control import FurtherName, PostHeld
from archive.catalogue.models import (
    BodyName,
    Person,
    PersonName,
    Place,
    PlaceName,
    Subject,
)
from archive.desk.records.fields import LONGEST_LIST, NamesField, UnitField, offering, unit_label
from archive.ui.forms import SeenForm
from archive.values.text import canonical

SEPARATOR = ";"
NOTED = gettext_lazy(
    "One name on a line; a note may follow after a semicolon: Old name; until 1958"
)


class LinesField(forms.CharField):
    """One thing on a line, in parts between semicolons of at most so many letters each."""

    def __init__(self, *, longest: tuple[int, ...], **options: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_LIST, **options)
        self.longest = longest

    def validate(self, value: Any) -> None:
        super().validate(value)
        for number, line in enumerate(value.splitlines(), start=1):
            parts = line.split(SEPARATOR, len(self.longest) - 1)
            for part, most in zip(parts, self.longest, strict=False):
                if len(" ".join(part.split())) > most:
                    raise ValidationError(
                        _("Line %(line)d has a part of more than %(most)d letters.")
                        % {"line": number, "most": most}
                    )


def further_names(label: StrPromise, *, help_text: StrPromise | str = "") -> LinesField:
    """Return a field for the further names of one kind: a name, a note."""
    return LinesField(
        label=label,
        longest=(255, 255),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AuthorityForm(SeenForm):
    """What all kinds have in common: a preferred name, further names by kind, a note."""

    # Field of the form → kind of name it takes.
    NAME_FIELDS: ClassVar[dict[str, str]] = {}

    name = forms.CharField(label=gettext_lazy("Preferred name"), max_length=255)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, data: QueryDict | None = None, *, authority: Any, among: QuerySet[Any]
    ) -> None:
        self.authority = authority
        self.among = among
        super().__init__(data, initial=self.initial_of(authority))

    def initial_of(self, authority: Any) -> dict[str, Any]:
        names = list(authority.names.all())
        return {
            "name": authority.name,
            "note": authority.note,
            **{
                field: "\n".join(
                    _line(other.name, other.note)
                    for other in names
                    if getattr(other, "kind", "") == kind
                )
                for field, kind in self.NAME_FIELDS.items()
            },
        }

    def description(self) -> dict[str, Any]:
        """Return the cleaned form as the keyword arguments of its act."""
        data = dict(self.cleaned_data)
        data["names"] = [
            FurtherName(name, kind, note)
            for field, kind in self.NAME_FIELDS.items()
            for name, note in map(_parted, _lines(data.pop(field)))
        ]
        return data


class PersonForm(AuthorityForm):
    """A person's names, dates and posts."""

    NAME_FIELDS = {
        "birth_names": PersonName.Kind.BIRTH,
        "aliases": PersonName.Kind.ALIAS,
        "pen_names": PersonName.Kind.PEN,
        "other_names": PersonName.Kind.OTHER,
    }

    born_written = forms.CharField(label=gettext_lazy("Born"), max_length=120, required=False)
    died_written = forms.CharField(label=gettext_lazy("Died"), max_length=120, required=False)
    birth_names = further_names(
        gettext_lazy("Birth names"), help_text=gettext_lazy("One name on a line.")
    )
    aliases = further_names(gettext_lazy("Aliases"))
    pen_names = further_names(gettext_lazy("Pen names"))
    other_names = further_names(gettext_lazy("Other names"))
    posts = LinesField(
        label=gettext_lazy("Posts"),
        longest=(255, 120, 255),
        help_text=gettext_lazy(
            "One post on a line: the post; from when to when; the body. "
            "For example: Secretary; 1950-1954; Provincial Party Committee"
        ),
        widget=forms.Textarea(attrs=offering("bodies", rows=3, **{"data-names-after": 2})),
    )

    def initial_of(self, authority: Person) -> dict[str, Any]:
        posts = authority.posts.select_related("body")
        return super().initial_of(authority) | {
            "born_written": authority.born_written,
            "died_written": authority.died_written,
            "posts": "\n".join(
                _line(post.title, post.date_written, str(post.body or "")) for post in posts
            ),
        }

    def clean_posts(self) -> list[PostHeld]:
        return [_post(line) for line in _lines(self.cleaned_data["posts"])]


class DatedForm(AuthorityForm):
    """What is dated: when it existed or happened, as it is written."""

    date_written = forms.CharField(
        label=gettext_lazy("When"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "As it is written: 8-1945, about 1945, before 30/4/1975, the 1960s …"
        ),
    )

    def initial_of(self, authority: Any) -> dict[str, Any]:
        return super().initial_of(authority) | {"date_written": authority.date_written}


class BodyForm(DatedForm):
    """A corporate body's names through time and when it existed."""

    NAME_FIELDS = {
        "former_names": BodyName.Kind.FORMER,
        "short_names": BodyName.Kind.SHORT,
        "parallel_names": BodyName.Kind.PARALLEL,
        "other_names": BodyName.Kind.OTHER,
    }

    former_names = further_names(gettext_lazy("Former names"), help_text=NOTED)
    short_names = further_names(gettext_lazy("Short names"))
    parallel_names = further_names(gettext_lazy("Names in other languages"))
    other_names = further_names(gettext_lazy("Other names"))


class PlaceForm(AuthorityForm):
    """A place's names through time, and the unit it lies in."""

    NAME_FIELDS = {
        "former_names": PlaceName.Kind.FORMER,
        "wartime_names": PlaceName.Kind.WARTIME,
        "parallel_names": PlaceName.Kind.PARALLEL,
        "other_names": PlaceName.Kind.OTHER,
    }

    unit = UnitField(label=gettext_lazy("Lies in (unit)"), required=False)
    former_names = further_names(gettext_lazy("Former names"), help_text=NOTED)
    wartime_names = further_names(gettext_lazy("War-time names"))
    parallel_names = further_names(gettext_lazy("Names in other languages"))
    other_names = further_names(gettext_lazy("Other names"))

    def initial_of(self, authority: Place) -> dict[str, Any]:
        unit = unit_label(authority.unit) if authority.unit else ""
        return super().initial_of(authority) | {"unit": unit}


class EventForm(DatedForm):
    """An event's names, when and where it happened."""

    NAME_FIELDS = {"other_names": ""}

    places = NamesField(label=gettext_lazy("Places"), kind="places")
    other_names = further_names(gettext_lazy("Other names"), help_text=NOTED)

    def initial_of(self, authority: Any) -> dict[str, Any]:
        places = "\n".join(authority.places.values_list("name", flat=True))
        return super().initial_of(authority) | {"places": places}


class SubjectForm(AuthorityForm):
    """A subject, the terms it is used for and the broader one it belongs to."""

    NAME_FIELDS = {"used_for": ""}

    used_for = further_names(
        gettext_lazy("Used for"),
        help_text=gettext_lazy("Other words for the same, one on a line; they lead here."),
    )
    broader = forms.CharField(
        label=gettext_lazy("Broader subject"),
        required=False,
        help_text=gettext_lazy("The name of a subject that is in use."),
        widget=forms.TextInput(attrs=offering("subjects")),
    )

    related = NamesField(
        label=gettext_lazy("Related subjects"),
        kind="subjects",
        help_text=gettext_lazy(
            "Names of subjects in use, one on a line; the relation is said of both."
        ),
    )

    def initial_of(self, authority: Subject) -> dict[str, Any]:
        broader = authority.broader.name if authority.broader else ""
        related = authority.related.filter(pk__in=self.among.values("pk"))
        return super().initial_of(authority) | {
            "broader": broader,
            "related": "\n".join(related.values_list("name", flat=True)),
        }

    def clean_broader(self) -> Subject | None:
        name = self.cleaned_data["broader"]
        if not name:
            return None
        return self._called(name)

    def clean_related(self) -> list[Subject]:
        """Those named, and those that are related already and not this person's to see."""
        named = [self._called(name) for name in self.cleaned_data["related"]]
        hidden = self.authority.related.exclude(pk__in=self.among.values("pk"))
        return list(dict.fromkeys([*named, *hidden]))

    def _called(self, name: str) -> Subject:
        found = Subject.objects.filter(canonical_name=canonical(name)).filter(
            pk__in=self.among.values("pk")
        )
        if subject := found.first():
            return subject
        raise ValidationError(_("No subject in use is called “%(name)s”.") % {"name": name})


class MergeForm(forms.Form):
    """Into which entry this one goes."""

    into = forms.CharField(
        label=gettext_lazy("Merge into"),
        help_text=gettext_lazy("The address of the entry to keep, as shown in the list."),
    )

    def __init__(self, *args: Any, kind: str, among: QuerySet[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.among = among
        self.fields["into"].widget.attrs |= offering(kind, **{"data-names-take": "address"})

    def clean_into(self) -> Any:
        if found := self.among.filter(slug=self.cleaned_data["into"].strip()).first():
            return found
        raise ValidationError(_("There is no other entry at this address."))


def _lines(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [line for line in lines if line]


def _line(*parts: str) -> str:
    return f"{SEPARATOR} ".join(parts).rstrip(f"{SEPARATOR} ")


def _parted(line: str) -> tuple[str, str]:
    name, _mark, note = line.partition(SEPARATOR)
    return name.strip(), note.strip()


def _post(line: str) -> PostHeld:
    title, when, body, *_rest = *map(str.strip, line.split(SEPARATOR, 2)), "", ""
    return PostHeld(title, when, body)
