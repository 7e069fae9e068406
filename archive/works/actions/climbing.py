"""Climbing the ladder; the rungs of vetting are followed, never set, from here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.accounts.models import User
from archive.works import ladder
from archive.works.actions.journal import write_down
from archive.works.models import Milestone, Work, WorkStage

GUIDELINE_ON = dt.date(2021, 3, 15)


class NotPossible(Exception):
    """The act cannot be done with this work as it stands, and why."""

    def __init__(self, reason: StrPromise | str) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The day and the document by which a stage was reached."""

    on: dt.date
    number: str = ""
    issuer: str = ""
    note: str = ""


@transaction.atomic
def advance(
    *, actor: User, work: Work, stage: WorkStage, paper: Paper, at: dt.datetime, **columns: Any
) -> Work:
    """Move a work to the next stage its own office enters. Raises `NotPossible`."""
    work = Work.objects.select_for_update().get(pk=work.pk)
    if stage not in {rung.stage for rung in ladder.rungs_from(WorkStage(work.stage))}:
        raise NotPossible(_("The work cannot go from its present stage to that one."))
    if stage in ladder.NEEDS_DOCUMENT and not (paper.number and paper.issuer):
        raise NotPossible(_("Give the number of the document and who issued it."))
    if paper.on > timezone.localtime(at).date():
        raise NotPossible(_("The date lies in the future."))
    if stage in ladder.PASSED and work.vetted_on and paper.on < work.vetted_on:
        raise NotPossible(_("The document is dated before the vetting it rests on."))
    if stage == WorkStage.PUBLISHED:
        columns["published_year"] = columns.get("published_year") or paper.on.year
    if stage == WorkStage.SUPERSEDED and columns.get("superseded_by") is None:
        raise NotPossible(_("Name the new edition."))
    return _set_stage(work, stage, actor=actor, at=at, paper=paper, columns=columns)


@transaction.atomic
def mark_legacy(
    *, actor: User, work: Work, published_on: dt.date, rule: str, at: dt.datetime
) -> Work:
    """Note that a work was printed before the guideline, and under which rule.

    Raises `NotPossible` for a work printed since, or one that has been in vetting.
    """
    work = Work.objects.select_for_update().get(pk=work.pk)
    if work.stage not in ladder.BEFORE_VETTING:
        raise NotPossible(_("The work has been in vetting; it is no book from before."))
    if published_on >= GUIDELINE_ON:
        raise NotPossible(_("It was printed after the guideline of 15/3/2021 and must be vetted."))
    if not rule.strip():
        raise NotPossible(_("Name the rule then in force, or say that it is not known."))
    columns = {"legacy_rule": rule.strip(), "published_year": published_on.year}
    paper = Paper(on=published_on, note=rule.strip())
    return _set_stage(
        work, WorkStage.LEGACY_PUBLISHED, actor=actor, at=at, paper=paper, columns=columns
    )


def follow_vetting(
    *, actor: User, work: Work, stage: WorkStage, paper: Paper, at: dt.datetime
) -> Work:
    """Let a work stand where its vetting round stands; called by `vetting` alone."""
    columns = {"vetted_on": paper.on} if stage == WorkStage.VETTED else {}
    return _set_stage(work, stage, actor=actor, at=at, paper=paper, columns=columns)


def _set_stage(
    work: Work,
    stage: WorkStage,
    *,
    actor: User,
    at: dt.datetime,
    paper: Paper,
    columns: dict[str, Any],
) -> Work:
    before = work.stage
    if before == stage and not columns:
        return work
    work.stage = stage
    for name, value in columns.items():
        setattr(work, name, value)
    work.save(update_fields=["stage", *columns])
    Milestone.objects.create(
        work=work,
        stage=stage,
        on=paper.on,
        number=paper.number,
        issuer=paper.issuer,
        note=paper.note,
        entered_by=actor,
        entered_at=at,
    )
    write_down(
        work,
        "stage_reached",
        actor=actor,
        at=at,
        before={"stage": before},
        after={"stage": stage},
        basis_number=paper.number,
        basis_on=paper.on,
        note=paper.note,
    )
    return work
