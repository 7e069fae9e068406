"""Forming the council, replacing a member, opening the review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.vetting import outcome
from archive.vetting.actions.papers import check_papers
from archive.vetting.actions.seats import (
    Decision,
    Sitting,
    check_conflict,
    check_council,
    end_reading,
    let_read,
    seat,
)
from archive.vetting.actions.taking import check_day, move, stage_after, take_up, write_down
from archive.vetting.models import CouncilDecision, Round, Seat
from archive.vetting.steps import Act, Refused


@transaction.atomic
def form_council(
    *,
    actor: User,
    round: Round,
    decision: Decision,
    sittings: Sequence[Sitting],
    at: dt.datetime,
    review_due_on: dt.date | None = None,
) -> Round:
    """Seat the council by a decision; what is under review opens to its members.

    Raises `Refused` for a council of the wrong size, without a chair, or with somebody who may
    not sit, and for a decision dated before the request.
    """
    held, rules = take_up(round, Act.FORM_COUNCIL, actor=actor)
    check_day(decision.on, at=at, not_before=held.requested_on)
    if review_due_on is not None and review_due_on < decision.on:
        raise Refused(_("Opinions cannot be due before the council is formed."))
    check_papers(held, rules)
    check_council(sittings, rules, held)
    paper = _enter(held, decision, at)
    for sitting in sittings:
        seat(held, paper, sitting)
        let_read(held, sitting.person, actor=actor, at=at)
    move(held, stage_after(Act.FORM_COUNCIL, rules), at=at, review_due_on=review_due_on)
    write_down(
        held,
        "council_formed",
        actor=actor,
        at=at,
        after={"seats": [[sitting.person.pk, sitting.role] for sitting in sittings]},
        basis_number=decision.number,
        basis_on=decision.on,
    )
    outcome.follow(held, actor=actor, at=at)
    return held


@transaction.atomic
def replace_member(
    *,
    actor: User,
    round: Round,
    seat_left: Seat,
    sitting: Sitting,
    decision: Decision,
    reason: str,
    at: dt.datetime,
) -> Seat:
    """Put somebody in another's seat; the first seat stays on the record. Raises `Refused`."""
    held, rules = take_up(round, Act.REPLACE_MEMBER, actor=actor)
    if seat_left.round_id != held.pk or hasattr(seat_left, "replacement"):
        raise Refused(_("That seat has been taken over already."))
    if held.seats.filter(person=sitting.person).exists():
        raise Refused(_("%(person)s sits or sat in this round.") % {"person": sitting.person})
    check_day(decision.on, at=at, not_before=held.requested_on)
    check_conflict(sitting, rules, held)
    taken = seat(held, _enter(held, decision, at, reason=reason), sitting, replaces=seat_left)
    end_reading(held, actor=actor, at=at, person=seat_left.person)
    let_read(held, sitting.person, actor=actor, at=at)
    write_down(
        held,
        "member_replaced",
        actor=actor,
        at=at,
        before={"seat": seat_left.person_id},
        after={"seat": sitting.person.pk, "role": sitting.role},
        basis_number=decision.number,
        basis_on=decision.on,
        note=reason,
    )
    return taken


@transaction.atomic
def begin_review(*, actor: User, round: Round, at: dt.datetime) -> Round:
    """Open the review once every member has what they are to read. Raises `Refused`."""
    held, rules = take_up(round, Act.BEGIN_REVIEW, actor=actor)
    move(held, stage_after(Act.BEGIN_REVIEW, rules), at=at)
    write_down(held, "review_begun", actor=actor, at=at)
    outcome.follow(held, actor=actor, at=at)
    return held


def _enter(
    round_: Round, decision: Decision, at: dt.datetime, *, reason: str = ""
) -> CouncilDecision:
    return CouncilDecision.objects.create(
        round=round_,
        number=decision.number,
        on=decision.on,
        signatory=decision.signatory,
        reason=reason,
        entered_at=at,
    )
