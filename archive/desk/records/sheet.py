"""One record as the desk shows it: what it holds, what it lacks, what may be done."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from archive.access import policy
from archive.access.ceilings import level_of
from archive.access.readiness import gaps_of
from archive.accounts.models import User
from archive.catalogue.arrangement import ceiling_of, rights_of
from archive.catalogue.models import Record
from archive.desk.records.forms import ReleaseForm, WithdrawForm
from archive.files.models import Master, Unmade
from archive.files.technical import shortfalls
from archive.ingest.reasons import advice_on, why_unmade
from archive.journal.models import Entry

MOST_UNMADE = 20


@dataclass(frozen=True)
class Failure:
    """What could not be made of a file, and the page of the record that shows that part of it."""

    unmade: Unmade
    page: int | None

    @property
    def why(self) -> str:
        return why_unmade(self.unmade)

    @property
    def advice(self) -> Promise:
        return advice_on(self.unmade)


def described() -> QuerySet[Record]:
    """Return records with what their sheet names beside them."""
    return Record.objects.select_related("collection", "unit", "holder", "created_by")


def sheet_of(user: User, found: Record) -> dict[str, object]:
    """Return what the template of a record's sheet needs, forms included."""
    level = level_of(found)
    limited = level != found.access_level
    masters = Master.objects.filter(
        Q(pk__in=found.pages.values("master")) | Q(pk__in=found.recordings.values("master"))
    )
    return {
        "record": found,
        "level": level.label,
        "limited_by": ceiling_of(found.collection).source if limited else None,
        "rights": rights_of(found.collection, found.rights),
        "gaps": gaps_of(found),
        "pages": found.pages.count(),
        "recordings": found.recordings.count(),
        "shortfalls": shortfalls(masters.only("family", "technical")),
        "unmade": _unmade_of(found, masters),
        "most_unmade": MOST_UNMADE,
        "transcripts": found.transcripts.all()[:10],
        "entries": Entry.objects.about(found).select_related("actor").order_by("-id")[:5],
        "may_describe": policy.may_describe(user, found),
        "may_transcribe": policy.may_transcribe(user, found),
        "may_release": policy.may_release(user, found),
        "release_form": ReleaseForm(),
        "withdraw_form": WithdrawForm(),
    }


def _unmade_of(found: Record, masters: QuerySet[Master]) -> list[Failure]:
    failed = Unmade.objects.filter(master__in=masters).select_related("master")[:MOST_UNMADE]
    unmade = sorted(failed, key=lambda each: each.pk)
    pages = found.pages.filter(master__in={each.master_id for each in unmade})
    numbers = {
        (master, str(frame + 1)): number
        for master, frame, number in pages.values_list("master", "frame", "number")
    }
    return [Failure(each, numbers.get((each.master_id, each.part))) for each in unmade]
