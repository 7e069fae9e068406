"""Entering works and the sources they cite. What vetting makes of a work, `vetting` writes."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.journal import actions as journal
from archive.units.models import Unit
from archive.values.codes import normalise_code
from archive.works.models import Citation, FormerWorkCode, Work, WorkKind, WorkStage

# Where a work may stand when it is entered: not yet submitted, or printed before the guideline.
ENTRY_STAGES = frozenset(
    {
        WorkStage.PLANNED,
        WorkStage.COLLECTING,
        WorkStage.OUTLINED,
        WorkStage.DRAFTING,
        WorkStage.CONSULTING,
        WorkStage.LEGACY_PUBLISHED,
    }
)


class CodeTaken(Exception):
    """Another work has this code, or had it."""


class NotAStart(ValueError):
    """A work cannot be entered as being vetted or as vetted; that takes a round."""


class NotInTheWork(ValueError):
    """A citation points at a page or at a moment of the record, not at both."""


@transaction.atomic
def enter_work(
    *,
    actor: User | None,
    code: str,
    title: str,
    kind: WorkKind,
    unit: Unit,
    owner: Unit,
    at: dt.datetime,
    stage: WorkStage = WorkStage.PLANNED,
    period: tuple[int | None, int | None] | None = None,
    summary: str = "",
    is_public: bool = False,
    is_demonstration: bool = False,
    legacy_rule: str = "",
) -> Work:
    """Enter a compiled history of `unit` that `owner` answers for.

    A book printed before the guideline names the rule then in force.

    Raises `CodeTaken`, `NotAStart` and `values.codes.InvalidCode`.
    """
    if stage not in ENTRY_STAGES or (stage == WorkStage.LEGACY_PUBLISHED) != bool(legacy_rule):
        raise NotAStart(stage)
    code = normalise_code(code)
    if Work.objects.filter(code=code).exists() or FormerWorkCode.objects.filter(code=code).exists():
        raise CodeTaken(code)
    period_from, period_to = period or (None, None)
    try:
        with transaction.atomic():
            work = Work.objects.create(
                code=code,
                title=title,
                kind=kind,
                unit=unit,
                owner=owner,
                stage=stage,
                period_from=period_from,
                period_to=period_to,
                summary=summary,
                is_public=is_public,
                is_demonstration=is_demonstration,
                legacy_rule=legacy_rule,
            )
    except IntegrityError:  # pressed twice, or somebody was quicker
        raise CodeTaken(code) from None
    journal.record(
        actor=actor,
        act="works.work.entered",
        subject=work,
        at=at,
        after={"code": code, "title": title, "kind": kind, "stage": stage},
    )
    return work


@transaction.atomic
def cite_record(
    *,
    actor: User | None,
    work: Work,
    record: Record,
    at: dt.datetime,
    page: int | None = None,
    at_ms: int | None = None,
    place_in_work: str = "",
    note: str = "",
) -> Citation:
    """Say that a place in `work` rests on a page or a moment of `record`.

    The badge on the record follows from it. Raises `NotInTheWork`.
    """
    if page is not None and at_ms is not None:
        raise NotInTheWork
    citation = Citation.objects.create(
        work=work, record=record, page=page, at_ms=at_ms, place_in_work=place_in_work, note=note
    )
    journal.record(
        actor=actor,
        act="works.record.cited",
        subject=record,
        at=at,
        after={"work": work.code, "page": page, "at_ms": at_ms, "place": place_in_work},
    )
    return citation
