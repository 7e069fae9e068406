"""The answer to a reader's request."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.access.days import end_of
from archive.ui.forms import DayField


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[("grant", _("Let the reader in")), ("refuse", _("Refuse"))],
    )  # fmt: skip
    until = DayField(
        label=_("Until (the day counts)"), required=False,
        help_text=_("Empty: without an end. Only when the reader is let in."),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("What the reader is told"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("A refusal must say why."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "refuse" and not cleaned.get("answer"):
            self.add_error("answer", _("A refusal must say why."))
        until = cleaned.get("until")
        if until and until < timezone.localdate():
            self.add_error("until", _("This day has passed."))
        return cleaned

    @property
    def ends_at(self) -> dt.datetime | None:
        """Return the moment after the last day."""
        until: dt.date | None = self.cleaned_data.get("until")
        if until is None or self.cleaned_data["decision"] != "grant":
            return None
        return end_of(until)
