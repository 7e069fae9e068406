"""The text of one page as a form."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.ui.forms import NumberField

LONGEST = 200_000


class PageTextForm(forms.Form):
    """What a person reads on the page; `version` is the one they were looking at."""

    version = NumberField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Text of the page"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off", "autofocus": True}
        ),
    )
