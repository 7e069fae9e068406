"""What people type about the contents of an interview: entries, shares, relations."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.access import gate
from archive.accounts.models import Role, User
from archive.catalogue.corroboration import Place
from archive.catalogue.models import Chapter, Record, Relation, Transcript
from archive.desk.interviews.forms import SHAPE, StretchForm, TimecodeField
from archive.desk.records.fields import CodeField
from archive.ui.choosing import offer_rows
from archive.ui.forms import RowsField
from archive.values.timecodes import InvalidTimecode, format_timecode, parse_timecode

_PAGE = re.compile(r"(?:trang|tr\.?|page|p\.?)?\s*(\d{1,6})", re.I)
_STRETCH = re.compile(r"\s*([\d:.,]+)\s*[-–—]\s*([\d:.,]+)\s*")


class ShownTimecodeField(TimecodeField):
    """A place in a recording that is shown as it is typed."""

    def prepare_value(self, value: Any) -> Any:
        return format_timecode(value) if isinstance(value, int) else value


class ChapterForm(forms.ModelForm[Chapter]):
    start_ms = ShownTimecodeField(label=gettext_lazy("From (time)"), help_text=SHAPE)
    end_ms = ShownTimecodeField(
        label=gettext_lazy("To (time)"),
        required=False,
        help_text=gettext_lazy("Empty: until the next entry begins."),
    )

    class Meta:
        model = Chapter
        fields = (
            "start_ms", "end_ms", "title", "synopsis", "partial_transcript", "keywords", "people",
            "places", "latitude", "longitude",
        )  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in {
                "synopsis": 3, "partial_transcript": 2, "keywords": 2, "people": 2, "places": 2
            }.items()
        }  # fmt: skip
        help_texts = {
            name: gettext_lazy("Several are parted by semicolons.")
            for name in ("keywords", "people", "places")
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begin, end = given.get("start_ms"), given.get("end_ms")
        if begin is not None and end is not None and end < begin:
            self.add_error("end_ms", _("The stretch ends before it begins."))
        return given


class SharesForm(forms.Form):
    """Among whom a draft is divided."""

    transcribers = RowsField(
        label=gettext_lazy("Divide among"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, transcript: Transcript, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(
            is_active=True,
            office=transcript.record.holder_id,
            grants__role__in=[Role.COLLECTOR, Role.OFFICE_HEAD, Role.ARCHIVIST],
        )
        offer_rows(self, "transcribers", people.distinct())


class CorroborationForm(StretchForm):
    """A stretch of this testimony, and the place in another record it is held against."""

    from_ms = TimecodeField(label=gettext_lazy("What is said from"), help_text=SHAPE)
    to_ms = TimecodeField(label=gettext_lazy("to"), help_text=SHAPE)
    relation = forms.ChoiceField(label=gettext_lazy("The other record"), choices=Relation.choices)
    other = CodeField(label=gettext_lazy("Reference code of the other record"), max_length=80)
    place = forms.CharField(
        label=gettext_lazy("Where in it"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "A page (12) or a stretch (1:02:03–1:02:40); empty for the whole record."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_other(self) -> Record:
        found = gate.visible_records(self.user).filter(code=self.cleaned_data["other"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no record with this code that you may see."))
        return found

    def clean_place(self) -> Place:
        text = self.cleaned_data["place"].strip()
        if not text:
            return Place()
        if page := _PAGE.fullmatch(text):
            return Place(page=int(page[1]))
        if stretch := _STRETCH.fullmatch(text):
            try:
                begin, end = parse_timecode(stretch[1]), parse_timecode(stretch[2])
            except InvalidTimecode:
                begin, end = 0, 0
            if begin < end:
                return Place(from_ms=begin, to_ms=end)
        raise forms.ValidationError(_("Write a page as 12, a stretch as 1:02:03–1:02:40."))
