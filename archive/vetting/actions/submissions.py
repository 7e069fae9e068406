"""Opening a round, sending its dossier back and forth, stopping it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.units.models import Unit
from archive.vetting import frozen, outcome
from archive.vetting.actions.seats import end_reading
from archive.vetting.actions.taking import check_day, move, stage_after, take_up, write_down
from archive.vetting.models import Procedure, Round, Stage
from archive.vetting.policy import may_request
from archive.vetting.rules import competence_of, kind_of, needs_empowerment
from archive.vetting.steps import Act, Refused
from archive.works.ladder import MAY_BE_SUBMITTED
from archive.works.models import Manuscript, Work, WorkStage


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked for: under which procedure, of which body, by which letter."""

    procedure: Procedure
    body: Unit
    requested_on: dt.date
    number: str = ""
    empowered_by: str = ""
    empowered_on: dt.date | None = None


@transaction.atomic
def submit_record(*, actor: User, record: Record, request: Request, at: dt.datetime) -> Round:
    """Open a round for `record` and freeze the version that is to be vetted. Raises `Refused`."""
    record = Record.objects.select_for_update().select_related("holder").get(pk=record.pk)
    snapshot = frozen.snapshot_of(record)
    return open_round(
        actor=actor,
        subject=record,
        request=request,
        at=at,
        frozen=snapshot,
        frozen_digest=frozen.digest_of(snapshot),
        status_before=record.vetting_status,
    )


@transaction.atomic
def submit_work(
    *, actor: User, work: Work, manuscript: Manuscript, request: Request, at: dt.datetime
) -> Round:
    """Open a round for a work; what is vetted is one version of its manuscript.

    Raises `Refused`, also for a work that has been published already.
    """
    work = Work.objects.select_for_update().select_related("unit", "owner").get(pk=work.pk)
    if WorkStage(work.stage) not in MAY_BE_SUBMITTED:
        raise Refused(_("The work is not at a stage from which it is submitted."))
    if manuscript.work_id != work.pk:
        raise Refused(_("The manuscript is another work's."))
    if not request.number:
        raise Refused(_("The request has a number."))
    return open_round(
        actor=actor,
        subject=work,
        request=request,
        at=at,
        manuscript=manuscript,
        frozen=frozen.snapshot_of_work(work, manuscript),
        frozen_digest=manuscript.master.digest,
        status_before=work.stage,
    )


