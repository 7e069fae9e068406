"""What an administrator types about a term."""

from __future__ import annotations

from django import forms

from archive.catalogue.models import Term


class NewTermForm(forms.ModelForm[Term]):
    """A term that is not there yet; it goes to the end."""

    class Meta:
        model = Term
        fields = ("label_vi", "label_en")


class TermForm(forms.ModelForm[Term]):
    """What a term is called and where in the order it stands."""

    class Meta:
        model = Term
        fields = ("label_vi", "label_en", "position")
