"""One record as the desk shows it: what it holds, what it lacks, what may be done."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from archive.access import policy
from archive.access.ceilings import level_of
from archive.access.readiness import gaps_of
from archive.accounts.models import User
from archive.catalogue.arrangement import ceiling_of, rights_of
from archive.catalogue.models import Record
from archive.desk.failures import Failure, failures_of
from archive.desk.records.forms import ReleaseForm, WithdrawForm
from archive.files.models import Master, Unmade
from archive.files.technical import shortfalls
from archive.journal.models import Entry

MOST_UNMADE = 20


def described() -> QuerySet[Record]:
    """Return records with what their sheet names beside them."""
    return Record.objects.select_related("collection", "unit", "holder", "created_by")


def sheet_of(user: User, found: Record) -> dict[str, object]:
    """Return what the template of a record's sheet needs, forms included."""
    level = level_of(found)
    limited = level != found.access_level
    masters = masters_of(found)
    return {
        "record": found,
        "level": level.label,
        "limited_by": ceiling_of(found.collection).source if limited else None,
        "rights": rights_of(found.collection, found.rights),
        "gaps": gaps_of(found),
        "pages": found.pages.count(),
        "recordings": found.recordings.count(),
        "shortfalls": shortfalls(masters.only("family", "technical")),
        **unmade_of(user, found),
        "transcripts": found.transcripts.all()[:10],
        "entries": Entry.objects.about(found).select_related("actor").order_by("-id")[:5],
        "may_transcribe": policy.may_transcribe(user, found),
        "may_release": policy.may_release(user, found),
        "release_form": ReleaseForm(),
        "withdraw_form": WithdrawForm(),
    }


def masters_of(found: Record) -> QuerySet[Master]:
    """Return the files of a record: of its pages and of its recordings."""
    return Master.objects.filter(
        Q(pk__in=found.pages.values("master")) | Q(pk__in=found.recordings.values("master"))
    )


def unmade_of(user: User, found: Record) -> dict[str, object]:
    """Return what the part of the sheet needs that says what could not be made of its files."""
    latest = Unmade.objects.filter(master__in=masters_of(found))
    unmade = sorted(latest[:MOST_UNMADE], key=lambda each: each.pk)
    pages = found.pages.filter(master__in={each.master_id for each in unmade})
    numbers = {
        (master, str(frame + 1)): number
        for master, frame, number in pages.values_list("master", "frame", "number")
    }
    failures: list[Failure] = list(failures_of(unmade, numbers).values())
    return {
        "failures": failures,
        "is_being_tried": any(each.is_being_tried for each in failures),
        "most_unmade": MOST_UNMADE if len(unmade) == MOST_UNMADE else 0,
        "may_describe": policy.may_describe(user, found),
    }
