"""Vetting in figures as of a day: what was concluded, what is under way, what stood in the way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from archive.access.days import end_of
from archive.accounts.models import User
from archive.units.models import Level
from archive.vetting.models import Conclusion, Obstacle, ObstacleKind, RoundQuerySet, Verdict
from archive.vetting.policy import seen_by, visible_rounds


@dataclass(frozen=True)
class Figure:
    """Rounds one body concluded in one year for one level with one verdict.

    `issued` counts those of them whose vetting document followed by the day.
    """

    year: int
    body: str
    level: str
    verdict: str
    rounds: int
    issued: int


def figures(user: User, day: dt.date) -> list[Figure]:
    """Return the rounds `user` sees that were concluded by `day`, counted, in one query."""
    levels, verdicts = dict(Level.choices), dict(Verdict.choices)
    rows = (
        Conclusion.objects.filter(seen_by(user, "round__"), on__lte=day)
        .annotate(year=ExtractYear("on"))
        .values("round__body__name", "year", "verdict")
        .annotate(
            level=Coalesce("round__work__unit__level", "round__record__holder__level"),
            n=Count("pk"),
            issued=Count("round__document", filter=Q(round__document__on__lte=day)),
        )
        .order_by("-year", "round__body__name", "level", "verdict")
    )
    return [
        Figure(
            year=row["year"],
            body=row["round__body__name"],
            level=str(levels.get(row["level"], "")),
            verdict=str(verdicts[row["verdict"]]),
            rounds=row["n"],
            issued=row["issued"],
        )
        for row in rows
    ]


def begun(user: User, day: dt.date) -> RoundQuerySet:
    """Return the rounds `user` sees that had begun by the end of `day`."""
    return visible_rounds(user).filter(submitted_at__lt=end_of(day))


def under_way(user: User, day: dt.date) -> RoundQuerySet:
    """Return those of them that had not ended."""
    return begun(user, day).filter(Q(closed_at__isnull=True) | Q(closed_at__gte=end_of(day)))


def obstacles(user: User, day: dt.date) -> QuerySet[Obstacle]:
    """Return what was noted as standing in the way by the end of `day`, the latest first."""
    noted = Obstacle.objects.filter(seen_by(user, "round__"), entered_at__lt=end_of(day))
    return noted.select_related("round").order_by("-id")


def obstacle_counts(user: User, day: dt.date) -> list[tuple[str, int]]:
    """Return how many obstacles of each kind were noted by `day`, kinds without any left out."""
    rows = obstacles(user, day).order_by().values_list("kind").annotate(n=Count("pk"))
    counted = dict(rows)
    return [(str(kind.label), counted[kind]) for kind in ObstacleKind if kind in counted]
