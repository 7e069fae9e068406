"""What journal entries say beside the fields of their subject: names of it, and of its values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.access.models import Consent, Giver, Scope
from archive.accounts.models import Role, User
from archive.catalogue.models import (
    AppearanceRole,
    BodyRole,
    Chapter,
    Corroboration,
    Interview,
    Page,
    Person,
    Record,
    Transcript,
)
from archive.files.models import FixityCheck, Master, Unmade
from archive.ingest.reasons import why_unmade
from archive.ingest.recipes import OF_FILMS, RECIPES
from archive.ui.tongue import vietnamese
from archive.values.timecodes import format_timecode
from archive.vetting.models import (
    Answer,
    Ballot,
    Conclusion,
    Disclosure,
    Meeting,
    Obstacle,
    Paper,
    Reminder,
    Resubmission,
    Seat,
    SeatRole,
    VettingDocument,
)

# Names that stand under a role: `people.witness`.
ROLES: Mapping[str, type[models.TextChoices]] = {"people": AppearanceRole, "bodies": BodyRole}
# Names whose values are keys of rows.
ROWS: Mapping[str, type[models.Model]] = {
    "member": User,
    "reader": User,
    "seat": User,
    "seats": User,
    "transcriber": User,
    "witness": Person,
    "with": Record,
}
# What an act on a part of the subject was done to; its fields are named and worded as its own.
PARTS: Mapping[str, type[models.Model]] = {
    "catalogue.interview": Interview,
    "catalogue.interview.indexed": Chapter,
    "catalogue.page": Page,
    "catalogue.record.transcribed": Transcript,
    "catalogue.testimony": Corroboration,
    "catalogue.transcript": Transcript,
    "ingest.page": Page,
    "access.consent": Consent,
    "files.master": FixityCheck,
    "ingest.file": Master,
    "vetting.round.ballot_counted": Ballot,
    "vetting.round.comment_answered": Answer,
    "vetting.round.concluded": Conclusion,
    "vetting.round.council_formed": Seat,
    "vetting.round.disclosed": Disclosure,
    "vetting.round.document_issued": VettingDocument,
    "vetting.round.meeting_held": Meeting,
    "vetting.round.member_replaced": Seat,
    "vetting.round.obstacle_logged": Obstacle,
    "vetting.round.paper_filed": Paper,
    "vetting.round.reminded": Reminder,
    "vetting.round.resubmitted": Resubmission,
}
# Told by number: what stands behind it is not for everybody who may read the entry.
NUMBERED = ("comment", "manuscript")

NOTHING = "–"

NAMES: Mapping[str, str | Promise] = {
    "allows": gettext_lazy("Allowed"),
    "appointment": gettext_lazy("Appointment number"),
    "at_ms": gettext_lazy("Moment"),
    "by_hand": gettext_lazy("To be transcribed by hand"),
    "bytes": gettext_lazy("Bytes"),
    "changed": gettext_lazy("Fields changed"),
    "consent": gettext_lazy("Consent number"),
    "contents": gettext_lazy("Table of contents"),
    "corroboration": gettext_lazy("Cross-check number"),
    "demands": gettext_lazy("Provisions"),
    "deposit": gettext_lazy("Deposit number"),
    "descriptions": gettext_lazy("Descriptions changed"),
    "digest": gettext_lazy("digest"),
    "ends_at": gettext_lazy("Until"),
    "failed": gettext_lazy("Could not be made"),
    "file": gettext_lazy("Digest of the file"),
    "files": gettext_lazy("Files"),
    "frame": gettext_lazy("Page of the file"),
    "from_ms": pgettext_lazy("in a recording", "From"),
    "from_page": gettext_lazy("From page"),
    "given_by": gettext_lazy("Given by"),
    "given_on": gettext_lazy("Given on"),
    "held_before": gettext_lazy("Held before"),
    "here": gettext_lazy("Place in this record"),
    "language": gettext_lazy("Language"),
    "lifted_at": gettext_lazy("Lifted at"),
    "listening": gettext_lazy("Listening number"),
    "made": gettext_lazy("Made"),
    "member": gettext_lazy("Member"),
    "name": gettext_lazy("Name"),
    "opinion": gettext_lazy("Opinion number"),
    "order": gettext_lazy("Order of the pages"),
    "page": gettext_lazy("Page"),
    "paper": gettext_lazy("Paper"),
    "place": pgettext_lazy("in a work", "Place"),
    "present": gettext_lazy("Members present"),
    "private": gettext_lazy("Private notes"),
    "reader": gettext_lazy("Reader"),
    "readers_shut_out": gettext_lazy("Readers who lost access"),
    "reason": gettext_lazy("Reason"),
    "records": gettext_lazy("Records"),
    "request": gettext_lazy("Request number"),
    "role": gettext_lazy("Role"),
    "roles": gettext_lazy("Roles"),
    "round": gettext_lazy("Vetting round"),
    "rows": gettext_lazy("Rows"),
    "seal": gettext_lazy("Seal number"),
    "seat": gettext_lazy("Member"),
    "seats": gettext_lazy("Council"),
    "segments": gettext_lazy("Stretches"),
    "sha256": gettext_lazy("Digest of the file"),
    "share": gettext_lazy("Share number"),
    "shares": gettext_lazy("Shares"),
    "source": gettext_lazy("Source"),
    "starts_at": gettext_lazy("Begins at"),
    "text_quality": gettext_lazy("Text quality"),
    "there": gettext_lazy("Place in the other record"),
    "to_ms": pgettext_lazy("in a recording", "To"),
    "to_page": gettext_lazy("To page"),
    "transcriber": gettext_lazy("Transcriber"),
    "transcript": gettext_lazy("Transcript number"),
    "until": gettext_lazy("Until"),
    "version": gettext_lazy("Version"),
    "waiting": gettext_lazy("Rows still to be done"),
    "what": gettext_lazy("What began or ended"),
    "with": gettext_lazy("With the record"),
    "witness": gettext_lazy("Witness"),
    "words_sha256": gettext_lazy("Digest of the words"),
    "work": gettext_lazy("Work"),
}

_BY_ITSELF: Mapping[str, Promise] = {
    "release.began": gettext_lazy("The release began"),
    "grant.began": gettext_lazy("A reader's access began"),
    "grant.ended": gettext_lazy("A reader's access ended"),
    "seal.ended": gettext_lazy("A seal ended"),
    "consent.began": gettext_lazy("A consent began"),
    "consent.ended": gettext_lazy("A consent ended"),
    "consent.began_after_death": gettext_lazy("A consent began with the witness's death"),
}


def written(name: str, value: Any) -> str:
    """Write a value of an entry that is no field's choice, term or key of a row."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name.endswith("_ms") and isinstance(value, int):
        return format_timecode(value)
    if name == "given_by":
        return str(dict(Giver.choices).get(value, value))
    if name == "made":
        return ", ".join(f"{_made_by(each)}: {count}" for each, count in value.items()) or NOTHING
    if name == "failed":
        return _failures(value) or NOTHING
    if isinstance(value, dict):
        return _stretch(value)
    if isinstance(value, list):
        return format_html_join(", ", "{}", ((_item(name, item),) for item in value)) or NOTHING
    if isinstance(value, str) and value.startswith("vetting: "):  # why somebody may read
        return value.replace("vetting", _("Vetting"), 1)
    return _day(value) or (vietnamese(value) if isinstance(value, str) else str(value))


