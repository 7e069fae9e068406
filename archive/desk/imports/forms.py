"""Bringing a spreadsheet."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.ingest.sheets.reading import MOST_BYTES


class SheetForm(forms.Form):
    """One CSV or XLSX file."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy(
            "CSV or XLSX, one record on a row. Old encodings (TCVN3, VNI, Windows-1258 …) are "
            "recognised. Nothing is written before you have seen the report."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than %(size)s MB. Divide it.") % {"size": MOST_BYTES >> 20}
            )
        return file
