"""One record as the desk shows it: what it holds, what it lacks, what may be done."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from archive.access import policy
from archive.access.ceilings import level_of
from archive.access.readiness import gaps_of
from archive.accounts.models import User
from archive.catalogue.arrangement import ceiling_of, rights_of
from archive.catalogue.models import Record
from archive.desk.records.forms import ReleaseForm, WithdrawForm
from archive.files.models import Master
from archive.files.technical import shortfalls
from archive.journal.models import Entry


def described() -> QuerySet[Record]:
    """Return records with what their sheet names beside them."""
    return Record.objects.select_related("collection", "unit", "holder", "created_by")


def sheet_of(user: User, found: Record) -> dict[str, object]:
    """Return what the template of a record's sheet needs, forms included."""
    level = level_of(found)
    limited = level != found.access_level
    return {
        "record": found,
        "level": level.label,
        "limited_by": ceiling_of(found.collection).source if limited else None,
        "rights": rights_of(found.collection, found.rights),
        "gaps": gaps_of(found),
        "pages": found.pages.count(),
        "recordings": found.recordings.count(),
        "shortfalls": shortfalls(
            Master.objects.filter(
                Q(pk__in=found.pages.values("master")) | Q(pk__in=found.recordings.values("master"))
            ).only("family", "technical")
        ),
        "transcripts": found.transcripts.all()[:10],
        "entries": Entry.objects.about(found).select_related("actor").order_by("-id")[:5],
        "may_describe": policy.may_describe(user, found),
        "may_transcribe": policy.may_transcribe(user, found),
        "may_release": policy.may_release(user, found),
        "release_form": ReleaseForm(),
        "withdraw_form": WithdrawForm(),
    }