def _item(name: str, item: Any) -> str:
    """Write one of several values that stand together."""
    if name == "allows":  # a whole clause, or what alone was taken back
        scope = item["scope"] if isinstance(item, dict) else item
        return str(dict(Scope.choices).get(scope, scope))
    if name == "roles":
        return str(dict(Role.choices).get(item, item))
    if name == "what":
        return str(_BY_ITSELF.get(item, item))
    if name == "contents":
        start_ms, title = item
        return format_html("{} {}", format_timecode(start_ms), vietnamese(title))
    if name == "shares":
        _transcriber, from_ms, to_ms = item
        return f"{format_timecode(from_ms)}–{format_timecode(to_ms)}"
    return vietnamese(item) if isinstance(item, str) else str(item)


def seated(person: object, role: str) -> str:
    """Write who sits in a council, and as what."""
    return format_html("{} ({})", vietnamese(person), dict(SeatRole.choices).get(role, role))


def _failures(failed: Mapping[str, str]) -> str:
    return "; ".join(why_unmade(Unmade(part=part, reason=why)) for part, why in failed.items())


def _made_by(recipe: str) -> str:
    """Say what a recipe makes; a former one by its name."""
    roles = {RECIPES[role]: role for role in RECIPES} | {OF_FILMS[role]: role for role in OF_FILMS}
    return str(roles[recipe].label) if recipe in roles else recipe


def _stretch(place: Mapping[str, Any]) -> str:
    """Write a place in a record: a page, a stretch of time, or all of it."""
    if place.get("page"):
        return _("Page %(number)s") % {"number": place["page"]}
    if place.get("from_ms") is None:
        return _("The whole record")
    begin, end = (place.get(name) for name in ("from_ms", "to_ms"))
    return "–".join(format_timecode(each) for each in (begin, end) if each is not None)


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
