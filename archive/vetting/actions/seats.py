"""Seating people: who may sit, and what the seat lets them read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from archive.access import actions as access
from archive.access.models import Grant
from archive.accounts.models import User
from archive.vetting.models import CouncilDecision, ProvisionKind, Round, Seat, SeatRole
from archive.vetting.rules import Rules
from archive.vetting.steps import Refused


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """One person to be seated. `conflict_note` says why somebody who had a part in it sits."""

    person: User
    role: SeatRole
    office: str = ""
    field: str = ""
    conflict_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The paper that seats people: number, date, who signed."""

    number: str
    on: dt.date
    signatory: str


def check_council(sittings: Collection[Sitting], rules: Rules, round_: Round) -> None:
    """Refuse a council the procedure does not allow. Raises `Refused`."""
    fewest = rules.figure(ProvisionKind.COUNCIL, "seats_min")
    most = rules.figure(ProvisionKind.COUNCIL, "seats_max")
    if (fewest and len(sittings) < fewest) or (most and len(sittings) > most):
        raise Refused(
            _("The procedure asks for %(fewest)s to %(most)s members; %(count)d were named.")
            % {"fewest": fewest or "…", "most": most or "…", "count": len(sittings)}
        )
    if len({sitting.person.pk for sitting in sittings}) != len(sittings):
        raise Refused(_("Somebody is named twice."))
    roles = [sitting.role for sitting in sittings]
    if roles.count(SeatRole.CHAIR) != 1:
        raise Refused(_("A council has one chair."))
    if rules.figure(ProvisionKind.COUNCIL, "secretary") and SeatRole.SECRETARY not in roles:
        raise Refused(_("The procedure asks for a secretary of the council."))
    for sitting in sittings:
        check_conflict(sitting, rules, round_)


def check_conflict(sitting: Sitting, rules: Rules, round_: Round) -> None:
    """Refuse, or ask a reason for, somebody who had a part in what is vetted."""
    if not sitting.person.is_active:
        raise Refused(_("%(person)s can no longer sign in.") % {"person": sitting.person})
    if not had_a_part(sitting.person, round_):
        return
    if rules.conflict == "refuse":
        raise Refused(
            _("%(person)s entered or submitted it and cannot vet it.") % {"person": sitting.person}
        )
    if rules.conflict == "warn" and not sitting.conflict_note:
        raise Refused(
            _("%(person)s had a part in it. Choose somebody else, or say why they sit.")
            % {"person": sitting.person}
        )


def had_a_part(person: User, round_: Round) -> bool:
    """Tell whether `person` entered, uploaded, compiled or submitted what the round vets."""
    if round_.requested_by_id == person.pk:
        return True
    if round_.record is not None:
        return round_.record.created_by_id == person.pk
    assert round_.work is not None
    return (
        round_.work.compilers.filter(user=person).exists()
        or round_.work.manuscripts.filter(added_by=person).exists()
    )


def seat(
    round_: Round, decision: CouncilDecision, sitting: Sitting, *, replaces: Seat | None = None
) -> Seat:
    return Seat.objects.create(
        round=round_,
        decision=decision,
        person=sitting.person,
        role=sitting.role,
        office=sitting.office,
        field=sitting.field,
        conflict_note=sitting.conflict_note,
        replaces=replaces,
    )


def let_read(round_: Round, person: User, *, actor: User, at: dt.datetime) -> None:
    """Open the record under review to somebody who was seated."""
    if round_.record is not None:
        access.grant_access(
            actor=actor, record=round_.record, user=person, reason=_reason(round_), at=at
        )


def end_reading(round_: Round, *, actor: User, at: dt.datetime, person: User | None = None) -> None:
    """Close the record again to whoever read it only by a seat in this round."""
    if round_.record is None:
        return
    grants = Grant.objects.in_force(at).filter(record=round_.record, reason=_reason(round_))
    if person is not None:
        grants = grants.filter(user=person)
    for grant in grants:
        access.revoke_grant(actor=actor, grant=grant, at=at)


def _reason(round_: Round) -> str:
    return f"vetting: {round_.code}"
