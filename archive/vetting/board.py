"""What waits for whom: the board of rounds, one person's tasks, figures. Constant queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.access.audiences import offices_of
from archive.accounts.models import Role, User
from archive.vetting.models import (
    Comment,
    Opinion,
    Round,
    RoundQuerySet,
    Seat,
    SeatRole,
    Stage,
)
from archive.vetting.policy import visible_rounds
from archive.vetting.steps import PART_LABELS, Part
from archive.vetting.waiting import TURNS

MOST_TASKS = 50


@dataclass(frozen=True)
class BoardRow:
    """One round on the board: how long it has stood there, and how much is in."""

    round: Round
    days: int
    seats: int
    opinions: int
    comments: int

    @property
    def turn(self) -> StrPromise | None:
        """Whose turn it is, from the stage alone."""
        turn = TURNS.get(self.round.stage) if self.round.is_open else None
        if turn is None:
            return None
        waits = self.round.stage == Stage.UNDER_REVIEW and self.opinions < self.seats
        return PART_LABELS[Part.MEMBER if waits else turn[0]]


def board_of(user: User) -> RoundQuerySet:
    """Return the rounds `user` may see, those that have waited longest first.

    The frozen version stays behind: it is large, and the board does not show it.
    """
    rounds: RoundQuerySet = visible_rounds(user).select_related("record", "work", "body")
    return rounds.defer("frozen").order_by("stage_since", "id")


def board_rows(rounds: Sequence[Round], today: dt.date) -> list[BoardRow]:
    """Count what belongs to the rounds of one page, in three queries however many there are."""
    seats = _counts(Seat.objects.current(), rounds)
    opinions = _counts(Opinion.objects.filter(handed_in_at__isnull=False), rounds)
    comments = _counts(Comment.objects.filter(handed_in_at__isnull=False), rounds)
    return [
        BoardRow(
            round_,
            (today - timezone.localdate(round_.stage_since)).days,
            seats.get(round_.pk, 0),
            opinions.get(round_.pk, 0),
            comments.get(round_.pk, 0),
        )
        for round_ in rounds
    ]


def stage_counts(user: User) -> dict[str, int]:
    """Return how many rounds `user` sees at each stage."""
    rows = visible_rounds(user).order_by().values_list("stage").annotate(n=Count("pk"))
    return dict(rows)


@dataclass(frozen=True)
class Task:
    """One thing that waits for one person."""

    round: Round
    what: StrPromise
    address: str
    due_on: dt.date | None = None

    def is_late(self, today: dt.date) -> bool:
        return self.due_on is not None and self.due_on < today


def tasks_of(user: User) -> list[Task]:
    """Return what waits for `user`, the soonest due first; the board shows what is more."""
    found = [
        *_opinions_due(user),
        *_to_conclude(user),
        *_for_the_body(user),
        *_for_the_requester(user),
    ]
    found.sort(key=lambda task: (task.due_on or dt.date.max, task.round.stage_since))
    return found[:MOST_TASKS]


def _counts(rows: QuerySet[Any], rounds: Sequence[Round]) -> dict[int, int]:
    counted = rows.filter(round__in=[round_.pk for round_ in rounds]).order_by()
    return dict(counted.values_list("round").annotate(n=Count("pk")))


def _opinions_due(user: User) -> list[Task]:
    handed_in = Opinion.objects.filter(seat=OuterRef("pk"), handed_in_at__isnull=False)
    seats = (
        Seat.objects.current()
        .filter(~Exists(handed_in), person=user, round__stage=Stage.UNDER_REVIEW)
        .select_related("round__record", "round__work")
    )
    return [
        Task(seat.round, _("Write the opinion"), "desk:vetting_opinion", seat.round.review_due_on)
        for seat in seats.defer("round__frozen").order_by("round__review_due_on")[:MOST_TASKS]
    ]


def _to_conclude(user: User) -> list[Task]:
    """Return the rounds `user` chairs in which every opinion is in."""
    seats = Seat.objects.current().filter(round=OuterRef("pk"))
    missing = seats.exclude(opinion__handed_in_at__isnull=False)
    chaired = seats.filter(person=user, role__in=[SeatRole.CHAIR, SeatRole.VICE_CHAIR])
    rounds = Round.objects.open().filter(
        ~Exists(missing), Exists(chaired), stage=Stage.UNDER_REVIEW
    )
    return _waiting(rounds)


_BODY_STAGES = {Stage.SUBMITTED, Stage.COUNCIL_FORMED, Stage.UNDER_REVIEW, Stage.RESUBMITTED}
_REQUESTER_STAGES = {Stage.RETURNED, Stage.REVISION_REQUIRED}


def _for_the_body(user: User) -> list[Task]:
    if not user.roles & {Role.VETTING_SECRETARY, Role.VETTING_HEAD}:
        return []
    rounds = Round.objects.open().filter(body__in=offices_of(user), stage__in=_BODY_STAGES)
    return _waiting(rounds)


def _for_the_requester(user: User) -> list[Task]:
    if not user.roles & {Role.ARCHIVIST, Role.OFFICE_HEAD}:
        return []
    offices = offices_of(user)
    own = Q(record__holder__in=offices) | Q(work__owner__in=offices)
    rounds = Round.objects.open().filter(own, stage__in=_REQUESTER_STAGES)
    return _waiting(rounds)


def _waiting(rounds: QuerySet[Round]) -> list[Task]:
    found = (
        rounds.select_related("record", "work").defer("frozen").order_by("stage_since")[:MOST_TASKS]
    )
    return [Task(round_, TURNS[round_.stage][1], "desk:vetting_round") for round_ in found]
