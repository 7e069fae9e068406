"""What journal entries say beside the fields of their subject: names of it, and of its values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.models import AppearanceRole, BodyRole, Person
from archive.values.timecodes import format_timecode

# Names that stand under a role: `people.witness`.
ROLES: Mapping[str, type[models.TextChoices]] = {"people": AppearanceRole, "bodies": BodyRole}
# Names whose values are keys of rows.
ROWS: Mapping[str, type[models.Model]] = {"reader": User, "witness": Person}

NOTHING = "–"

NAMES: Mapping[str, str | Promise] = {
    "allows": gettext_lazy("Allowed"),
    "at_ms": gettext_lazy("Moment"),
    "consent": gettext_lazy("Consent number"),
    "deposit": gettext_lazy("Deposit number"),
    "ends_at": gettext_lazy("Until"),
    "from_ms": pgettext_lazy("in a recording", "From"),
    "from_page": gettext_lazy("From page"),
    "given_by": gettext_lazy("Given by"),
    "given_on": gettext_lazy("Given on"),
    "language": gettext_lazy("Language"),
    "page": gettext_lazy("Page"),
    "place": pgettext_lazy("in a work", "Place"),
    "reader": gettext_lazy("Reader"),
    "readers_shut_out": gettext_lazy("Readers who lost access"),
    "reason": gettext_lazy("Reason"),
    "round": gettext_lazy("Vetting round"),
    "seal": gettext_lazy("Seal number"),
    "segments": gettext_lazy("Stretches"),
    "source": gettext_lazy("Source"),
    "to_ms": pgettext_lazy("in a recording", "To"),
    "to_page": gettext_lazy("To page"),
    "transcript": gettext_lazy("Transcript number"),
    "until": gettext_lazy("Until"),
    "version": gettext_lazy("Version"),
    "witness": gettext_lazy("Witness"),
    "work": gettext_lazy("Work"),
}


def written(name: str, value: Any) -> str:
    """Write a value of an entry that is no field's choice, term or key of a row."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name.endswith("_ms") and isinstance(value, int):
        return format_timecode(value)
    if name == "allows" and isinstance(value, list):
        return ", ".join(str(Scope(clause["scope"]).label) for clause in value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or NOTHING
    if isinstance(value, str) and value.startswith("vetting: "):  # why somebody may read
        return value.replace("vetting", _("Vetting"), 1)
    return _day(value) or str(value)


def _day(value: Any) -> str:
    """Write a day or a moment kept as text; nothing for what is neither."""
    if isinstance(value, str) and len(value) >= len("2026-01-01") and value[4:5] == "-":
        try:
            if moment := parse_datetime(value) if len(value) > len("2026-01-01") else None:
                return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
            if day := parse_date(value):
                return formats.date_format(day, "SHORT_DATE_FORMAT")
        except ValueError:
            return ""
    if isinstance(value, dt.date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    return ""
