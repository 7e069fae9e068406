"""The council's meeting, its quorum, its secret ballot."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.vetting.actions.taking import check_day, take_up, write_down
from archive.vetting.models import (
    Attendance,
    Ballot,
    Meeting,
    ProvisionKind,
    Round,
    Seat,
    SeatRole,
    Slip,
    Verdict,
)
from archive.vetting.rules import Rules
from archive.vetting.steps import Act, Refused


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A meeting as the minutes have it."""

    held_on: dt.date
    minutes: str
    present: Collection[Seat]
    place: str = ""
    number: str = ""
    also_present: str = ""


@transaction.atomic
def record_meeting(*, actor: User, round: Round, sitting: Sitting, at: dt.datetime) -> Meeting:
    """Enter a meeting with its minutes and who was present.

    Raises `Refused` without the chair or a vice-chair, below the procedure's quorum (none is known
    for Guideline 90), and for a day before the council was formed.
    """
    held, rules = take_up(round, Act.HOLD_MEETING, actor=actor)
    decided_on = held.decisions.order_by("id").values_list("on", flat=True).first()
    check_day(sitting.held_on, at=at, not_before=decided_on)
    _check_present(held, rules, sitting)
    meeting = Meeting.objects.create(
        round=held,
        held_on=sitting.held_on,
        place=sitting.place,
        minutes=sitting.minutes,
        minutes_number=sitting.number,
        also_present=sitting.also_present,
        recorded_by=actor,
        recorded_at=at,
    )
    Attendance.objects.bulk_create(
        Attendance(round=held, meeting=meeting, seat=seat) for seat in sitting.present
    )
    write_down(
        held,
        "meeting_held",
        actor=actor,
        at=at,
        after={"present": len(sitting.present), "held_on": sitting.held_on},
        basis_number=sitting.number,
        basis_on=sitting.held_on,
    )
    return meeting


@transaction.atomic
def count_ballot(
    *,
    actor: User,
    round: Round,
    meeting: Meeting,
    question: str,
    counts: Mapping[Verdict, int],
    spoilt: int,
    envelope: str,
    at: dt.datetime,
) -> Ballot:
    """Enter a secret ballot as it was counted: how many slips for what, never whose.

    Raises `Refused` for more slips than members were present.
    """
    held, _rules = take_up(round, Act.HOLD_MEETING, actor=actor)
    cast = sum(counts.values()) + spoilt
    if meeting.round_id != held.pk or cast > meeting.attendances.count():
        raise Refused(_("There are more slips than members were present."))
    if cast == 0:
        raise Refused(_("No slip was counted."))
    ballot = Ballot.objects.create(
        round=held,
        meeting=meeting,
        question=question,
        spoilt=spoilt,
        envelope=envelope,
        counted_by=actor,
        counted_at=at,
    )
    choices = [choice for choice, count in counts.items() for _slip in range(count)]
    # Neither the order of the rows nor their numbers say anything.
    random.SystemRandom().shuffle(choices)
    Slip.objects.bulk_create(Slip(round=held, ballot=ballot, choice=choice) for choice in choices)
    after = {"counts": {str(choice): count for choice, count in counts.items()}, "spoilt": spoilt}
    write_down(held, "ballot_counted", actor=actor, at=at, after=after)
    return ballot


def check_meeting(round_: Round, rules: Rules) -> None:
    """Refuse a conclusion without the meeting the procedure asks for."""
    if rules.word("meeting") == "required" and not round_.meetings.exists():
        raise Refused(_("The procedure asks for a meeting of the council with minutes."))


def check_threshold(round_: Round, rules: Rules, verdict: Verdict) -> None:
    """Refuse a passing verdict the last ballot did not carry, where a threshold is known."""
    percent = rules.figure(ProvisionKind.RULE, "threshold")
    ballot = round_.ballots.order_by("-id").first()
    if percent is None or ballot is None or verdict == Verdict.NOT_PASSED:
        return
    slips = ballot.slips.count() + ballot.spoilt
    passing = ballot.slips.exclude(choice=Verdict.NOT_PASSED).count()
    if passing * 100 < percent * slips:
        raise Refused(_("The ballot did not reach the votes the procedure asks for."))


def _check_present(round_: Round, rules: Rules, sitting: Sitting) -> None:
    current = {seat.pk for seat in Seat.objects.current().filter(round=round_)}
    if any(seat.pk not in current for seat in sitting.present):
        raise Refused(_("Somebody named as present has no seat."))
    if not any(seat.role in {SeatRole.CHAIR, SeatRole.VICE_CHAIR} for seat in sitting.present):
        raise Refused(_("Neither the chair nor a vice-chair was present."))
    quorum = rules.figure(ProvisionKind.RULE, "quorum")
    if quorum is not None and len(sitting.present) < quorum:
        raise Refused(
            _("The procedure asks for %(quorum)d members to be present.") % {"quorum": quorum}
        )
