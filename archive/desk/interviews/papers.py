"""Keeping the paper that came with a form."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.desk.interviews.forms import PAPER_BYTES
from archive.files.models import Master
from archive.files.store import TooLarge
from archive.ingest.papers import keep_paper
from archive.ingest.parsing import Refused


@dataclass(frozen=True)
class Kept:
    """What became of the paper: kept, not there at all, or refused (the form says why)."""

    ok: bool
    master: Master | None = None


def paper_of(form: forms.Form) -> Kept:
    """Keep the form's paper, if there is one; a refused one is an error of the form."""
    file = form.cleaned_data.get("paper")
    if not file:
        return Kept(True)
    try:
        master = keep_paper(
            chunks=file.chunks(), name=file.name, limit=PAPER_BYTES, at=timezone.now()
        )
    except TooLarge:
        form.add_error("paper", _("The file is larger than %(most)d MB.") % {"most": 50})
    except Refused:
        form.add_error("paper", _("This is no image and no PDF that can be opened."))
    else:
        return Kept(True, master)
    return Kept(False)
