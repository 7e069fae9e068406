"""One look for every form: `{{ form }}` and `{{ form.title.as_field_group }}` just work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

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