def open_round(
    *, actor: User, subject: Record | Work, request: Request, at: dt.datetime, **columns: Any
) -> Round:
    """Open a round for a subject its caller has locked. Raises `Refused`."""
    _check_request(actor, subject, request, at)
    rounds = Round.objects.of(subject)
    number = (rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    is_record = isinstance(subject, Record)
    round_ = Round.objects.create(
        code=f"{'TD' if is_record else 'TDCT'}-{subject.code}-{number}",
        number=number,
        record=subject if isinstance(subject, Record) else None,
        work=None if isinstance(subject, Record) else subject,
        procedure=request.procedure,
        body=request.body,
        competence=competence_of(subject, request.procedure, request.requested_on),
        empowered_by=request.empowered_by,
        empowered_on=request.empowered_on,
        request_number=request.number,
        requested_on=request.requested_on,
        requested_by=actor,
        submitted_at=at,
        stage_since=at,
        **columns,
    )
    write_down(
        round_,
        "submitted",
        actor=actor,
        at=at,
        after={"body": request.body.code, "frozen": round_.frozen_digest},
        basis_number=request.number,
        basis_on=request.requested_on,
    )
    outcome.follow(round_, actor=actor, at=at)
    return round_


def _check_request(actor: User, subject: Record | Work, request: Request, at: dt.datetime) -> None:
    if not may_request(actor, subject):
        raise Refused(_("Only the office that holds it may submit it."))
    if Round.objects.of(subject).open().exists():
        raise Refused(_("A round is open already; it has to end first."))
    if request.procedure.subject_kind != kind_of(subject):
        raise Refused(_("This procedure does not vet such a thing."))
    check_day(request.requested_on, at=at, not_before=request.procedure.valid_from)
    competence = competence_of(subject, request.procedure, request.requested_on)
    if needs_empowerment(subject, competence, request.body) and not request.empowered_by:
        raise Refused(
            _(
                "Under this procedure that body is not known to be competent on that day. "
                "Give the document that empowers it."
            )
        )
    if request.empowered_on is not None:
        check_day(request.empowered_on, at=at)


@transaction.atomic
def return_dossier(*, actor: User, round: Round, reason: str, at: dt.datetime) -> Round:
    """Send an incomplete dossier back with the reason. Raises `Refused`."""
    return _plain_step(Act.RETURN_DOSSIER, "returned", actor, round, at, note=_given(reason))


@transaction.atomic
def complete_dossier(
    *,
    actor: User,
    round: Round,
    note: str,
    at: dt.datetime,
    manuscript: Manuscript | None = None,
) -> Round:
    """Send a returned dossier in again, as it now stands. Raises `Refused`.

    What is vetted is frozen anew: the record as it is, or the manuscript given.
    """
    held, rules = take_up(round, Act.COMPLETE_DOSSIER, actor=actor)
    before = held.frozen_digest
    move(held, stage_after(Act.COMPLETE_DOSSIER, rules), at=at, **_frozen_anew(held, manuscript))
    write_down(
        held,
        "completed",
        actor=actor,
        at=at,
        before={"frozen": before},
        after={"frozen": held.frozen_digest},
        note=note,
    )
    outcome.follow(held, actor=actor, at=at)
    return held


def _frozen_anew(round_: Round, manuscript: Manuscript | None) -> dict[str, Any]:
    if round_.record is not None:
        snapshot = frozen.snapshot_of(round_.record)
        return {"frozen": snapshot, "frozen_digest": frozen.digest_of(snapshot)}
    if manuscript is None:
        return {}
    if manuscript.work_id != round_.work_id:
        raise Refused(_("The manuscript is another work's."))
    assert round_.work is not None
    return {
        "manuscript": manuscript,
        "frozen": frozen.snapshot_of_work(round_.work, manuscript),
        "frozen_digest": manuscript.master.digest,
    }


@transaction.atomic
def suspend_round(*, actor: User, round: Round, reason: str, at: dt.datetime) -> Round:
    """Stop the round where it stands, until it is resumed. Raises `Refused`."""
    held, rules = take_up(round, Act.SUSPEND, actor=actor)
    move(held, stage_after(Act.SUSPEND, rules), at=at, suspended_from=held.stage)
    write_down(held, "suspended", actor=actor, at=at, note=_given(reason))
    outcome.follow(held, actor=actor, at=at)
    return held


@transaction.atomic
def resume_round(*, actor: User, round: Round, at: dt.datetime) -> Round:
    """Go on from where the round was suspended. Raises `Refused`."""
    held, _rules = take_up(round, Act.RESUME, actor=actor)
    move(held, Stage(held.suspended_from), at=at, suspended_from="")
    write_down(held, "resumed", actor=actor, at=at)
    outcome.follow(held, actor=actor, at=at)
    return held


@transaction.atomic
def withdraw_round(*, actor: User, round: Round, reason: str, at: dt.datetime) -> Round:
    """End the round without a conclusion; its subject stands as before it. Raises `Refused`."""
    held, rules = take_up(round, Act.WITHDRAW, actor=actor)
    move(held, stage_after(Act.WITHDRAW, rules), at=at, closed_at=at)
    end_reading(held, actor=actor, at=at)
    write_down(held, "withdrawn", actor=actor, at=at, note=_given(reason))
    outcome.follow(held, actor=actor, at=at)
    return held


def _plain_step(
    act: Act, word: str, actor: User, round_: Round, at: dt.datetime, *, note: str
) -> Round:
    held, rules = take_up(round_, act, actor=actor)
    move(held, stage_after(act, rules), at=at)
    write_down(held, word, actor=actor, at=at, note=note)
    outcome.follow(held, actor=actor, at=at)
    return held


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Give the reason."))
    return reason.strip()
