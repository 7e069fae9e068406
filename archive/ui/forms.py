"""One look for every form: `{{ form }}` and `{{ form.title.as_field_group }}` just work."""

from __future__ import annotations

import contextlib
import datetime as dt
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.validators import MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.catalogue.models import Term
from archive.ui.tongue import OURS, is_foreign
from archive.values.numbers import MOST_COUNTED, long_number


class _Field(forms.BoundField):
    """A field that says what its words are, on a screen in another language than the catalogue."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        attrs = super().build_widget_attrs(attrs, widget)
        if is_foreign() and _holds_words_of_the_catalogue(self):
            attrs.setdefault("lang", OURS)
        return attrs


def _holds_words_of_the_catalogue(bound: forms.BoundField) -> bool:
    """Tell of a text and of a choice of rows; terms and choices are in the words of the screen."""
    field = bound.field
    if isinstance(field, forms.ModelChoiceField):
        return field.queryset is not None and field.queryset.model is not Term
    if bound.name.endswith("_en") or isinstance(field, forms.EmailField | forms.SlugField):
        return False
    return isinstance(field, forms.CharField) and bound.widget_type in {"text", "textarea"}


class Renderer(TemplatesSetting):
    """Render forms with the templates of this house."""

    bound_field_class = _Field

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class RowsField(forms.ModelMultipleChoiceField[Any]):
    """Several rows to choose among, each by a key that is a number.

    Django hands the database whatever number was sent; one that no key can be breaks it, and is
    here as unknown as any other that was not offered.
    """

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if long_number(str(key), None) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], "invalid_choice", {"value": key}
                )
        return super().clean(value)


class NumberField(forms.IntegerField):
    """A whole number as people count pages, seconds and versions: no database refuses it."""

    def __init__(self, *, max_value: int = MOST_COUNTED, **options: Any) -> None:
        super().__init__(max_value=max_value, **options)

    def to_python(self, value: Any) -> int | None:
        if "_" in str(value):  # a stroke that programs, and Python, write into numbers
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(value)


class DayField(forms.DateField):
    """A day, picked or typed; 31/12/9999 is written for ever, a year below 1800 is a slip."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(dt.date(1800, 1, 1), gettext_lazy("Look at the year once more."))
    ]


class PastDayField(DayField):
    """The day of something that has happened: a paper signed, a person met."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Look at it once more."))


class SeenForm(forms.Form):
    """A form that says so when what it changes was changed by somebody else in the meantime.

    It carries a digest of what was stored when it was shown. Where that is another now, nothing is
    saved: beside each field stands what is stored, and saving again is a choice.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen"].initial = self._digest

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        seen = self.cleaned_data.pop("seen", "")
        if seen and seen != self._digest():
            self._tell_of_what_is_stored()
        return data

    def _stored(self) -> dict[str, Any]:
        return {
            name: field.prepare_value(self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if name != "seen"
        }

    def _digest(self) -> str:
        return sha256(repr(self._stored()).encode()).hexdigest()

    def _tell_of_what_is_stored(self) -> None:
        words = {
            name: written_in(self.fields[name], value) for name, value in self._stored().items()
        }
        differing = {
            name: stored
            for name, stored in words.items()
            if stored != written_in(self.fields[name], self[name].data)
        }
        for name, stored in differing.items():
            self.add_error(name, _("Stored now: %(value)s") % {"value": stored or "–"})
        if differing:
            said = _(
                "Somebody else changed this meanwhile, and nothing was saved. Beside each field"
                " stands what is stored now; saving again puts yours in its place."
            )
            self.add_error(None, said)
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("seen")] = self._digest()
            self.data = data


def written_in(field: forms.Field, value: Any) -> str:
    """Return what stands in a field as a reader knows it: a choice by its name."""
    if value is None:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        with contextlib.suppress(forms.ValidationError):
            return str(field.to_python(field.prepare_value(value)) or "")
        return ""
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    several = value if isinstance(value, list | tuple) else [value]
    return ", ".join(choices.get(str(each), str(each)) for each in several)
