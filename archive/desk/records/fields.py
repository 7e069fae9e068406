"""Form fields for codes, for names, and for naming one thing out of thousands by typing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from archive.catalogue.models import Collection, Vocabulary
from archive.catalogue.terms import Terms, split
from archive.units.models import Unit
from archive.values.codes import InvalidCode, normalise_code
from archive.values.text import sort_key

SEPARATOR = " — "
MOST_SUGGESTIONS = 12
_LONGEST_NAME = 1000
LONGEST_LIST = 20_000  # letters; each name is looked up


class CodeField(forms.CharField):
    """A reference code, taken in any spelling and kept in the one that fits an address."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return normalise_code(text)
        except InvalidCode:
            raise ValidationError(
                _(
                    "A reference code is made of letters, digits and hyphens, "
                    "for example LD-P012-H034-0007."
                )
            ) from None


class LookupField(forms.CharField):
    """A field into which a code or a name is typed, with suggestions from `suggest_url`.

    What it takes is `name — code` as suggested, a code, or a name that only one row has.
    """

    def __init__(self, *, suggest_url: Any, **options: Any) -> None:
        super().__init__(max_length=_LONGEST_NAME, **options)
        self.widget.attrs |= {"data-suggest": suggest_url, "autocomplete": "off"}

    def rows(self) -> QuerySet[Any]:
        raise TypeError(f"{type(self).__name__} does not say where its rows are")

    def named(self, text: str) -> QuerySet[Any]:
        raise TypeError(f"{type(self).__name__} does not say how its rows are named")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        code = text.rpartition(SEPARATOR)[2].strip()
        if row := self.rows().filter(code=code).first():
            return row
        found = list(self.named(text)[:5])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("Nothing here is called “%(text)s”.") % {"text": text})
        codes = ", ".join(row.code for row in found)
        raise ValidationError(
            _("Several are called “%(text)s”. Give the code: %(codes)s.")
            % {"text": text, "codes": codes}
        )

    def prepare_value(self, value: Any) -> Any:
        return value


class UnitField(LookupField):
    """A territory as it was at some time; names came back, so the code decides."""

    def __init__(self, **options: Any) -> None:
        super().__init__(suggest_url=reverse_lazy("desk:suggest_units"), **options)

    def rows(self) -> QuerySet[Unit]:
        return Unit.objects.territories()

    def named(self, text: str) -> QuerySet[Unit]:
        return self.rows().filter(sort_key=sort_key(text)[:255])


class CollectionField(LookupField):
    """A collection among those the form says may be named."""

    among: QuerySet[Collection] = Collection.objects.none()

    def __init__(self, **options: Any) -> None:
        super().__init__(suggest_url=reverse_lazy("desk:suggest_collections"), **options)

    def rows(self) -> QuerySet[Collection]:
        return self.among

    def named(self, text: str) -> QuerySet[Collection]:
        return self.rows().filter(title__iexact=text)


def unit_label(unit: Unit) -> str:
    """Return a unit as one line a person can tell from its namesakes: parent, years, code."""
    parent = f", {unit.parent.name}" if unit.parent else ""
    years = _years(unit.valid_from, unit.valid_to)
    return f"{unit.name}{parent}{years}{SEPARATOR}{unit.code}"


def collection_label(collection: Collection) -> str:
    return f"{collection.title}{SEPARATOR}{collection.code}"


def _years(first: dt.date | None, last: dt.date | None) -> str:
    if first is None and last is None:
        return ""
    if last is None and first is not None:
        return _(" (from %(year)s)") % {"year": first.year}
    if first is None and last is not None:
        return _(" (to %(year)s)") % {"year": last.year}
    return f" ({first and first.year}–{last and last.year})"


def offering(kind: str, **attributes: str | int) -> dict[str, Any]:
    """Return the attributes of a field into which names of `kind` are typed: while somebody does,
    the page offers who or what is already called so (`alike.js`).
    """
    return {
        "data-names-url": reverse_lazy("desk:authorities_alike", args=[kind]),
        "autocomplete": "off",
        **attributes,
    }


class TermField(forms.ChoiceField):
    """A value of a vocabulary; one that was retired is offered where it stands already."""

    def __init__(self, vocabulary: Vocabulary, *, required: bool = False) -> None:
        super().__init__(label=vocabulary.label, required=required)
        self.vocabulary = vocabulary

    def offer(self, terms: Terms, current: str) -> None:
        """Fill in what may be chosen now, beside the `current` value."""
        empty = [] if self.required else [("", "–")]
        self.choices = [*empty, *terms.choices(self.vocabulary, keep=current)]


class TermsField(forms.CharField):
    """Several values of a vocabulary, typed by name or code with commas; keeps their codes."""

    def __init__(self, vocabulary: Vocabulary, *, field: str) -> None:
        super().__init__(label=vocabulary.label, required=False, max_length=_LONGEST_NAME)
        self.vocabulary = vocabulary
        self.field = field

    def offer(self, terms: Terms, current: str) -> None:
        self.terms = terms
        names = ", ".join(term.label for term in terms.in_use(self.vocabulary))
        self.help_text = _("With commas between them: %(names)s.") % {"names": names}

    def prepare_value(self, value: Any) -> Any:
        return self.terms.labels(self.vocabulary, value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if (codes := self.terms.codes(self.field, text)) is not None:
            return codes
        unknown = next(word for word in split(text) if not self.terms.code(self.vocabulary, word))
        raise ValidationError(_("There is no such value: “%(value)s”.") % {"value": unknown})


def offer_terms(form: forms.BaseForm, described: object) -> None:
    """Fill every vocabulary field of `form` from one reading of the vocabularies."""
    terms = Terms()
    for name, field in form.fields.items():
        if isinstance(field, TermField | TermsField):
            field.offer(terms, str(getattr(described, name, "")))


class NamesField(forms.CharField):
    """Names of one `kind` of authority, one on a line."""

    def __init__(self, *, label: StrPromise, kind: str, **options: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=LONGEST_LIST,
            widget=forms.Textarea(attrs=offering(kind, rows=2)),
            **options,
        )

    def clean(self, value: Any) -> list[str]:
        lines = (super().clean(value) or "").splitlines()
        names = [" ".join(line.split()) for line in lines if line.strip()]
        if any(len(name) > 255 for name in names):
            raise ValidationError(_("A name is longer than 255 letters. One name on a line."))
        return names
