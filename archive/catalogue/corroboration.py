"""Acts of cross-checking: holding another record against a stretch of a testimony."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction

from archive.accounts.models import User
from archive.catalogue.models import Corroboration, Record, Relation
from archive.journal import actions as journal
from archive.values.text import nfc


@dataclass(frozen=True)
class Place:
    """A page, a stretch of time, or neither: the whole record."""

    page: int | None = None
    from_ms: int | None = None
    to_ms: int | None = None


class NotThere(ValueError):
    """The other record has no such page, or the stretch has no length."""


@transaction.atomic
def relate(
    *,
    actor: User,
    record: Record,
    from_ms: int,
    to_ms: int,
    other: Record,
    relation: Relation,
    at: dt.datetime,
    place: Place = Place(),
    note: str = "",
) -> Corroboration:
    """Write down what `other` does to what `record` says from `from_ms` to `to_ms`.

    Whether the actor may was asked of `access.policy.may_transcribe`, and whether they may see
    `other` of the gate. Raises `NotThere`.
    """
    if not from_ms < to_ms or not _is_there(other, place):
        raise NotThere
    made = Corroboration.objects.create(
        record=record,
        from_ms=from_ms,
        to_ms=to_ms,
        other=other,
        other_page=place.page,
        other_from_ms=place.from_ms,
        other_to_ms=place.to_ms,
        relation=relation,
        note=nfc(note.strip()),
        made_by=actor,
        made_at=at,
    )
    _record(actor, "related", made, at)
    return made


@transaction.atomic
def unrelate(*, actor: User, corroboration: Corroboration, at: dt.datetime) -> None:
    """Take a relation back; the journal of both records keeps that it was there."""
    _record(actor, "unrelated", corroboration, at)
    corroboration.delete()


def _is_there(other: Record, place: Place) -> bool:
    if place.page is not None:
        return other.pages.filter(number=place.page).exists()
    if place.from_ms is None or place.to_ms is None:
        return place.from_ms is place.to_ms
    return place.from_ms < place.to_ms


def _record(actor: User, verb: str, made: Corroboration, at: dt.datetime) -> None:
    """Enter the act for either end, each with its own place in the other."""
    here, there = Place(None, made.from_ms, made.to_ms), _place_of(made)
    ends = [(made.record, made.other, here, there), (made.other, made.record, there, here)]
    journal.record_many(
        actor=actor,
        at=at,
        acts=[
            journal.Act(
                act=f"catalogue.testimony.{verb}",
                subject=subject,
                after={
                    "corroboration": made.pk,
                    "relation": made.relation,
                    "here": asdict(own),
                    "with": far.pk,
                    "there": asdict(its),
                },
            )
            for subject, far, own, its in ends
        ],
    )


def _place_of(made: Corroboration) -> Place:
    return Place(made.other_page, made.other_from_ms, made.other_to_ms)
