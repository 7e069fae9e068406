"""What waits for whom: the board of rounds, one person's tasks, figures. Constant queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
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


@dataclass(frozen=True)
class Count:
    """How many rounds stand at one stage, and how many of them are open."""

    rounds: int = 0
    open: int = 0


def board_of(user: User) -> RoundQuerySet:
    """Return the rounds `user` may see, those that have waited longest first."""
    return visible_rounds(user).order_by("stage_since", "id")


def rounds_shown(keys: Sequence[int]) -> list[Round]:
    """Return the rounds with `keys`, in that order, with what a list shows of them.

    The frozen version stays behind: it is large, and no list shows it.
    """
    rows = Round.objects.select_related("record", "work", "body").only(*_SHOWN)
    by_key = rows.in_bulk(keys)
    return [by_key[key] for key in keys]


_SHOWN = (
    "code",
    "stage",
    "stage_since",
    "review_due_on",
    "closed_at",
    *(f"{subject}__{name}" for subject in ("record", "work") for name in ("code", "title")),
    "record__is_demonstration",
    "work__is_demonstration",
    "body__name",
)


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


def stage_counts(user: User) -> dict[str, Count]:
    """Return how many rounds `user` sees at each stage, in one query."""
    counted = {"n": models.Count("pk"), "open": models.Count("pk", filter=Q(closed_at=None))}
    rows = visible_rounds(user).order_by().values_list("stage").annotate(**counted)
    return {stage: Count(rounds, open_) for stage, rounds, open_ in rows}


def open_in(counts: Mapping[str, Count]) -> int:
    """Return how many of the counted rounds are open."""
    return sum(count.open for count in counts.values())


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
        *_waiting(_to_conclude(user)),
        *_waiting(_for_the_body(user)),
        *_waiting(_for_the_requester(user)),
    ]
    found.sort(key=lambda due: (due.on or dt.date.max, due.since))
    found = found[:MOST_TASKS]
    rounds = rounds_shown([due.round for due in found])
    return [
        Task(round_, due.what, due.address, due.on)
        for round_, due in zip(rounds, found, strict=True)
    ]


@dataclass(frozen=True)
class _Due:
    """What is known of a task before its round is read."""

    round: int
    what: StrPromise
    address: str
    since: dt.datetime
    on: dt.date | None = None


def _counts(rows: QuerySet[Any], rounds: Sequence[Round]) -> dict[int, int]:
    counted = rows.filter(round__in=[round_.pk for round_ in rounds]).order_by()
    return dict(counted.values_list("round").annotate(n=models.Count("pk")))


def _opinions_due(user: User) -> list[_Due]:
    own = Seat.objects.current().filter(round=OuterRef("pk"), person=user)
    due = own.exclude(opinion__handed_in_at__isnull=False)
    rounds = Round.objects.open().filter(Exists(due), stage=Stage.UNDER_REVIEW)
    rows = rounds.order_by("review_due_on", "stage_since").values_list(
        "pk", "stage_since", "review_due_on"
    )
    return [
        _Due(key, _("Write the opinion"), "desk:vetting_opinion", since, on)
        for key, since, on in rows[:MOST_TASKS]
    ]


def _to_conclude(user: User) -> QuerySet[Round]:
    """Return the rounds `user` chairs in which every opinion is in."""
    seats = Seat.objects.current().filter(round=OuterRef("pk"))
    chaired = seats.filter(person=user, role__in=[SeatRole.CHAIR, SeatRole.VICE_CHAIR])
    missing = seats.exclude(opinion__handed_in_at__isnull=False)
    # In this order: whoever chairs nothing has no opinions counted.
    rounds = Round.objects.open().filter(Exists(chaired), stage=Stage.UNDER_REVIEW)
    return rounds.filter(~Exists(missing))


_BODY_STAGES = {Stage.SUBMITTED, Stage.COUNCIL_FORMED, Stage.UNDER_REVIEW, Stage.RESUBMITTED}
_REQUESTER_STAGES = {Stage.RETURNED, Stage.REVISION_REQUIRED}


def _for_the_body(user: User) -> QuerySet[Round]:
    if not user.roles & {Role.VETTING_SECRETARY, Role.VETTING_HEAD}:
        return Round.objects.none()
    return Round.objects.open().filter(body__in=offices_of(user), stage__in=_BODY_STAGES)


def _for_the_requester(user: User) -> QuerySet[Round]:
    if not user.roles & {Role.ARCHIVIST, Role.OFFICE_HEAD}:
        return Round.objects.none()
    offices = offices_of(user)
    own = Q(record__holder__in=offices) | Q(work__owner__in=offices)
    return Round.objects.open().filter(own, stage__in=_REQUESTER_STAGES)


def _waiting(rounds: QuerySet[Round]) -> list[_Due]:
    rows = rounds.order_by("stage_since").values_list("pk", "stage", "stage_since")[:MOST_TASKS]
    return [_Due(key, TURNS[stage][1], "desk:vetting_round", since) for key, stage, since in rows]
