"""Concluding a round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.vetting import outcome
from archive.vetting.actions.meetings import check_meeting, check_threshold
from archive.vetting.actions.opinions import opinions_missing
from archive.vetting.actions.seats import end_reading
from archive.vetting.actions.taking import check_day, move, take_up, write_down
from archive.vetting.models import (
    Conclusion,
    Corroboration,
    ProvisionKind,
    Round,
    Stage,
    SubjectKind,
    Verdict,
)
from archive.vetting.rules import Rules
from archive.vetting.steps import Act, Refused
from archive.works import actions as works

STAGE_OF = {
    Verdict.VETTED: Stage.VETTED,
    Verdict.REVISION_REQUIRED: Stage.REVISION_REQUIRED,
    Verdict.NOT_PASSED: Stage.NOT_PASSED,
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is concluded, in which paper: number, date, signatory, text."""

    verdict: Verdict
    number: str
    on: dt.date
    signatory: str
    text: str
    corroboration: Corroboration | None = None
    points: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def conclude(*, actor: User, round: Round, finding: Finding, at: dt.datetime) -> Conclusion:
    """Conclude the round: the chair decides, the secretary may record it.

    A record's round closes with its conclusion; a work that is to be revised stays open for the
    taking-in. Raises `Refused` while opinions the procedure asks for are missing, for a verdict it
    does not have, and for a paper dated before the council's decision.
    """
    held, rules = take_up(round, Act.CONCLUDE, actor=actor)
    _check(held, rules, finding, at)
    conclusion = Conclusion.objects.create(
        round=held,
        verdict=finding.verdict,
        number=finding.number,
        on=finding.on,
        signatory=finding.signatory,
        text=finding.text,
        findings=dict(finding.points),
        corroboration=finding.corroboration or "",
        recorded_by=actor,
        recorded_at=at,
    )
    goes_on = held.subject_kind == SubjectKind.WORK and finding.verdict == Verdict.REVISION_REQUIRED
    closed_at = None if goes_on else at
    move(held, STAGE_OF[finding.verdict], at=at, concluded_at=at, closed_at=closed_at)
    write_down(
        held,
        "concluded",
        actor=actor,
        at=at,
        after={"verdict": finding.verdict, "signatory": finding.signatory},
        basis_number=finding.number,
        basis_on=finding.on,
    )
    paper = works.Paper(on=finding.on, number=finding.number, issuer=str(held.body))
    outcome.follow(held, actor=actor, at=at, paper=paper)
    if closed_at is not None:
        end_reading(held, actor=actor, at=at)
    return conclusion


def _check(round_: Round, rules: Rules, finding: Finding, at: dt.datetime) -> None:
    if rules.find(ProvisionKind.VERDICT, finding.verdict) is None:
        raise Refused(_("The procedure does not know this verdict."))
    check_meeting(round_, rules)
    check_threshold(round_, rules, finding.verdict)
    decided_on = round_.decisions.order_by("id").values_list("on", flat=True).first()
    check_day(finding.on, at=at, not_before=decided_on)
    if rules.word("opinions") == "all" and (missing := opinions_missing(round_)):
        names = ", ".join(str(seat.person) for seat in missing)
        raise Refused(_("Opinions are still missing: %(names)s.") % {"names": names})
