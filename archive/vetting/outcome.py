"""What a reader sees of vetting: one column on the record or the work, written only from here.

A released record keeps `vetted` while it is vetted again; a conclusion that no longer passes it
takes it back from its readers in the same transaction.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.access import actions as access
from archive.accounts.models import User
from archive.catalogue.models import Record, VettingStatus
from archive.journal import actions as journal
from archive.vetting.models import Round, Stage
from archive.works import actions as works
from archive.works.models import Work, WorkStage

STATUS_AT: dict[str, VettingStatus] = {
    Stage.SUBMITTED: VettingStatus.SUBMITTED,
    Stage.RETURNED: VettingStatus.SUBMITTED,
    Stage.COUNCIL_FORMED: VettingStatus.SUBMITTED,
    Stage.UNDER_REVIEW: VettingStatus.UNDER_REVIEW,
    Stage.REVISION_REQUIRED: VettingStatus.REVISION_REQUIRED,
    Stage.NOT_PASSED: VettingStatus.NOT_PASSED,
    Stage.VETTED: VettingStatus.VETTED,
}
WORK_STAGE_AT: dict[str, WorkStage] = {
    Stage.SUBMITTED: WorkStage.SUBMITTED,
    Stage.RETURNED: WorkStage.RETURNED_INCOMPLETE,
    Stage.COUNCIL_FORMED: WorkStage.COUNCIL_FORMED,
    Stage.UNDER_REVIEW: WorkStage.UNDER_REVIEW,
    Stage.REVISION_REQUIRED: WorkStage.REVISION_REQUIRED,
    Stage.RESUBMITTED: WorkStage.REVISED_RESUBMITTED,
    Stage.NOT_PASSED: WorkStage.NOT_PASSED,
    Stage.VETTED: WorkStage.VETTED,
    Stage.SUSPENDED: WorkStage.SUSPENDED,
}


def follow(
    round_: Round, *, actor: User, at: dt.datetime, paper: works.Paper | None = None
) -> None:
    """Let the subject stand where the round stands; `paper` is what it rests on."""
    if round_.record_id is not None:
        _follow_record(round_, actor=actor, at=at)
    else:
        _follow_work(round_, actor=actor, at=at, paper=paper)


def _follow_record(round_: Round, *, actor: User, at: dt.datetime) -> None:
    record = Record.objects.select_for_update().get(vetting_rounds=round_)
    status = _status(round_, record)
    if status == record.vetting_status:
        return
    if record.released_at is not None:
        if round_.concluded_at is None:
            return
        reason = _("The conclusion of a new vetting round no longer passes it.")
        record = access.withdraw_unvetted(actor=actor, record=record, reason=reason, at=at)
    before = record.vetting_status
    record.vetting_status = status
    record.changed_at = at
    record.save(update_fields=["vetting_status", "changed_at"])
    journal.record(
        actor=actor,
        act="vetting.record.status_changed",
        subject=record,
        at=at,
        before={"vetting_status": before},
        after={"vetting_status": status, "round": round_.code},
    )


def _status(round_: Round, record: Record) -> str:
    if round_.stage == Stage.WITHDRAWN:
        return round_.status_before or VettingStatus.NOT_SUBMITTED
    if round_.stage == Stage.SUSPENDED:
        return record.vetting_status
    return STATUS_AT.get(round_.stage, VettingStatus.SUBMITTED)


def _follow_work(round_: Round, *, actor: User, at: dt.datetime, paper: works.Paper | None) -> None:
    work = Work.objects.select_for_update().get(vetting_rounds=round_)
    stage = (
        WorkStage(round_.status_before)
        if round_.stage == Stage.WITHDRAWN
        else WORK_STAGE_AT[round_.stage]
    )
    paper = paper or works.Paper(on=timezone.localdate(at), note=round_.code)
    works.follow_vetting(actor=actor, work=work, stage=stage, paper=paper, at=at)
