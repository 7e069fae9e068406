"""Acts on the register of witnesses. The journal says that and by whom, never what is private."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from archive.accounts.models import User
from archive.catalogue.models import AppearanceRole, Person, Record
from archive.collecting import policy, secrecy
from archive.collecting.models import Appointment, Campaign, Outcome, Status, Witness
from archive.journal import actions as journal
from archive.units.models import Unit
from archive.values.dates import parse_date
from archive.values.text import given_name_key, nfc, sort_key

FACTS = (
    "name",
    "aliases",
    "born_written",
    "posts",
    "witnessed",
    "unit",
    "languages",
    "recommended_by",
    "frailty",
    "forgetting",
    "alone_knows",
    "last_contact_on",
    "status",
)


class NotAllowed(Exception):
    """The person does not work with this register."""


class StaleVersion(Exception):
    """Somebody else changed the entry after the form was opened; nothing was written."""


@transaction.atomic
def enter_witness(
    *,
    actor: User,
    office: Unit,
    facts: Mapping[str, Any],
    at: dt.datetime,
    private: Mapping[str, str] | None = None,
    is_demonstration: bool = False,
) -> Witness:
    """Enter a witness into the register of `office`. Raises `NotAllowed`."""
    if not policy.may_enter(actor):
        raise NotAllowed
    witness = Witness(
        office=office, entered_by=actor, entered_at=at, is_demonstration=is_demonstration
    )
    _apply(witness, facts, private)
    witness.save()
    _record(actor, witness, "entered", at, changed=sorted(facts))
    return witness


@transaction.atomic
def describe_witness(
    *,
    actor: User,
    witness: Witness,
    version: int,
    facts: Mapping[str, Any],
    at: dt.datetime,
    private: Mapping[str, str] | None = None,
) -> Witness:
    """Change what is known of a witness as it stood at `version`.

    Raises `NotAllowed` and `StaleVersion`.
    """
    witness = _taken(actor, witness)
    if witness.version != version:
        raise StaleVersion
    changed = sorted(name for name in facts if getattr(witness, name) != facts[name])
    if private is not None and secrecy.unseal(witness.private) != dict(private):
        changed.append("private")
    _apply(witness, facts, private)
    witness.version += 1
    witness.save()
    _record(actor, witness, "described", at, changed=changed)
    return witness


@transaction.atomic
def appoint(
    *,
    actor: User,
    witness: Witness,
    interviewer: User,
    starts_at: dt.datetime,
    at: dt.datetime,
    minutes: int = 90,
    **details: Any,
) -> Appointment:
    """Make an appointment with a witness, who then counts as appointed. Raises `NotAllowed`."""
    witness = _taken(actor, witness)
    appointment = Appointment.objects.create(
        witness=witness, interviewer=interviewer, starts_at=starts_at, minutes=minutes, **details
    )
    _move(actor, witness, Status.APPOINTED, at, appointment=appointment.pk, starts_at=starts_at)
    return appointment


@transaction.atomic
def close_appointment(
    *,
    actor: User,
    appointment: Appointment,
    outcome: Outcome,
    at: dt.datetime,
    meet_again: bool = False,
    record: Record | None = None,
) -> Appointment:
    """Say what came of an appointment; the witness moves on accordingly. Raises `NotAllowed`."""
    witness = _taken(actor, appointment.witness)
    appointment.outcome, appointment.record = outcome, record
    appointment.save(update_fields=["outcome", "record"])
    if record is not None and witness.person_id is None:
        witness.person = _told_by(record, witness)
    if outcome == Outcome.HELD:
        witness.last_contact_on = timezone.localdate(at)
        status = Status.MEET_AGAIN if meet_again else Status.MET
    else:
        status = Status.TO_BE_MET
    _move(actor, witness, status, at, appointment=appointment.pk, outcome=outcome)
    return appointment


@transaction.atomic
def open_campaign(
    *,
    actor: User,
    office: Unit,
    title: str,
    witnesses: Collection[Witness],
    at: dt.datetime,
    due_on: dt.date | None = None,
    note: str = "",
) -> Campaign:
    """Open a campaign to meet `witnesses` by a day. Raises `NotAllowed`."""
    if not policy.may_enter(actor):
        raise NotAllowed
    campaign = Campaign.objects.create(office=office, title=title, due_on=due_on, note=note)
    campaign.witnesses.set(witnesses)
    journal.record(
        actor=actor,
        act="collecting.campaign.opened",
        subject=campaign,
        at=at,
        after={"due_on": due_on, "witnesses": len(witnesses)},
    )
    return campaign


def _told_by(record: Record, witness: Witness) -> Person | None:
    """Return who tells the record, if that can only be this witness."""
    tellers = Person.objects.filter(
        appearances__record=record, appearances__role=AppearanceRole.WITNESS
    ).distinct()
    same = [person for person in tellers[:20] if sort_key(person.name) == sort_key(witness.name)]
    return same[0] if len(same) == 1 else None


def _taken(actor: User, witness: Witness) -> Witness:
    found = policy.visible_witnesses(actor).select_for_update().filter(pk=witness.pk).first()
    if found is None:
        raise NotAllowed
    return found


def _apply(witness: Witness, facts: Mapping[str, Any], private: Mapping[str, str] | None) -> None:
    if unknown := facts.keys() - FACTS:
        raise TypeError(f"not part of the register: {sorted(unknown)}")
    for name, value in facts.items():
        setattr(witness, name, nfc(value) if isinstance(value, str) else value)
    if "name" in facts:
        witness.sort_key = given_name_key(witness.name)[:255]
    if "born_written" in facts:
        born = parse_date(witness.born_written)
        witness.born_earliest, witness.born_latest = born.earliest, born.latest
    if private is not None:
        witness.private = secrecy.seal(private)


def _move(actor: User, witness: Witness, status: Status, at: dt.datetime, **after: Any) -> None:
    before = witness.status
    witness.status = status
    witness.version += 1
    witness.save(update_fields=["status", "version", "last_contact_on", "person"])
    journal.record(
        actor=actor,
        act="collecting.witness.moved_on",
        subject=witness,
        at=at,
        before={"status": before},
        after={"status": status} | after,
    )


def _record(
    actor: User, witness: Witness, verb: str, at: dt.datetime, *, changed: list[str]
) -> None:
    """Write down which fields changed, not to what: the journal cannot forget an illness."""
    journal.record(
        actor=actor,
        act=f"collecting.witness.{verb}",
        subject=witness,
        at=at,
        after={"changed": changed, "status": witness.status},
    )
