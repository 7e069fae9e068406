"""The derived badge of a record: what has become of the works that cite it. Never typed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.works.ladder import IN_VETTING, PASSED
from archive.works.models import Citation, Work, WorkStage


class Standing(IntEnum):
    """How far the furthest of the works that cite a record has come."""

    UNCITED = 0
    COMPILING = 1
    IN_VETTING = 2
    PRINTED_BEFORE = 3
    VETTED = 4


LABELS: dict[Standing, StrPromise] = {
    Standing.UNCITED: _("Not yet cited by a work"),
    Standing.COMPILING: _("Cited in a work being compiled"),
    Standing.IN_VETTING: _("Cited in a work being vetted"),
    Standing.PRINTED_BEFORE: _("Cited in a book printed before the guideline"),
    Standing.VETTED: _("Cited in a work that was vetted"),
}


@dataclass(frozen=True)
class Badge:
    """The standing of one record, and the work it comes from."""

    standing: Standing = Standing.UNCITED
    work: Work | None = None

    @property
    def label(self) -> StrPromise:
        return LABELS[self.standing]


def standing_of(work: Work) -> Standing:
    """Return the standing `work` gives to its sources; a book from before was never vetted."""
    if work.stage in PASSED or (work.stage == WorkStage.SUPERSEDED and work.vetted_on):
        return Standing.VETTED
    if work.stage in {WorkStage.LEGACY_PUBLISHED, WorkStage.SUPERSEDED}:
        return Standing.PRINTED_BEFORE
    return Standing.IN_VETTING if work.stage in IN_VETTING else Standing.COMPILING


def badges_of(record_ids: Collection[int], works: QuerySet[Work]) -> dict[int, Badge]:
    """Return the badge of each record, counting only `works`, in one query."""
    found = dict.fromkeys(record_ids, Badge())
    citations = Citation.objects.filter(record__in=record_ids, work__in=works)
    for citation in citations.select_related("work").order_by("id"):
        badge = Badge(standing_of(citation.work), citation.work)
        if badge.standing > found[citation.record_id].standing:
            found[citation.record_id] = badge
    return found
