"""What an administrator types about a term."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from archive.catalogue.models import Term
from archive.ui.forms import SeenForm


class NewTermForm(forms.ModelForm[Term]):
    """A term that is not there yet; it goes to the end."""

    class Meta:
        model = Term
        fields = ("label_vi", "label_en")


class MergeTermForm(forms.Form):
    """Into which term of its vocabulary this one goes."""

    into = forms.ModelChoiceField(label=gettext_lazy("Merge into"), queryset=Term.objects.none())

    def __init__(self, *args: Any, term: Term, **options: Any) -> None:
        super().__init__(*args, **options)
        into = self.fields["into"]
        assert isinstance(into, forms.ModelChoiceField)
        others = Term.objects.filter(vocabulary=term.vocabulary, retired_at=None)
        into.queryset = others.exclude(pk=term.pk)


class TermForm(SeenForm, forms.ModelForm[Term]):
    """What a term is called and where in the order it stands."""

    class Meta:
        model = Term
        fields = ("label_vi", "label_en", "position")
